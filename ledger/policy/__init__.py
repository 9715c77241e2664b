"""The policy book: dated, regional, sourced values, resolved to the terms of one command."""
