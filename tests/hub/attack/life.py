"""What people do in the places where somebody is not: write, come and go, rename, archive, let parties in."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO
from typing import Any
from uuid import uuid4

from werkzeug.test import TestResponse

from hub.kit.edge import Hub
from tests.world import World

SOON = (date.today() + timedelta(days=20)).isoformat()  # noqa: DTZ011


@dataclass(frozen=True)
class Place:
    """A space where life goes on, who is steward there, and who writes there."""

    key: str
    steward: str
    writer: str


GROUP, ROOM_A, ROOM_B = (
    Place("tender", "fatima", "sanne"),
    Place("kamer-a", "fatima", "karin"),
    Place("kamer-b", "sanne", "bas"),
)
Step = tuple[str, Callable[[], object]]


class Life:
    """What people do in the places where somebody is not."""

    def __init__(self, app: Hub, world: World) -> None:
        self.app, self.world = app, world

    def send(self, who: str, path: str, *, status: int = 303, **fields: object) -> TestResponse:
        """Send a form as somebody; it must be done, or nothing was tried."""
        browser = self.app.test_client()
        browser.set_cookie("plein", self.world[who].secret)
        answer = browser.post(path, data={**fields, "once": str(uuid4())})
        assert answer.status_code == status, (who, path, answer.status_code, answer.get_data(as_text=True)[-2000:])
        return answer

    def writing(self, at: Place) -> Iterator[Step]:
        """Messages, questions, answers, reactions, files; edited, accepted, deleted, put back."""
        world, url = self.world, f"/groepen/{self.world.spaces[at.key]}"
        item = {kind: world.items[f"{kind}-{at.key}"] for kind in ("bericht", "vraag", "antwoord", "stuk", "reactie")}
        yield "a message", lambda: self.send(at.writer, f"{url}/berichten", text="Iets nieuws elders.")
        yield "a question", lambda: self.send(at.writer, f"{url}/vragen", title="Iets gevraagd elders?")
        yield "an answer", lambda: self.send(at.steward, f"/vragen/{item['vraag']}/antwoorden", text="Een antwoord.")
        yield "accepted", lambda: self.send(at.writer, f"/antwoorden/{item['antwoord']}/accepteren")
        yield "a comment", lambda: self.send(at.steward, f"/items/{item['bericht']}/reactie", text="Een reactie.")
        yield "a thumb", lambda: self.send(at.steward, f"/reacties/{item['bericht']}", kind="useful")
        yield "a file", lambda: self.send(at.writer, f"{url}/documenten", files=(BytesIO(b"elders"), "elders.txt"))
        yield (
            "edited",
            lambda: self.send(at.writer, f"/items/{item['bericht']}/bewerken", title="Anders", text="Anders."),
        )
        yield "deleted", lambda: self.send(at.writer, f"/items/{item['reactie']}/verwijderen")
        yield "put back", lambda: self.send(at.writer, f"/items/{item['reactie']}/terugzetten")

    def people(self, at: Place) -> Iterator[Step]:
        """Members who come, get another role and go; externals invited, extended and ended."""
        world, space = self.world, self.world.spaces[at.key]
        url = f"/groepen/{space}"
        colleague = str(world["kees" if at.steward == "fatima" else "mehmet"].affiliation)
        guest: dict[str, Any] = {
            "role": "member",
            "access_until": SOON,
            "shown": "Elders Extern",
            "employer": "Elders BV",
        }
        yield "a member", lambda: self.send(at.steward, f"{url}/leden", affiliation=colleague, role="member")
        place = "SELECT id FROM plein.membership WHERE space_id = %s AND affiliation_id = %s"

        def at_colleague() -> str:
            return f"{url}/leden/{world.one(place, space, colleague)}"

        yield "a reader", lambda: self.send(at.steward, f"{at_colleague()}/rol", role="reader")
        yield "a member gone", lambda: self.send(at.steward, f"{at_colleague()}/stoppen")
        yield (
            "a guest",
            lambda: self.send(at.steward, f"{url}/uitnodigen", address=f"elders-{at.key}@elders.example", **guest),
        )

    def steering(self, at: Place) -> Iterator[Step]:
        """Another title and purpose, archived and awake again."""
        url = f"/groepen/{self.world.spaces[at.key]}"
        yield (
            "renamed",
            lambda: self.send(
                at.steward, f"{url}/bewerken", title=f"Elders heet anders {at.key}", purpose="Ook anders."
            ),
        )
        yield "archived", lambda: self.send(at.steward, f"{url}/archiveren")
        yield "read there", lambda: self.reads(at.steward, url)

    def reads(self, who: str, url: str) -> None:
        """Somebody looks around there."""
        browser = self.app.test_client()
        browser.set_cookie("plein", self.world[who].secret)
        for page in ("", "/vragen", "/documenten", "/leden", "/wie", "/organisaties", "/kamers"):
            assert browser.get(url + page).status_code in {200, 404}

    def group(self) -> Iterator[Step]:
        """What happens to the group alone: parties, rooms, its form."""
        world, execute = self.world, self.world.keeper.execute
        tender = world.spaces["tender"]
        at = {
            "group": tender,
            "oosterdiep": world.organisations["oosterdiep"],
            "landwijs": world.organisations["landwijs"],
        }
        party = (
            "INSERT INTO plein.party (group_id, organisation_id, role, reach, since)"
            " VALUES (%(group)s, %(oosterdiep)s, 'owner', 'all', plein.moment()),"
            " (%(group)s, %(landwijs)s, 'participant', 'named', plein.moment())"
        )
        yield (
            "proposed",
            lambda: self.send(
                "fatima",
                f"/groepen/{tender}/organisaties",
                domain="nergens.example",
                role="participant",
                reach="named",
                sure="1",
            ),
        )
        yield "new parties", lambda: execute(party, at)
        yield "a room", lambda: self.send("fatima", f"/groepen/{tender}/kamers", title="Kamer Drie", purpose="")
        yield "open", lambda: execute("UPDATE plein.space SET form = 'open' WHERE id = %s", (tender,))
        yield "findable", lambda: execute("UPDATE plein.space SET form = 'findable' WHERE id = %s", (tender,))
        yield (
            "an end date",
            lambda: execute("UPDATE plein.space SET ends_at = plein.moment() + '9 days' WHERE id = %s", (tender,)),
        )
        yield "closed", lambda: execute("UPDATE plein.space SET form = 'closed' WHERE id = %s", (tender,))
        yield (
            "a party gone",
            lambda: execute(
                "UPDATE plein.party SET until = plein.moment() WHERE group_id = %s AND organisation_id = %s",
                (tender, world.organisations["oosterdiep"]),
            ),
        )
