"""Tests of hub/posts."""
