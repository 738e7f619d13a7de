"""What can be chosen in a field; it lives in forum.web.choices, for every feature."""

from __future__ import annotations

from forum.web.choices import SelectChoice, choices, label_of, values

__all__ = ["SelectChoice", "choices", "label_of", "values"]
