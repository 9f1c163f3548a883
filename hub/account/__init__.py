"""What a person chooses for itself: language, light or dark, and as whom of the own affiliations it works now."""
