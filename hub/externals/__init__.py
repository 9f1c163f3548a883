"""Externals: invited into one group or room by a sponsor, until a date; extended, warned, ended."""
