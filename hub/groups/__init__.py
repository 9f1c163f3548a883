"""Groups and rooms: founding, parties, joining, members, and who can read along."""
