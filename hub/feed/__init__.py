"""The start page: what is new in all my spaces, and what waits for me."""
