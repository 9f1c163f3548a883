"""Documents: files in a space, each with its versions; put in, read, renamed, followed by a new version, set back."""
