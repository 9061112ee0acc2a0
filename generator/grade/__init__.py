"""Records × rules → facts → levels → grade → history of moves (design sections 3 and 4)."""
