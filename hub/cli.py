"""`plein`: what whoever runs an installation does on the command line."""

import gettext
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

import click

import tenants
from hub.kit import heads
from hub.kit.storage import Storage
from hub.runtime import contents, databases, demo, doctor
from hub.runtime.children import NotStarted
from hub.runtime.postgres import Postgres
from hub.runtime.valkey import Valkey
from hub.settings import Settings, Unusable
from sso.seal import Seal
from tenants import chain, installation
from tenants.errors import Refusal

MARKS = {True: "ok  ", False: "BAD ", None: "note"}


@click.group()
def main() -> None:
    """Run an installation of Plein. The settings come from the environment: see .env.example."""


@main.command()
def migrate() -> None:
    """Bring the database to the newest migration (as the keeper)."""
    with _plainly():
        databases.migrate(_settings().need("database_keeper"))
    click.echo("The database is at the newest migration.")


@main.command("doctor")
def examine() -> None:
    """Say what is wrong, and what to do about it. Ends with 1 when something must be mended."""
    bad = 0
    for finding in doctor.examine(os.environ):
        click.echo(f"{MARKS[finding.good]}  {finding.words}")
        bad += finding.good is False
    click.echo("All is well." if not bad else f"To mend: {bad}.")
    sys.exit(1 if bad else 0)


def _of_an_issuer(command: Callable[..., None]) -> Callable[..., None]:
    """Where an issuer is, and what it wants to know of us."""
    for parameter in (
        click.option("--verified", type=click.Choice(["claim", "always", "never"]), default="claim", show_default=True,
                     help="When an address in a claim counts as verified."),
        click.option("--title", default="", help="What people call it."),
        click.option("--secret-file", type=click.Path(path_type=Path, exists=True),
                     help="The client's secret, in a file."),
        click.option("--client-id", required=True, help="How the issuer knows Plein."),
        click.argument("url"),
    ):  # fmt: skip
        command = parameter(command)
    return command


@main.command()
@_of_an_issuer
def guests(url: str, **options: Any) -> None:  # noqa: ANN401 - its options
    """Let the OpenID Connect issuer at URL sign in who is invited and has no organisation here."""
    with _keeper() as connection:
        _bind(connection, None, url, guests=True, **options)


@main.group()
def organisation() -> None:
    """Create organisations and let their people in."""


@organisation.command()
@click.argument("handle")
@click.argument("name")
@click.option("--short-name", default="", help="As it stands on the page, when the name is long.")
@click.option("--initials", default="", help="At most three letters for its square.")
@click.option("--brand", default="#0b5c8c", help="Its colour, #rrggbb.")
@click.option("--firm", is_flag=True, help="A contractor: not listed among the public bodies.")
@click.option("--unlisted", is_flag=True, help="Known only to those who work with it.")
@click.option("--in-picker", is_flag=True, help="Shown in the list at the sign-in page.")
def create(handle: str, name: str, *, firm: bool, unlisted: bool, **rest: Any) -> None:  # noqa: ANN401 - its options
    """Create an organisation: its HANDLE (its own address for signing in) and its NAME."""
    with _keeper() as connection:
        installation.create_organisation(
            connection, name, handle=handle, firm=firm, listed=not (unlisted or firm), **rest
        )
    click.echo(f"{name} is there. Next: plein organisation domain {handle} <its mail domain>")


@organisation.command()
@click.argument("handle")
@click.argument("domain")
def domain(handle: str, domain: str) -> None:
    """Give an organisation a mail DOMAIN; you have checked that it is theirs."""
    with _keeper() as connection:
        installation.add_domain(connection, installation.organisation_by_handle(connection, handle), domain)
    click.echo(f"{domain} belongs to {handle}. Next: plein organisation issuer {handle} <address of its sign-in>")


