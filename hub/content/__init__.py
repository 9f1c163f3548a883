"""The spine of everything people share: item, text, author, owner, space, comments, reactions, deleting and bringing back."""
