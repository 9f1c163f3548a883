"""Tests of hub/questions."""
