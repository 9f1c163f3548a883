"""Tests of who is in a space."""
