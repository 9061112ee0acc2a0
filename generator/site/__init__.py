"""View models → pages → the published site."""
