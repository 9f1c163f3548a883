"""A second opinion about access: the one rule and who may do what, in plain Python, compared with the database."""
