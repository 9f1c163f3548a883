"""The product: what people of different organisations share, and the only place where everything is wired together."""
