"""Commands on stored ledgers: post, read, verify, export, import, fork."""
