"""Candidate rules beside the published ones: the run over past weeks, its data, its words."""
