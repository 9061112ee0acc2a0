"""What consultants write: everyday Chinese sentences with blanks, and how a note is made of them."""
