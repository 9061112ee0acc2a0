"""Whose customer is whose, day by day: ownership, protection, the duty roster (domain P1–P9, F10)."""
