"""The commands of lpip-eval, one module each: its arguments and what it prints."""
