"""Pages about externals: inviting, the invited person's and the external's own, the sponsor's, and terms of use."""

from hub.externals.views import invited, inviting, own, sponsoring, terms, vouching
from hub.externals.views.edge import pages

__all__ = ["invited", "inviting", "own", "pages", "sponsoring", "terms", "vouching"]
