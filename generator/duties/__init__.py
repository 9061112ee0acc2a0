"""Follow-up duties (F1-F11, K3): from grades, records and the calendar to what is due, late, done or void."""
