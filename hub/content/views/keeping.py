"""Files of a form that is shown again, or kept for later: they wait with the own draft of its place."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import TypeVar, cast
from uuid import UUID

from flask import current_app, g, request
from flask_babel import gettext as _

from hub.content import service
from hub.content.schemas import (
    ALT_MAX,
    DRAFT_BODY_MAX,
    DRAFT_LABELS_MAX,
    DRAFT_NAME_MAX,
    DRAFT_TITLE_MAX,
    AltText,
)
from hub.content.service import MOST_ATTACHED, Beside, KeptDraft, KeptFile, NewAttachment, Room, SentFiles
from hub.kit import text
from hub.kit.drawing import size
from hub.kit.edge import Hub
from hub.kit.pages import actor, read, settings, takes_files
from hub.kit.uploads import Upload, sent_files, sorted_out
from tenants.errors import Conflict, Invalid

FIELD = "files"

View = TypeVar("View", bound=Callable[..., object])


def keeps_files(place: str, *, field: str = FIELD, most: int = MOST_ATTACHED) -> Callable[[View], View]:
    """Mark a view that takes files: when its form is shown again, they wait with the draft of this place.

    The argument of its route is what the draft is for. `field`: in which they come; `most`: so many wait.
    """

    def keep(**given: UUID) -> None:
        [thing_id] = given.values()
        keep_sent(place, thing_id, field=field, most=most)

    def mark(view: View) -> View:
        view.keeps = keep  # type: ignore[attr-defined]
        return takes_files(view)

    return mark


def sent_attachments(place: str, thing_id: UUID, *, field: str = FIELD) -> list[NewAttachment]:
    """The files that go with a text, or become documents: those that waited and were shown, and those that came now.

    `kept` names what was shown, `leave` what is left out of it; `alt-<id>` says what one of them shows, `alt-0` what
    the first of the new ones does, and so on. `way-<id>` and `way-0` say likewise in which folders a file lay; one that
    waits lay in several where they held the same file.
    """
    new = [
        NewAttachment(one.name, one.media_type, one.file, said(f"alt-{one.place}"), _way(one))
        for one in sent_files(field, required=False)
    ]
    waited = service.take_files(
        actor(), place=place, thing_id=thing_id, ids=_ids("kept"), storage=cast("Hub", current_app).storage
    )
    left = set(_ids("leave"))
    going = [
        replace(file, alt=said(f"alt-{one}") if f"alt-{one}" in request.form else file.alt, way=way)
        for one, file in waited.items()
        if one not in left
        for way in _ways(one)
    ]
    there = {(one.name, one.file.digest, one.way) for one in going}
    going += [one for one in new if (one.name, one.file.digest, one.way) not in there]
    if sum(one.file.size for one in going) > settings().upload_bytes:
        limit = size(settings().upload_bytes)
        raise Invalid({field: _("Samen zijn deze bestanden te groot: hoogstens %(limit)s.", limit=limit)})
    return going


def ways_of(waiting: Iterable[KeptFile]) -> Mapping[UUID, Sequence[str]]:
    """In which folders the files that wait lay where they came from, by what this form said; none of what lay loose."""
    sent: Sequence[Upload] = g.get("sent_new", ())
    lay = {
        one.id: list(dict.fromkeys([*_said_ways(one.id), *(_way(new) for new in sent if _is(one, new))]))
        for one in waiting
    }
    return {file_id: ways if any(ways) else [] for file_id, ways in lay.items()}


def _is(kept: KeptFile, new: Upload) -> bool:
    return (kept.name, kept.digest) == (new.name, new.file.digest)


def _way(new: Upload) -> str:
    return request.form.get(f"way-{new.place}", "")


def _said_ways(kept: UUID) -> list[str]:
    return request.form.getlist(f"way-{kept}")


def _ways(kept: UUID) -> list[str]:
    return list(dict.fromkeys(_said_ways(kept))) or [""]


def keep_sent(place: str, thing_id: UUID, *, field: str = FIELD, most: int = MOST_ATTACHED) -> None:
    """Let the files of a form that is shown again wait, with what was typed; what may not come in stays out."""
    new, refused = sorted_out(field)
    g.sent_new = new
    _say(field, next(iter(refused), ""))
    if not new and not _ids("kept"):
        return
    try:
        kept = _keep(place, thing_id, new, most)
    except Conflict as refusal:  # there are too many drafts: the form is shown with what was wrong with it
        _say(field, _(refusal.message))
    else:
        _say(field, no_room(kept))


def keep_all(place: str, thing_id: UUID) -> tuple[KeptDraft, str]:
    """Keep a draft with the files that came with it; and a sentence where one of them did not come in."""
    new, refused = sorted_out(FIELD)
    kept = _keep(place, thing_id, new, MOST_ATTACHED)
    return kept, next(iter(refused), "") or no_room(kept)


def no_room(kept: KeptDraft) -> str:
    """A sentence for files that find no room with a draft; '' when there are none."""
    if not kept.no_room:
        return ""
    names = ", ".join(kept.no_room)
    return _(
        "Er was geen plaats meer om dit bij je concept te bewaren: %(names)s. Kies het later opnieuw.", names=names
    )


def _keep(place: str, thing_id: UUID, new: list[Upload], most: int) -> KeptDraft:
    g.pop("drafts", None)
    g.pop("kept_files", None)
    of = settings()
    files = SentFiles(
        Room(of.upload_bytes, of.draft_bytes, most),
        [NewAttachment(one.name, one.media_type, one.file, _cut(f"alt-{one.place}")) for one in new],
        _ids("leave"),
        {one: _cut(f"alt-{one}") for one in _ids("kept") if f"alt-{one}" in request.form},
    )
    return service.keep_draft(
        actor(),
        place=place,
        thing_id=thing_id,
        title=text.line(request.form.get("title", ""))[:DRAFT_TITLE_MAX],
        body=text.written(request.form.get("text", ""))[:DRAFT_BODY_MAX],
        files=files,
        beside=_beside(),
    )


def _beside() -> Beside:
    """What a question's form says beside its text; other forms have none of it."""
    form = request.form
    has_labels = "labels" in form
    return Beside(
        labels=",".join(text.line(one) for one in form.getlist("label"))[:DRAFT_LABELS_MAX] if has_labels else None,
        typed_labels=text.line(form["labels"])[:DRAFT_LABELS_MAX] if has_labels else None,
        asked_for=text.line(form["voor"])[:DRAFT_NAME_MAX] if "voor" in form else None,
    )


def _say(field: str, sentence: str) -> None:
    there = g.get("errors", {})
    if sentence and field not in there:
        g.errors = {**there, field: sentence}


def said(field: str) -> str:
    """What a picture shows, by what this field of the form says."""
    found: str = read(AltText(), {"alt": request.form.get(field, "")})["alt"]
    return found


def _cut(field: str) -> str:
    """The same of a form that is not handled: what is too long waits shorter."""
    return text.line(request.form.get(field, ""))[:ALT_MAX]


def _ids(field: str) -> list[UUID]:
    """The files that a field names; what is no id names a file that is not there."""
    found = []
    for one in request.form.getlist(field):
        with suppress(ValueError):
            found.append(UUID(one))
            continue
        found.append(UUID(int=0))
    return found
