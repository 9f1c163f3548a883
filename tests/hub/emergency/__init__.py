"""Emergency access, as administrators, stewards and members meet it."""
