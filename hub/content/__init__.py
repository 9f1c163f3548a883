"""The spine of everything people share: text, author, owner, space, comments, reactions, deleting, bringing back."""
