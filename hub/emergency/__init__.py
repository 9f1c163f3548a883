"""Emergency access ("glas breken"): an administrator reads along for a few hours, when others agree, and all know."""
