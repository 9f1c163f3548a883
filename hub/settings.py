"""What an installation decides, read once from the environment; a wrong or missing setting stops the start.

`python -m hub.settings` prints every setting as an example file, which is how `.env.example` is made.
"""

import sys
from collections.abc import Mapping
from dataclasses import Field, dataclass, field, fields
from pathlib import Path
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

ENVIRONMENTS = ("production", "development", "test")
SHORTEST_SECRET = 32
MOST_EMERGENCY_HOURS = 24
MOST_READER_SECONDS = 120  # twice as long by the clock, and a job may take five minutes


class Unusable(Exception):
    """A setting is missing or wrong. The message names the variable and says what to do."""


def _setting(variable: str, words: str, *, default: str | None = None, example: str = "") -> Any:  # noqa: ANN401
    return field(metadata={"variable": variable, "words": words, "default": default, "example": example})


@dataclass(frozen=True, repr=False)  # never printed: half of it is secret
class Settings:
    """One installation. Sizes are bytes, durations what their name says."""

    environment: str = _setting(
        "PLEIN_ENVIRONMENT",
        "production, development (shows mails at /postbus) or test",
        default="production",
    )
    address: str = _setting(
        "PLEIN_ADDRESS", "where people reach Plein, without a path", example="https://plein.example.nl"
    )
    secret: str = _setting(
        "PLEIN_SECRET",
        f"at least {SHORTEST_SECRET} signs that nobody knows: seals tokens at rest and signs; make one with "
        "`python3 -c 'import secrets; print(secrets.token_urlsafe(48))'`",
    )
    database: str = _setting(
        "DATABASE_URL",
        "PostgreSQL 15 or newer, as the role plein_app",
        example="postgresql://plein_app:password@localhost/plein",
    )
    database_worker: str = _setting(
        "DATABASE_URL_WORKER",
        "the same database as the role plein_worker: only for the worker, the scheduler and `plein`",
        default="",
        example="postgresql://plein_worker:password@localhost/plein",
    )
    database_keeper: str = _setting(
        "DATABASE_URL_KEEPER",
        "the same database as the role plein_keeper: only for `plein`, never for a web process",
        default="",
        example="postgresql://plein_keeper:password@localhost/plein",
    )
    redis: str = _setting("REDIS_URL", "Redis 6.2 or newer, or Valkey", example="redis://localhost:6379/0")
    storage: Path = _setting(  # noqa: RUF009 - makes a field, no path
        "PLEIN_STORAGE", "the folder that keeps uploaded files", example="/srv/plein/storage"
    )
    mail: str = _setting(
        "MAIL_URL",
        "the mail server: smtp://user:password@host:587 (STARTTLS; ?tls=no for a server on this machine), "
        "smtps://user:password@host:465, or in development mailbox:<folder>",
        example="smtp://localhost:25?tls=no",
    )
    mail_from: str = _setting(
        "MAIL_FROM", "the address that mails come from", example="Plein <niet-antwoorden@plein.example.nl>"
    )
    copy_bytes: int = _setting(
        "PLEIN_COPY_BYTES", "the largest copy of a party's own items that is made at once", default="10000000000"
    )
    zip_bytes: int = _setting(
        "PLEIN_ZIP_BYTES", "the largest zip of documents that is made at once", default="2147483648"
    )
    folder_copy_things: int = _setting(
        "PLEIN_FOLDER_COPY_THINGS", "how many documents and folders are copied with folders at once", default="200"
    )
    folder_copy_bytes: int = _setting(
        "PLEIN_FOLDER_COPY_BYTES", "the largest copy of folders that is made at once", default="2147483648"
    )
    upload_bytes: int = _setting("PLEIN_UPLOAD_BYTES", "the largest file that people may upload", default="250000000")
    draft_bytes: int = _setting(
        "PLEIN_DRAFT_BYTES", "what the files with all drafts of one person may be together", default="536870912"
    )
    draft_days: int = _setting(
        "PLEIN_DRAFT_DAYS", "how long files stay with a draft that nobody goes on with", default="60"
    )
    reader_bytes: int = _setting(
        "PLEIN_READER_BYTES", "the memory that the process may use which looks into a file", default="1073741824"
    )
    reader_seconds: int = _setting(
        "PLEIN_READER_SECONDS", "how long that process may compute at one file; at most 120", default="60"
    )
    preview_pages: int = _setting("PLEIN_PREVIEW_PAGES", "of so many pages of a file a picture is made", default="100")
    upload_refuse: str = _setting(
        "PLEIN_UPLOAD_REFUSE",
        "what may not be uploaded: endings of names (.exe) and media types by content, with commas between; - for none",
        default=(
            ".exe,.com,.scr,.pif,.bat,.cmd,.msi,.msp,.ps1,.vbs,.vbe,.wsf,.hta,.cpl,.lnk,application/x-msdownload,"
            "application/x-dosexec,application/vnd.microsoft.portable-executable,application/x-msi"
        ),
    )
    form_bytes: int = _setting("PLEIN_FORM_BYTES", "the largest form without files", default="1048576")
    session_hours: int = _setting("PLEIN_SESSION_HOURS", "after so long everyone signs in again", default="12")
    idle_minutes: int = _setting("PLEIN_IDLE_MINUTES", "after so long without a click one signs in again", default="60")
    invitation_days: int = _setting("PLEIN_INVITATION_DAYS", "how long an invitation can be accepted", default="14")
    addresses_a_day: int = _setting(
        "PLEIN_ADDRESSES_A_DAY", "for how many work addresses one steward may ask in a day", default="20"
    )
    attempts_per_minute: int = _setting(
        "PLEIN_ATTEMPTS_PER_MINUTE", "how often one address may try to sign in or open an invitation", default="600"
    )
    statement_seconds: int = _setting("PLEIN_STATEMENT_SECONDS", "no query of a page takes longer", default="10")
    audit_heads: str = _setting(
        "PLEIN_AUDIT_HEADS",
        "a file that the scheduler adds the heads of the audit logs to, where whoever rules the database cannot change "
        "it (/srv/elsewhere/heads.jsonl); without it nobody finds a log whose end was cut off",
        default="",
    )
    audit_heads_mail: str = _setting(
        "PLEIN_AUDIT_HEADS_MAIL",
        "a mail address outside of this installation that gets all heads once a day; empty: none",
        default="",
    )
    emergency_hours: int = _setting(
        "PLEIN_EMERGENCY_HOURS", "emergency access lasts no longer than this; at most 24", default="24"
    )
    proxies: int = _setting(
        "PLEIN_PROXIES", "how many reverse proxies stand before Plein and set X-Forwarded-For", default="0"
    )

    @classmethod
    def read(cls, environ: Mapping[str, str]) -> Self:
        """The settings in this environment, or Unusable: all that is wrong, in one message."""
        wrong: list[str] = []
        values: dict[str, object] = {}
        for each in fields(cls):
            try:
                values[each.name] = _value(each, environ)
            except Unusable as problem:
                wrong.append(str(problem))
        if not wrong:
            settings = cls(**values)  # type: ignore[arg-type] # the fields' own types, by _value
            wrong = settings.faults()
            if not wrong:
                return settings
        raise Unusable("\n".join(wrong))

    @property
    def secure(self) -> bool:
        """Whether people come over HTTPS, so that cookies may say so."""
        return self.address.startswith("https://")

    @property
    def refused_files(self) -> frozenset[str]:
        """Endings of names with their dot, and media types, that nobody uploads."""
        return frozenset(one.strip().lower() for one in self.upload_refuse.split(",")) - {"", "-"}

    def need(self, name: str) -> str:
        """A setting that this process can't do without: `need("database_keeper")`, or Unusable."""
        value = str(getattr(self, name))
        if not value:
            metadata = next(each.metadata for each in fields(self) if each.name == name)
            raise Unusable(f"{metadata['variable']} is not set. Set it to {metadata['words']}.")
        return value

    def faults(self) -> list[str]:
        """What contradicts itself or is unsafe, a sentence each."""
        said = []
        if self.environment not in ENVIRONMENTS:
            said.append(f"PLEIN_ENVIRONMENT is {self.environment!r}. Set it to {', '.join(ENVIRONMENTS)}.")
        if len(self.secret) < SHORTEST_SECRET:
            said.append(f"PLEIN_SECRET is shorter than {SHORTEST_SECRET} signs. Set it to a longer one, kept secret.")
        address = urlsplit(self.address)
        if address.scheme not in {"http", "https"} or not address.hostname or address.path.strip("/") or address.query:
            said.append("PLEIN_ADDRESS is no address. Set it to https:// and a host name, without a path.")
        if self.environment == "production" and not self.secure:
            said.append("PLEIN_ADDRESS begins with http://. In production set it to the https:// address.")
        for variable, url in {
            "DATABASE_URL": self.database,
            "DATABASE_URL_WORKER": self.database_worker,
            "DATABASE_URL_KEEPER": self.database_keeper,
        }.items():
            if url and urlsplit(url).scheme != "postgresql":
                said.append(f"{variable} is no address of PostgreSQL. Set it to postgresql://role:password@host/name.")
        if urlsplit(self.redis).scheme not in {"redis", "rediss", "unix"}:
            said.append("REDIS_URL is no address of Redis. Set it to redis://host:6379/0, rediss:// or unix://path.")
        if self.emergency_hours > MOST_EMERGENCY_HOURS:
            said.append(f"PLEIN_EMERGENCY_HOURS is {self.emergency_hours}. Set it to at most {MOST_EMERGENCY_HOURS}.")
        if self.reader_seconds > MOST_READER_SECONDS:
            said.append(f"PLEIN_READER_SECONDS is {self.reader_seconds}. Set it to at most {MOST_READER_SECONDS}.")
        said += self._mail_faults()
        said += [
            f"{each.metadata['variable']} is {getattr(self, each.name)}. Set it to a number above zero."
            for each in fields(self)
            if each.type is int and getattr(self, each.name) < (each.name != "proxies")
        ]
        return said

    def _mail_faults(self) -> list[str]:
        mail = urlsplit(self.mail)
        if mail.scheme == "mailbox" and self.environment != "production":
            return []
        if mail.scheme == "mailbox":
            return ["MAIL_URL is a folder on this machine. In production set it to a mail server: smtp:// or smtps://."]
        if mail.scheme not in {"smtp", "smtps"} or not mail.hostname:
            return ["MAIL_URL is no mail server. Set it to smtp://user:password@host:587 or smtps://…:465."]
        if parse_qs(mail.query).get("tls", ["yes"])[0] not in {"yes", "no"}:
            return ["MAIL_URL says something else than tls=yes or tls=no. Set one of the two, or leave it out."]
        return []


