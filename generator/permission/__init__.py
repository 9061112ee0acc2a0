"""Who may change what: the files of a change, judged by the rights that its author had before it."""
