"""Tests of the ground floor: who may see and do what, in a real PostgreSQL."""
