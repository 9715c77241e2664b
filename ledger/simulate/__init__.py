"""A ledger in a world that fails, made up from one number: every run can be had again."""
