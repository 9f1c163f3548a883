"""Who you are: signing in at an organisation's own provider, sessions, and signing out."""
