"""Ranking measured on public sets: documents for a query, sentences for a question."""
