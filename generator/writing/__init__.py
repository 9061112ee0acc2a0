"""From what somebody says to a record in its file: drawn up, checked, and written so that nothing is ever lost."""
