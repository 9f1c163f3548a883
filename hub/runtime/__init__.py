"""What runs Plein on a machine of its own: embedded PostgreSQL and Valkey, the demo, the local mailbox."""
