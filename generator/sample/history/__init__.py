"""The sample office as a git history: who wrote what down, and when, over the weeks of the simulation."""

from generator.sample.history.commits import Commit, make_history
from generator.sample.history.repository import write_repository

__all__ = ["Commit", "make_history", "write_repository"]
