"""One reader per format: file → Document. No word of the domain lives here."""
