"""Plumbing that no feature owns."""
