"""The audit log of an organisation: sealed, read, searched and exported; and whether the fences of the database stand."""
