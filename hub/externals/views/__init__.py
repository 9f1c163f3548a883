"""Pages about externals: inviting, the invited person's own, the sponsor's, and terms of use."""

from hub.externals.views import invited, inviting, sponsoring, terms
from hub.externals.views.edge import pages

__all__ = ["invited", "inviting", "pages", "sponsoring", "terms"]
