"""Tables in and out: what a spreadsheet or a text file says becomes records, and records become tables."""
