"""Stories: a file becomes steps, and steps become a verified run."""
