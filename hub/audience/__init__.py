"""Who can read this, to the last person and why; and looking as an external."""
