"""What the browser gets is small, whole and named by what is in it."""

import gzip
import re
from pathlib import Path

import pytest

from hub.kit import assets
from hub.kit.assets import BUILD, ROOT, SOURCES, asset, build, parts, purge

TEMPLATES = [path for floor in ("hub", "sso") for path in (ROOT / floor).rglob("*.html")]
KB = 1024


@pytest.fixture(scope="module", autouse=True)
def built() -> None:
    build()


def packed(path: Path) -> int:
    return len(gzip.compress(path.read_bytes(), 9))


def tight(source: str) -> bytes:
    """Drop comments and space, about as the bundler does."""
    bare = re.sub(r"/\*.*?\*/", "", source, flags=re.DOTALL)
    return re.sub(r"\s*([{};:,>])\s*", r"\1", re.sub(r"\s+", " ", bare)).encode()


def file_of(name: str) -> Path:
    return BUILD / asset(name).rsplit("/", 1)[1]


def test_style_and_script_stay_within_the_budget_of_a_page() -> None:
    assert packed(file_of("app.css")) <= 30 * KB
    assert packed(file_of("app.js")) <= 30 * KB


def test_our_own_style_and_script_stay_small() -> None:
    style = "".join(
        path.read_text() for path in sorted(SOURCES.glob("css/*.css")) if path.name not in {"app.css", "bridge.css"}
    )
    script = "".join(path.read_text() for path in SOURCES.glob("js/*.js"))

    assert len(gzip.compress(tight(style), 9)) <= 9.25 * KB
    assert len(gzip.compress(tight(script), 9)) <= 8 * KB


def test_everything_cold_fits_in_the_budget() -> None:
    assert sum(packed(path) for path in BUILD.iterdir() if path.name != "manifest.json") <= 100 * KB


def test_a_second_build_changes_nothing() -> None:
    assert build() is False


def test_each_name_holds_the_hash_of_its_file() -> None:
    assert re.fullmatch(r"/static/app\.[0-9a-f]{12}\.css", asset("app.css"))


def test_every_icon_that_a_template_names_is_in_the_sprite() -> None:
    drawn = set(re.findall(r'id="([\w-]+)"', file_of("icons.svg").read_text()))
    asked = {name for path in TEMPLATES for name in re.findall(r"\bicon\(['\"]([\w-]+)['\"]", path.read_text())}

    assert asked <= drawn


def test_every_class_of_our_style_sheet_is_drawn_somewhere() -> None:
    words = {
        word for path in [*TEMPLATES, *SOURCES.glob("js/*.js")] for word in re.findall(r"[a-z][\w-]+", path.read_text())
    }
    words |= {f"hub-tint-{number}" for number in range(8)} | {
        f"hub-party--{width}" for width in ("wide", "medium", "narrow")
    }
    styled = {name for path in SOURCES.glob("css/*.css") for name in re.findall(r"\.(hub-[\w-]+)", path.read_text())}

    assert styled <= words


def test_every_class_of_ours_that_a_template_draws_has_a_rule() -> None:
    styled = {name for path in SOURCES.glob("css/*.css") for name in re.findall(r"\.(hub-[\w-]+)", path.read_text())}
    drawn = {
        (path.relative_to(ROOT).as_posix(), name)
        for path in TEMPLATES
        for names in re.findall(r'class="([^"]*)"', path.read_text())
        for name in re.findall(r"\bhub-[a-z][\w-]*\w(?![\w-])", names)
    }

    assert [place for place in sorted(drawn) if place[1] not in styled] == []


def test_nothing_is_loaded_from_elsewhere() -> None:
    style = file_of("app.css").read_text()

    assert "@import" not in style
    assert not re.search(r"url\((?!\"?\./)", style)


def test_the_list_of_parts_names_a_version_and_a_licence_for_each() -> None:
    listed = parts()

    assert {"htmx.org", "flask", "lucide-static"} <= {part.name for part in listed}
    assert all(part.version and part.licence for part in listed)


def test_the_lock_names_no_registry() -> None:
    assert "resolved" not in (ROOT / "package-lock.json").read_text()


def test_a_rule_for_a_part_that_is_drawn_nowhere_is_dropped() -> None:
    css = (
        ".nl-a,.nl-b{x:1}.nl-c{x:2}@media print{.nl-c{x:3}}.hub-z{x:4}.nl-a:not(.nl-c,:has(.nl-d)){x:5}@font-face{x:6}"
    )

    kept = purge(css, {"nl-a"})

    assert kept == ".nl-a{x:1}.hub-z{x:4}.nl-a:not(.nl-c,:has(.nl-d)){x:5}@font-face{x:6}"


def test_a_clone_without_a_build_says_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(assets, "MANIFEST", tmp_path / "manifest.json")
    assets.manifest.cache_clear()

    with pytest.raises(assets.NotBuilt, match="make assets"):
        asset("app.css")

    assets.manifest.cache_clear()
