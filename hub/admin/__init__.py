"""Beheer: what an administrator of an organisation decides, sees and ends; never content."""