def _value(each: Field[Any], environ: Mapping[str, str]) -> object:
    """One setting; `<VARIABLE>_FILE` may name a file that holds it, as secrets of containers do."""
    variable: str = each.metadata["variable"]
    text = environ.get(variable, "")
    if not text and (name := environ.get(f"{variable}_FILE", "")):
        try:
            text = Path(name).read_text().strip()
        except OSError as error:
            raise Unusable(f"{variable}_FILE names {name}, which cannot be read: {error.strerror}.") from error
    text = text or each.metadata["default"]
    if text is None:
        raise Unusable(f"{variable} is not set. Set it to {each.metadata['words']}.")
    if each.type is int:
        try:
            return int(text)
        except ValueError:
            raise Unusable(f"{variable} is {text!r}. Set it to a whole number: {each.metadata['words']}.") from None
    return Path(text) if each.type is Path else text


def example() -> str:
    """Every setting with its meaning, as a file for the environment; what has a default is commented out."""
    parts = [
        "# The settings of Plein; made by `python -m hub.settings`. Each NAME may also be NAME_FILE, a file with it."
    ]
    for each in fields(Settings):
        default = each.metadata["default"]
        line = f"{each.metadata['variable']}={default or each.metadata['example']}"
        parts.append(f"# {each.metadata['words']}\n{'' if not default else '#'}{line}")
    return "\n\n".join(parts) + "\n"


if __name__ == "__main__":
    sys.stdout.write(example())
