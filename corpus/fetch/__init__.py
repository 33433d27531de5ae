"""Fetching publications over the network: checked, polite, bounded. Start at `fetcher.py`."""
