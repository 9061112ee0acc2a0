"""An office in a repository, and a folder of programs for PATH."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.site.configuration import configuration
from generator.texts import Language, translator
from tests.offices import CUSTOMER, OFFICE, RULES, VISIT
from tests.pipelines.running import fenji_in
from tests.repositories import commit


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    """A folder of PATH with fenji in it."""
    fenji_in(tmp_path / "bin")
    return tmp_path / "bin"


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """An office without errors or warnings, in a repository of its own."""
    folder = tmp_path / "office"
    files = {
        "office.yaml": OFFICE,
        "rules.yaml": RULES,
        "customers/7k3qf/customer.yaml": CUSTOMER,
        "customers/7k3qf/visits/2026-11-12.yaml": VISIT,
        "mkdocs.yml": configuration("云溪府", Language.ZH, translator("zh")),
        ".gitignore": "/build/\n",
    }
    commit(folder, files)
    return folder
