"""Agreements between organisations: what may cross between them, for as long as all of them want it."""
