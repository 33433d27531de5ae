"""Does the cited text support the claim? Checked before anyone sees it."""
