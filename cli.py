"""Lets `python cli.py ...` be `walletsim ...` in a checkout."""

from ledger.cli.app import main

if __name__ == "__main__":
    main()
