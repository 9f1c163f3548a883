"""The lists of Beheer and the acts on many of their rows."""
