"""What a WSGI server serves: `granian --interface wsgi hub.wsgi:app`."""

import os
import sys

from hub.app import create_app
from hub.kit import log
from hub.settings import Settings, Unusable

log.configure()
try:
    app = create_app(Settings.read(os.environ))
except Unusable as unusable:
    sys.exit(str(unusable))
