"""Groups over HTTP: who sees which, founding, members, parties, and the mails about them."""
