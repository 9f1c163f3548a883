"""A copy of what an organisation has in a group: a zip with an index, files and checksums."""
