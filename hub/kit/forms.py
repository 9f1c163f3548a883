"""What forms of several features check alike: that mail can go to an address."""

import re
from collections.abc import Callable

from marshmallow import ValidationError

# The address that mail can go to: a dot-atom (RFC 5322, section 3.4.1) and a domain of at least two labels, in ASCII.
_ATOM, _LABEL = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+", r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ADDRESS = re.compile(rf"(?=.{{1,64}}@){_ATOM}(?:\.{_ATOM})*@{_LABEL}(?:\.{_LABEL})+")


def mail_address(sentence: str) -> Callable[[str], None]:
    """A check for a field: one mail address that mail can go to, else this sentence."""

    def check(value: str) -> None:
        if not _ADDRESS.fullmatch(value.strip()):
            raise ValidationError(sentence)

    return check
