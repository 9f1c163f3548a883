"""An organisation's own people: who works here, since when and until when, through which logins."""
