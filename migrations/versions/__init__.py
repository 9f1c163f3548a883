"""Every migration, numbered in the order in which they run."""
