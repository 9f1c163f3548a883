"""Migrations of the database, run as the keeper; they import no application code."""
