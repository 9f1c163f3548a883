"""An organisation's audit log: sealed, read and exported; and whether the fences of the database stand."""
