"""Tests about the code itself: what nobody has to remember."""
