"""Parties over HTTP: proposing, agreeing, leaving, and what the group agreed on."""
