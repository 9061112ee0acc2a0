"""The plan: what a change of the repository means, for the person who reviews it (design section 1)."""
