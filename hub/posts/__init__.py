"""Messages in a space, with what people say to them."""
