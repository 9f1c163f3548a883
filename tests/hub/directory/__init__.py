"""The staff directory."""
