"""How the product says no. A Refusal carries words for a person; which page that becomes is the edge's affair."""

from collections.abc import Mapping


def words(text: str) -> str:
    """Marks a Dutch sentence for translation; the edge translates it when it is shown."""
    return text


class Refusal(Exception):
    """Says no. `message` is a Dutch sentence (a msgid), `values` fill its placeholders."""

    default = words("Dat kan niet.")

    def __init__(self, message: str = "", **values: object) -> None:
        """Take the sentence, or the kind's own."""
        super().__init__(message or self.default)
        self.message = message or self.default
        self.values = values


class Missing(Refusal):
    """Not there, or not for you: the same to whoever asks (404)."""

    default = words("Deze pagina bestaat niet, of je mag hem niet zien.")


class Forbidden(Refusal):
    """There, and you may see it, but not do this (403)."""

    default = words("Dat mag je hier niet doen.")


class Conflict(Refusal):
    """You may, but not as things stand now (409)."""

    default = words("Dat kan nu niet meer: er is intussen iets veranderd.")


class Invalid(Refusal):
    """Something in what was sent is wrong (422 on a page, 400 in the API). `fields`: a sentence beside each field."""

    default = words("Er klopt iets nog niet. Kijk bij de velden hieronder.")

    def __init__(self, fields: Mapping[str, str], message: str = "", **values: object) -> None:
        """Take the sentences by field; the field '' is the form as a whole."""
        super().__init__(message, **values)
        self.fields = dict(fields)