@organisation.command()
@click.argument("handle")
@_of_an_issuer
@click.option("--upstream-id", default="", help="The organisation's id in the issuer's claim.")
def issuer(handle: str, url: str, **options: Any) -> None:  # noqa: ANN401 - its options
    """Let the OpenID Connect issuer at URL speak for an organisation."""
    with _keeper() as connection:
        _bind(connection, installation.organisation_by_handle(connection, handle), url, **options)
    click.echo(f"Next: plein organisation administrator-link {handle}")


@organisation.command("administrator-link")
@click.argument("handle")
@click.option("--days", type=click.IntRange(1, 30), default=installation.LINK_DAYS, show_default=True)
def administrator_link(handle: str, days: int) -> None:
    """Print the link with which one person becomes the administrator of an organisation. It works once."""
    with _keeper() as connection:
        found = installation.organisation_by_handle(connection, handle)
        secret = installation.administrator_link(connection, found, days=days)
    click.echo(f"{_settings().address.rstrip('/')}/uitnodiging/{secret}")


@organisation.command()
@click.argument("handle")
def suspend(handle: str) -> None:
    """Close an organisation: its people see nothing and no door opens; what it shared stays for others."""
    with _keeper() as connection:
        installation.set_status(connection, installation.organisation_by_handle(connection, handle), "suspended")
    click.echo(f"{handle} is suspended. To undo: plein organisation resume {handle}")


@organisation.command()
@click.argument("handle")
def resume(handle: str) -> None:
    """Open a suspended organisation again."""
    with _keeper() as connection:
        installation.set_status(connection, installation.organisation_by_handle(connection, handle), "active")
    click.echo(f"{handle} is active again.")


@main.group()
def audit() -> None:
    """Look whether the audit logs are whole."""


@audit.command()
@click.option("--organisation", "handle", default="", help="Only this organisation, by its handle.")
@click.option(
    "--heads",
    "files",
    multiple=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A file of published heads, or of lines out of the mails; the setting PLEIN_AUDIT_HEADS is read anyhow.",
)
def verify(handle: str, files: tuple[Path, ...]) -> None:
    """Look at every link of the chains that seal the audit logs. Ends with 1 when one does not hold, and names it."""
    broken = 0
    with _plainly():
        published = list(_published(files))  # before the database is read: sealing goes on meanwhile
        with installation.keeper(_settings().need("database_keeper"), one_moment=True) as connection:
            for organisation_id, name in installation.logs(connection, handle):
                found = chain.verify(connection, organisation_id, published, progress=_count(name))
                broken += found.broken is not None
                click.echo(_said(name, found))
            known = {one for one, _ in installation.logs(connection, "")}
    for stranger in sorted({head.organisation_id for head in published} - known) if not handle else ():
        broken += 1
        click.echo(f"BAD   {stranger}: a head was published, and there is no such organisation any more.")
    if not published:
        click.echo("note  No heads were published or given: an end that was cut off would not be found.")
    sys.exit(1 if broken else 0)


@audit.command("heads")
def show_heads() -> None:
    """Print the heads of all chains now, as lines to keep outside of this installation."""
    with _keeper() as connection:
        for head, handle in chain.heads(connection):
            click.echo(heads.line(head, handle))


@main.group()
def storage() -> None:
    """Look whether the files are whole."""


@storage.command("verify")
@click.option(
    "--deep", is_flag=True, help="Read every file and compare its SHA-256: as long as reading the disk takes."
)
def verify_storage(*, deep: bool) -> None:
    """Compare the storage with the rows that name its contents. Ends with 1 when one is lacking or damaged."""
    with _plainly():
        settings = _settings()
        kept = Storage(settings.storage)
        with installation.keeper(settings.need("database_keeper"), one_moment=True) as connection:
            total = contents.count(connection)
            with click.progressbar(length=total, label="Contents", file=sys.stderr) as bar:
                found = contents.verify(connection, kept, deep=deep, progress=bar.update)
    for sentence in found.sentences:
        click.echo(f"BAD   {sentence}")
    if found.nameless:
        click.echo(f"note  {found.nameless} contents are named by no row; the scheduler removes them after a day.")
    if found.is_whole:
        click.echo(
            f"ok    {found.looked_at} contents are where their rows say{', and hold what they say' if deep else ''}."
        )
    else:
        click.echo(f"To mend from a backup: {found.lacking} are lacking, {found.damaged} are damaged.")
    sys.exit(0 if found.is_whole else 1)


