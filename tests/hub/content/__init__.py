"""Tests of hub/content."""
