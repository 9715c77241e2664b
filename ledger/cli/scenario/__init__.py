"""Commands about scenario files: check, replay, freeze, logs."""
