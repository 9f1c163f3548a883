"""The product in a real browser (`make test-browser`)."""
