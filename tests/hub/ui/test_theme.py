"""Whatever colour an organisation fills in, its pages can be read, by day and at night."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.kit.oklch import BLACK, WHITE, contrast, parse
from hub.kit.theme import CONTROL, PRINTED_ON, STEPS, TEXT, Pair, Seed, house, theme

ANY_COLOUR = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")
GIVEN = ("#0b5c8c", "#ffd200", "#c8102e", "#e5007d", "#00a03b", "#7a7a7a", "#000000", "#ffffff")


def shades(pair: Pair) -> tuple[str, str]:
    return pair.light, pair.dark


def assert_family_reads(colours: dict[str, Pair], name: str) -> None:
    backgrounds = [step for step in STEPS if step.startswith("bg")]
    for scheme in (0, 1):
        shade = {step: shades(colours[f"basis-color-{name}-{step}"])[scheme] for step in STEPS}
        for step, reach in PRINTED_ON.items():
            for ground in backgrounds[:reach]:
                assert contrast(shade[step], shade[ground]) >= TEXT, (name, step, ground, shade)
        for step in ("border-default", "border-hover", "border-active"):
            for ground in backgrounds[:3]:
                assert contrast(shade[step], shade[ground]) >= CONTROL, (name, step, ground, shade)


def assert_reads(seed: Seed) -> None:
    colours = dict(theme(seed).colours)
    assert_family_reads(colours, "action-1")
    for step in ("bg-default", "bg-hover", "bg-active"):
        for shade in shades(colours[f"basis-color-action-1-inverse-{step}"]):
            assert contrast(shade, WHITE) >= TEXT
    for scheme in (0, 1):
        ground, hover, ink = (shades(colours[f"hub-header-{part}"])[scheme] for part in ("bg", "hover", "ink"))
        assert contrast(ground, ink) >= TEXT
        assert contrast(hover, ink) >= TEXT


@pytest.mark.parametrize("brand", GIVEN)
def test_a_theme_of_these_colours_reads(brand: str) -> None:
    assert_reads(Seed(brand))


@given(brand=ANY_COLOUR, header=ANY_COLOUR)
def test_a_theme_of_any_two_colours_reads(brand: str, header: str) -> None:
    assert_reads(Seed(brand, header))


@pytest.mark.parametrize("name", ["default", "positive", "negative", "warning"])
def test_the_families_that_no_organisation_changes_read(name: str) -> None:
    assert_family_reads(dict(house().colours), name)


def test_a_colour_that_is_too_light_is_made_darker_and_said_so() -> None:
    assert theme(Seed("#ffd200")).adjusted
    assert not theme(Seed("#0b5c8c")).adjusted


def test_a_yellow_header_stays_yellow_and_gets_black_text() -> None:
    colours = theme(Seed("#1d6b2f", "#ffd200")).colours

    assert colours["hub-header-bg"].light == "#ffd200"
    assert colours["hub-header-ink"].light == BLACK


@pytest.mark.parametrize("code", ["", "blue", "#fff", "#12345g", "#0b5c8c;}body{display:none", "#1234567"])
def test_what_is_no_colour_is_refused(code: str) -> None:
    with pytest.raises(ValueError, match=r"^.{0,60}$"):
        parse(code)


@given(ANY_COLOUR)
def test_a_colour_survives_the_way_through_oklch(code: str) -> None:
    back = parse(code).hex

    assert all(abs(int(code[i : i + 2], 16) - int(back[i : i + 2], 16)) <= 1 for i in (1, 3, 5))


def test_only_an_organisations_own_colours_are_in_its_style_sheet() -> None:
    """Who can read something looks the same everywhere."""
    names = set(theme(Seed("#c8102e")).colours)

    assert all(name.startswith(("basis-color-action-1", "hub-header")) for name in names)
