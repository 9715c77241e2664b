"""A second opinion: a slow, separate model written from the rule text, from nothing but history.

It shares the words and the dated values with the engine, and no rule: what it knows of people and
money it works out anew, for every question, from the plain list of what has happened.
"""
