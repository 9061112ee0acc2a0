"""From bytes and history to plain values with positions; nothing here knows what a customer is."""
