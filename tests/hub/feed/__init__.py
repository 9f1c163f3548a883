"""Tests of hub/feed."""
