"""The audit log and the isolation."""
