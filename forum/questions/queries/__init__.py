"""Reads of questions, advice, offers and requests: one module for each noun."""
