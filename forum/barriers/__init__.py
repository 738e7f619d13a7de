"""The core loop: a barrier is reported, others say it affects them, the council answers, the groups confirm."""
