"""A wrong or missing setting stops the start with a sentence that names it and says what to do."""

from pathlib import Path

import pytest

from hub.settings import Settings, Unusable, example

GOOD = {
    "PLEIN_ENVIRONMENT": "production",
    "PLEIN_ADDRESS": "https://plein.example.nl",
    "PLEIN_SECRET": "0123456789abcdef0123456789abcdef",
    "DATABASE_URL": "postgresql://plein_app@localhost/plein",
    "REDIS_URL": "redis://localhost:6379/0",
    "PLEIN_STORAGE": "/srv/plein",
    "MAIL_URL": "smtps://post:geheim@mail.example.nl:465",
    "MAIL_FROM": "Plein <plein@example.nl>",
}


def test_good_settings_are_read() -> None:
    settings = Settings.read(GOOD)

    assert (settings.storage, settings.secure) == (Path("/srv/plein"), True)


@pytest.mark.parametrize("variable", [name for name in GOOD if name != "PLEIN_ENVIRONMENT"])
def test_a_missing_setting_is_named(variable: str) -> None:
    with pytest.raises(Unusable, match=f"^{variable} is not set. Set it to "):
        Settings.read({name: value for name, value in GOOD.items() if name != variable})


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("PLEIN_ENVIRONMENT", "productie"),
        ("PLEIN_ADDRESS", "plein.example.nl"),
        ("PLEIN_ADDRESS", "https://example.nl/plein"),
        ("PLEIN_ADDRESS", "http://plein.example.nl"),
        ("PLEIN_SECRET", "kort"),
        ("DATABASE_URL", "mysql://localhost/plein"),
        ("DATABASE_URL_KEEPER", "sqlite:///plein"),
        ("REDIS_URL", "http://localhost"),
        ("MAIL_URL", "mailbox:/tmp/post"),
        ("MAIL_URL", "smtp://"),
        ("MAIL_URL", "smtp://localhost?tls=misschien"),
        ("PLEIN_UPLOAD_BYTES", "veel"),
        ("PLEIN_UPLOAD_BYTES", "0"),
        ("PLEIN_PROXIES", "-1"),
    ],
)
def test_a_wrong_setting_is_named(variable: str, value: str) -> None:
    with pytest.raises(Unusable, match=rf"^{variable} .*[Ss]et ") as refused:
        Settings.read(GOOD | {variable: value})

    assert "geheim" not in str(refused.value)


def test_all_that_is_wrong_is_said_at_once() -> None:
    with pytest.raises(Unusable) as refused:
        Settings.read({})

    assert len(str(refused.value).splitlines()) == 7


def test_a_secret_may_lie_in_a_file(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("f" * 40 + "\n")

    settings = Settings.read({**GOOD, "PLEIN_SECRET": "", "PLEIN_SECRET_FILE": str(secret)})

    assert settings.secret == "f" * 40


def test_what_only_some_processes_need_is_asked_for_by_them() -> None:
    with pytest.raises(Unusable, match=r"^DATABASE_URL_KEEPER is not set"):
        Settings.read(GOOD).need("database_keeper")


def test_the_example_file_is_up_to_date() -> None:
    assert (Path(__file__).parents[2] / ".env.example").read_text() == example()
