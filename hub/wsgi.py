"""What a WSGI server serves: `granian --interface wsgi hub.wsgi:app`."""

import os
import sys

from hub.app import create_app
from hub.kit import log
from hub.runtime.fences import refuse_unsafe
from hub.settings import Settings, Unusable

log.configure()
try:
    settings = Settings.read(os.environ)
    refuse_unsafe(settings)
    app = create_app(settings)
except Unusable as unusable:
    sys.exit(str(unusable))