@main.command("demo")
def start_demo() -> None:
    """Start all of Plein on this machine with invented people, until Ctrl-C."""
    sys.exit(demo.main())


@main.command()
@click.option("--folder", type=click.Path(path_type=Path), default=Path("var/embedded"), show_default=True)
def embedded(folder: Path) -> None:
    """Run PostgreSQL and Valkey for a developer, until Ctrl-C, and print how to reach them."""
    with _plainly(), Postgres(folder / "postgres") as server, Valkey(folder / "valkey") as valkey:
        databases.prepare(server, "plein")
        for variable, role in {"": "app", "_WORKER": "worker", "_KEEPER": "keeper"}.items():
            click.echo(f"export DATABASE_URL{variable}='{server.url(f'plein_{role}', 'plein')}'")
        click.echo(f"export REDIS_URL='{valkey.url()}'")
        demo.wait_for_a_stop()


def _bind(
    connection: installation.Keeper,
    organisation_id: UUID | None,
    url: str,
    *,
    client_id: str,
    secret_file: Path | None,
    **rest: Any,  # noqa: ANN401 - bind_issuer's own
) -> None:
    """Bind the issuer, and say what it must know of us."""
    settings = _settings()
    secret = secret_file.read_text().strip() if secret_file else ""
    made = installation.bind_issuer(
        connection,
        organisation_id,
        url,
        client_id=client_id,
        secret=Seal(settings.secret).close(secret, purpose="issuer") if secret else None,
        authentication="client_secret_basic" if secret else "none",
        **rest,
    )
    address = settings.address.rstrip("/")
    click.echo(f"{url} is bound. Register there, for the client {client_id}:")
    click.echo(f"  redirect address     {address}/inloggen/terug/{made}")
    click.echo(f"  after signing out    {address}/uitgelogd")
    click.echo(f"  back-channel logout  {address}/uitloggen/achterdeur/{made}")


def _published(files: tuple[Path, ...]) -> Iterator[chain.Head]:
    """The heads in these files and in the one of the settings."""
    own = Path(_settings().audit_heads) if _settings().audit_heads else None
    for file in [*files, *([own] if own is not None and own.exists() and own not in files else [])]:
        yield from heads.read(file)


def _count(name: str) -> chain.Progress:
    """Says how far it is, where somebody looks."""
    return lambda done: click.echo(f"      {name}: {done} links hold so far", err=True)


def _said(name: str, found: chain.Verified) -> str:
    if found.broken is not None:
        return f"BAD   {name}: {found.broken.sentence} [{found.broken.kind}]"
    said = f"ok    {name}: {found.links} links hold, {found.heads} published heads agree"
    return f"{said}, {found.waiting} rows wait for their seal." if found.waiting else f"{said}."


@contextmanager
def _keeper() -> Iterator[installation.Keeper]:
    with _plainly(), installation.keeper(_settings().need("database_keeper")) as connection:
        yield connection


@contextmanager
def _plainly() -> Iterator[None]:
    """Whatever goes wrong is a sentence, and exit status 1."""
    try:
        yield
    except (Unusable, NotStarted, heads.Unreadable) as problem:
        raise click.ClickException(str(problem)) from problem
    except Refusal as refusal:
        english = gettext.translation("messages", Path(tenants.__file__).parent / "translations", ["en"], fallback=True)
        sentences = getattr(refusal, "fields", {}).values() or [refusal.message]
        said = " ".join(english.gettext(sentence) % refusal.values for sentence in sentences)
        raise click.ClickException(said) from refusal


def _settings() -> Settings:
    return Settings.read(os.environ)
