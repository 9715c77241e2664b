"""The rules: commands in, events or a refusal out; pure, without I/O, clock, dice or framework."""
