"""Who can read what, and looking as an external, through HTTP."""
