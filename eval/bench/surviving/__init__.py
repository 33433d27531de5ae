"""What `python -m eval.bench crash` does to a library, and how it looks whether it survived."""
