"""Files and words for people: YAML with positions, problems with carets, labels."""
