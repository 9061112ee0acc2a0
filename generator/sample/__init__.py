"""An invented sales office: a seeded simulation of its customers, written as the records of a data repository."""

from generator.sample.office import AS_OF, CUSTOMERS, SEED, WEEKS, make_office

__all__ = ["AS_OF", "CUSTOMERS", "SEED", "WEEKS", "make_office"]
