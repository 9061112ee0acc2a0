"""The changes of one ISO week: by cause, by customer, by author, each with its commits (issue 3, section 4)."""
