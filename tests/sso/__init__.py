"""Signing in: the hub against an honest provider, a hostile one, and its own."""
