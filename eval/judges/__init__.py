"""Judges of (premise, claim) pairs, and how far each agrees with people."""
