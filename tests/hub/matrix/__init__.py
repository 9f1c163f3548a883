"""Every route x every person x ids that the person may not see, generated from the URL map."""
