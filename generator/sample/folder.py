"""Writing an office into a folder."""

import shutil
from collections.abc import Mapping
from importlib.resources import files as resources
from pathlib import Path
from typing import Final

PRESET: Final = "g1.yaml"


def write_office(folder: Path, files: Mapping[str, str]) -> None:
    """Replace customers/ and office.yaml of the folder; it gets the default rules where it has none."""
    if (folder / "customers").is_dir():
        shutil.rmtree(folder / "customers")
    for path, text in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text.encode())
    if not (folder / "rules.yaml").exists():
        preset = resources("generator") / "presets" / PRESET
        (folder / "rules.yaml").write_bytes(preset.read_bytes())
