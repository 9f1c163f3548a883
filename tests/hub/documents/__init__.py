"""Documents, over HTTP, as each person of the cast."""
