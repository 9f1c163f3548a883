"""What comes in with a message."""

from hub.content.schemas import Sent, body, title
from tenants.errors import words


class NewPost(Sent):
    """A message; its title may be empty."""

    title = title()
    text = body(words("Schrijf eerst je bericht."))
