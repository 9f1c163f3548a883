"""Beheer of the own people, over HTTP."""
