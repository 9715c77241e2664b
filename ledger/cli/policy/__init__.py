"""Commands about the policy book."""
