"""What readers see: folds of events into statements, allowances, clearing and run reports."""
