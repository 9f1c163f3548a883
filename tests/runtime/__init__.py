"""Tests of what runs Plein: launchers, queue, mail, settings, health."""
