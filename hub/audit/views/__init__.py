"""Pages of the log, its export, the own acts, and the isolation."""

from hub.audit.views import export, isolation, log
from hub.audit.views.edge import pages
from hub.audit.views.isolation import duties

__all__ = ["duties", "export", "isolation", "log", "pages"]
