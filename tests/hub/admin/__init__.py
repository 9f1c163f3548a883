"""Beheer: what an administrator decides, sees and ends, and who may not."""
