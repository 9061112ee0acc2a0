"""`python -m generator.sample DIR --customers N --weeks W --seed S` writes an invented office of any size.

Without options it is the sample office at the top of this repository, byte for byte.
"""

import argparse
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from generator.sample.folder import write_office
from generator.sample.office import AS_OF, CUSTOMERS, SEED, WEEKS, make_office


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the files; customers/ of the folder is replaced, rules.yaml is added only where there is none."""
    parser = argparse.ArgumentParser(prog="python -m generator.sample", description="Write an invented sales office.")
    parser.add_argument("folder", metavar="DIR", type=Path)
    parser.add_argument("--customers", type=int, default=CUSTOMERS, help="number of customers (default %(default)s)")
    parser.add_argument("--weeks", type=int, default=WEEKS, help="weeks of history (default %(default)s)")
    parser.add_argument("--seed", type=int, default=SEED, help="another seed, another office (default %(default)s)")
    parser.add_argument("--as-of", type=date.fromisoformat, default=AS_OF, help="the last day (default %(default)s)")
    options = parser.parse_args(arguments)
    if options.customers < 1 or options.weeks < 1:
        parser.error("customers and weeks must be at least 1")
    files = make_office(options.seed, options.customers, options.weeks, options.as_of)
    write_office(options.folder, files)
    sys.stdout.write(f"{len(files)} files in {options.folder}\n")


if __name__ == "__main__":
    main()
