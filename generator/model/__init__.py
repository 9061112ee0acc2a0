"""From plain values to typed, frozen records, office and rules."""
