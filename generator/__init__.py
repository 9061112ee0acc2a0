"""fenji (分级): the grades of a sales office's customers, derived from its records and rules."""

__version__ = "0.1.0"
