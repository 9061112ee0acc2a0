"""View models: what the pages and commands show, sorted, labelled and in the reader's language."""
