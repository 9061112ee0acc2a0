"""The sample office, built once."""

import os
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from generator.grade.office import judge
from generator.model.snapshot import snapshot
from generator.read.folder import working_tree
from generator.site.build import build
from generator.site.order import Order
from generator.texts import Language
from tests.tools.screenshots import AS_OF, ROOT
from tests.tools.window import kinds, serving


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("office")
    shutil.copytree(ROOT / "customers", folder / "customers")
    for name in ("office.yaml", "rules.yaml", "mkdocs.yml"):
        shutil.copy(ROOT / name, folder)
    return folder


@pytest.fixture(scope="session")
def site(office: Path) -> Path:
    order = Order(office, "云溪府", AS_OF, Language.ZH, keep_going=False, environment=os.environ)
    built = build(order, lambda: snapshot(working_tree(office)))
    assert built.site is not None, built
    return built.site


@pytest.fixture(scope="session")
def paths(office: Path) -> Mapping[str, str]:
    return kinds(judge(snapshot(working_tree(office)), AS_OF))


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    with serving(site) as address:
        yield address
