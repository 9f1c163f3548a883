"""What comes in with a question and an answer."""

from hub.content.schemas import Sent, body, title
from tenants.errors import words


class Ask(Sent):
    """A question: its title says it, its text explains it and may be empty."""

    title = title(words("Stel je vraag in één zin."))
    text = body()


class Answer(Sent):
    """An answer."""

    text = body(words("Schrijf eerst je antwoord."))
