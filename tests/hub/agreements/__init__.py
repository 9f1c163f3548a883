"""Agreements between organisations, through the pages of Beheer."""
