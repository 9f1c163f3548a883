"""What is done with documents when nobody asks."""

import logging
from typing import cast

from flask import current_app

from hub.kit.edge import Hub

_log = logging.getLogger(__name__)


def sweep() -> None:
    """Remove files that processes which are gone left half received."""
    swept = cast("Hub", current_app).storage.sweep()
    if swept:
        _log.warning("swept", extra={"files": swept})
