"""Beheer's frame: one organisation, its tabs, and what waits for its administrators. Features plug into it."""
