"""What comes in with a document besides its file."""

from hub.content.schemas import Sent, Written
from hub.kit.filenames import LONGEST
from tenants.errors import words

NOTE_MAX = 500


class NewVersion(Sent):
    """A new version; what changed may stay unsaid."""

    note = Written(
        most=NOTE_MAX, too_long=words("Deze toelichting is te lang. Gebruik hooguit 500 tekens."), one_line=True
    )


class Name(Sent):
    """Another name for a document."""

    name = Written(
        most=LONGEST,
        too_long=words("Deze naam is te lang. Gebruik hooguit 200 tekens."),
        empty=words("Vul een naam in."),
        one_line=True,
    )
