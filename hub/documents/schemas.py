"""What comes in with a document besides its file."""

from marshmallow import fields

from hub.content.schemas import Sent, Written
from hub.kit.filenames import LONGEST
from tenants.errors import words

NOTE_MAX = 500


class NewVersion(Sent):
    """A new version, and the newest when this was begun; what changed may stay unsaid."""

    based_on = fields.Integer(load_default=None, allow_none=True)

    note = Written(
        most=NOTE_MAX, too_long=words("Deze toelichting is te lang. Gebruik hooguit 500 tekens."), one_line=True
    )


class Name(Sent):
    """A name for a document or a folder, and the one that it had when this was begun."""

    based_on = Written(most=LONGEST, too_long=words("Deze naam is te lang. Gebruik hooguit 200 tekens."), one_line=True)

    name = Written(
        most=LONGEST,
        too_long=words("Deze naam is te lang. Gebruik hooguit 200 tekens."),
        empty=words("Vul een naam in."),
        one_line=True,
    )
