"""Training of the small models that `assistant/models` carries. Not needed to run the assistant."""
