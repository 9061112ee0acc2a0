"""`fenji build` as people run it, on a small office with real records."""

import fcntl
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest

from generator.sample.folder import write_office
from generator.sample.office import AS_OF, make_office
from tests.site.handmade import files, html
from tests.site.test_zensical import zensical

FENJI = (sys.executable, "-m", "generator", "--lang", "en", "build")


def build(root: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command in the office's folder."""
    return subprocess.run(
        [*FENJI, *arguments], cwd=root, env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office with its published site; tests that change it take a copy."""
    root = tmp_path_factory.mktemp("office")
    write_office(root, make_office(5, 12, 8, AS_OF))
    done = build(root)
    assert done.returncode == 0, done.stderr
    return root


@pytest.fixture
def office(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built, tmp_path / "office", symlinks=True))


def first_customer(root: Path) -> Path:
    return min(root.glob("customers/**/customer.yaml"))


def in_build(root: Path) -> list[str]:
    return sorted(path.name for path in (root / "build").iterdir())


def test_an_office_without_mkdocs_yml_gets_the_ordinary_site(built: Path) -> None:
    assert not (built / "mkdocs.yml").exists()
    assert {"index.html", "rules.html", "approvals.html", "quality.html", "consultants/index.html"} <= set(
        html(built / "build/site")
    )
    assert sorted(path.name for path in built.iterdir()) == ["build", "customers", "office.yaml", "rules.yaml"]
    assert in_build(built) == [".cache", ".lock", "docs", "mkdocs.log", "mkdocs.yml", "site"]


def test_a_second_build_changes_nothing_and_other_surroundings_give_the_same_bytes(office: Path) -> None:
    before = files(office / "build/site")
    done = build(office, TZ="America/New_York", PYTHONHASHSEED="7", LC_ALL="C")
    assert "0 files changed" in done.stderr
    assert files(office / "build/site") == before


def test_a_build_from_nothing_equals_a_rebuild_after_a_change(office: Path, tmp_path: Path) -> None:
    record = first_customer(office)
    record.write_text(record.read_text(encoding="utf-8").replace("source: ", "source:  "), encoding="utf-8")
    customer = next(folder for folder in office.glob("customers/**/visits"))
    shutil.rmtree(customer.parent)
    assert build(office).returncode == 0
    fresh = tmp_path / "fresh"
    fresh.mkdir()
    for name in ("customers", "office.yaml", "rules.yaml"):
        source = office / name
        shutil.copytree(source, fresh / name) if source.is_dir() else shutil.copy(source, fresh / name)
    assert build(fresh).returncode == 0
    assert files(fresh / "build/site") == files(office / "build/site")
    assert f"customers/{customer.parent.name}.html" not in html(office / "build/site")


def test_errors_in_records_stop_the_build_and_keep_the_old_site(office: Path) -> None:
    before = files(office / "build/site")
    record = first_customer(office)
    record.write_text(record.read_text(encoding="utf-8") + "shoe_size: 42\n", encoding="utf-8")
    done = build(office)
    assert done.returncode == 1
    assert re.search(rf"^{re.escape(record.relative_to(office).as_posix())}:\d+:\d+: error ", done.stderr, re.MULTILINE)
    assert "--keep-going" in done.stderr
    assert files(office / "build/site") == before
    done = build(office, "--keep-going")
    assert done.returncode == 0
    assert "shoe_size" in done.stderr
    assert f"customers/{record.parent.name}.html" not in html(office / "build/site")


@pytest.mark.parametrize("name", ["office.yaml", "rules.yaml"])
def test_without_a_usable_office_or_rules_even_keep_going_stops(office: Path, name: str) -> None:
    (office / name).write_text("- nothing\n")
    done = build(office, "--keep-going")
    assert done.returncode == 1
    assert f"{name}:1:1: error" in done.stderr
    assert "Traceback" not in done.stderr


def test_what_mkdocs_complains_about_is_said_with_the_log(office: Path) -> None:
    before = files(office / "build/site")
    config = (office / "build/mkdocs.yml").read_text(encoding="utf-8").replace("docs_dir: docs", "docs_dir: build/docs")
    (office / "mkdocs.yml").write_text(
        config.replace("site_dir: site", "site_dir: build/site").replace(
            "  - rules.md", "  - rules.md\n  - nowhere.md"
        ),
        encoding="utf-8",
    )
    done = build(office)
    assert done.returncode == 1
    assert "MkDocs could not build the site; the old one still stands" in done.stderr
    assert "nowhere.md" in done.stderr
    assert str(Path("build/mkdocs.log")) in done.stderr
    assert files(office / "build/site") == before


def test_own_templates_win(office: Path) -> None:
    (office / "site_templates/pages").mkdir(parents=True)
    (office / "site_templates/pages/quality.html.j2").write_text(
        '<div class="fj-page"><h1>Ours {{ view|length if false else 1 }}</h1></div>'
    )
    assert build(office).returncode == 0
    assert "<h1>Ours 1</h1>" in (office / "build/site/quality.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "fault", ["{% if %}", "{{ view.nosuch }}", "{{ nosuch }}", "{% include 'nosuch.j2' %}", "{{ 1 + 'a' }}"]
)
def test_a_broken_template_keeps_the_old_site_and_is_named(office: Path, fault: str) -> None:
    before = files(office / "build/site")
    (office / "site_templates/pages").mkdir(parents=True)
    (office / "site_templates/pages/quality.html.j2").write_text(f"line\n{fault}\n")
    done = build(office)
    assert done.returncode == 2
    assert "pages/quality.html.j2:2" in done.stderr
    assert "Traceback" not in done.stderr
    assert files(office / "build/site") == before


class Links(HTMLParser):
    """The addresses that a page leads to, and the places in it that an address may name."""

    def __init__(self) -> None:
        super().__init__()
        self.to: list[str] = []
        self.places: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - the library's
        for name, value in attrs:
            if name in {"href", "src", "action"} and value:
                self.to.append(value)
            if name == "id" and value:
                self.places.add(value)


def test_every_link_within_the_site_leads_somewhere(built: Path) -> None:
    site = built / "build/site"
    parsed = {}
    for name in html(site):
        parsed[name] = Links()
        parsed[name].feed((site / name).read_text(encoding="utf-8"))
    dead = []
    for name, links in parsed.items():
        for link in links.to:
            address = urlsplit(urljoin(f"//site/{name}", link))
            target = unquote(address.path).lstrip("/") or "index.html"
            if address.netloc != "site":
                continue
            if not (site / target).is_file() or (
                address.fragment and unquote(address.fragment) not in parsed[target].places
            ):
                dead.append(f"{name}: {link}")
    assert dead == []
    assert sum(len(links.to) for links in parsed.values()) > 800


def test_no_customer_is_in_the_search_index_of_either_builder_and_both_make_the_same_pages(
    office: Path, tmp_path: Path
) -> None:
    index = json.loads((office / "build/site/search/search_index.json").read_text(encoding="utf-8"))
    found = {entry["location"].partition("#")[0] for entry in index["docs"]}
    assert {page for page in found if page.startswith("customers/")} == {"customers/index.html"}
    assert {"index.html", "rules.html", "approvals.html", "quality.html", "consultants/index.html"} <= found
    other = tmp_path / "zensical"
    shutil.copytree(office / "build/docs", other / "docs")
    shutil.copy(office / "build/mkdocs.yml", other)
    zensical(other)
    assert html(other / "site") == html(office / "build/site")
    for page in (office / "build/docs").rglob("*.md"):
        content = page.read_text(encoding="utf-8").partition("-->\n")[2].strip()
        built = page.relative_to(office / "build/docs").with_suffix(".html")
        assert content in (office / "build/site" / built).read_text(encoding="utf-8")
        assert content in (other / "site" / built).read_text(encoding="utf-8")
    items = json.loads((other / "site/search.json").read_text(encoding="utf-8"))["items"]
    found = {item["location"].partition("#")[0] for item in items}
    assert {page for page in found if page.startswith("customers/")} == {"customers/index.html"}


def wait_for(what: Callable[[], bool], process: "subprocess.Popen[bytes] | None" = None) -> None:
    end = time.monotonic() + 120
    while not what():
        assert process is None or process.poll() is None, "the build ended before that"
        assert time.monotonic() < end
        time.sleep(0.002)


def nobody_holds(lock: Path) -> bool:
    with lock.open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
    return True


@pytest.mark.parametrize("moment", ["started", "writing pages", "building", "half built", "nearly done"])
def test_a_killed_build_leaves_the_old_site_and_the_next_one_tidies_up(office: Path, moment: str) -> None:
    record = first_customer(office)
    record.write_text(
        record.read_text(encoding="utf-8").replace("registered: 2026-", "registered: 2025-"), encoding="utf-8"
    )
    shutil.rmtree(office / "build/docs")
    site, fresh = office / "build/site", office / "build/.site-new"
    before, last = files(site), office / "site_templates/pages/missing.html.j2"
    last.parent.mkdir(parents=True)
    last.write_text("{% for _number in range(10 ** 12) %}{% endfor %}")  # a whole site is never published
    moments: dict[str, Callable[[], bool]] = {
        "started": lambda: True,
        "writing pages": (office / "build/docs").exists,
        "building": fresh.exists,
        "half built": (fresh / "customers").exists,
        "nearly done": (fresh / "search/search_index.json").exists,
    }
    process = subprocess.Popen([*FENJI], cwd=office, stderr=subprocess.DEVNULL, start_new_session=True)
    wait_for(moments[moment], process)
    os.killpg(process.pid, signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL
    wait_for(
        lambda: nobody_holds(office / "build/.lock")
    )  # its programs were killed as well, and may die later than it
    assert files(site) == before
    shutil.rmtree(office / "site_templates")
    done = build(office)
    assert done.returncode == 0, done.stderr
    assert in_build(office) == [".cache", ".lock", "docs", "mkdocs.log", "mkdocs.yml", "site"]
    assert files(site) != before


def test_while_mkdocs_of_a_killed_build_still_runs_the_next_build_waits_its_turn(office: Path) -> None:
    before = files(office / "build/site")
    process = subprocess.Popen([*FENJI], cwd=office, stderr=subprocess.DEVNULL)
    wait_for((office / "build/.site-new").exists)
    process.kill()
    process.wait()
    done = build(office)
    assert (done.returncode, "Another build" in done.stderr) in {(2, True), (0, False)}
    wait_for(lambda: build(office).returncode == 0)
    assert files(office / "build/site") == before
    assert ".site-new" not in in_build(office)


def test_two_builds_at_once_one_is_told_to_wait(office: Path) -> None:
    with subprocess.Popen([*FENJI], cwd=office, stderr=subprocess.PIPE) as first:
        wait_for((office / "build/.site-new").exists, first)
        first.send_signal(signal.SIGSTOP)  # or it might be done before the second has begun
        second = build(office)
        first.send_signal(signal.SIGCONT)
        assert second.returncode == 2
        assert "Another build is writing to" in second.stderr
        first.communicate()
        assert first.returncode == 0
