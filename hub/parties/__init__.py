"""Parties as equals: which organisations are in a group, what they agree to together, and how one leaves."""
