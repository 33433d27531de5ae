"""Small trained models, each with its figures in the card, README.md."""
