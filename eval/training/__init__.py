"""Training of small pair models (relevance, grounding). Not needed to run the assistant."""
