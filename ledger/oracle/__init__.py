"""A second opinion: a slow, separate model written from the rule text."""
