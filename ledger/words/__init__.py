"""What every layer speaks: money, moments, regions, kin and account names."""
