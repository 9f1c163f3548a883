"""Externals: invited, let in, extended, warned, ended; and who may not."""
