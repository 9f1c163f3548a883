"""The tests; `world.py` is the cast that they share."""
