"""The command line: arguments → one of the steps below → a format.

The only place that knows click, the clock and the environment.
"""
