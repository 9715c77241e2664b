"""A stored ledger in the formats of others: JSON lines, CSV, Parquet, hledger and Beancount."""
