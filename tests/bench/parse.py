"""The yardstick: `python -m tests.bench.parse DIR` only parses an office's files with PyYAML's C loader."""

import sys
from pathlib import Path

import yaml


def main(folder: Path) -> int:
    """Parse every YAML file below `folder`/customers, and rules.yaml and office.yaml; return the number of files."""
    files = [folder / "office.yaml", folder / "rules.yaml", *sorted((folder / "customers").rglob("*.yaml"))]
    for file in files:
        yaml.load(file.read_bytes(), Loader=yaml.CSafeLoader)
    return len(files)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
