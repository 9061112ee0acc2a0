import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

import pytest

from generator.sample.folder import write_office
from generator.sample.office import AS_OF, make_office


@dataclass
class Served:
    """A running `fenji serve`: its office, its port, its process and the file that holds what it says."""

    root: Path
    port: int
    process: "subprocess.Popen[bytes]"
    said: Path

    def get(self, path: str, host: str | None = None) -> tuple[int, str]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request("GET", path, headers={"Host": host} if host else {})
        response = connection.getresponse()
        return response.status, response.read().decode()

    def until(self, done: Callable[[], bool]) -> None:
        end = time.monotonic() + 120
        while not done():
            assert self.process.poll() is None, self.said.read_text()
            assert time.monotonic() < end, self.said.read_text()
            time.sleep(0.1)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def command(root: Path, port: int) -> list[str]:
    return [sys.executable, "-m", "generator", "-C", str(root), "--lang", "en", "serve", "--port", str(port)]


def heeding_interrupts() -> None:
    """Undo what a background job inherits from its shell: that Ctrl-C means nothing."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    root, port, said = tmp_path / "office", free_port(), tmp_path / "said"
    write_office(root, make_office(5, 6, 6, AS_OF))
    with (
        said.open("wb") as err,
        subprocess.Popen(command(root, port), stdout=err, stderr=err, preexec_fn=heeding_interrupts) as process,  # noqa: PLW1509 - nothing else runs yet
    ):
        served = Served(root, port, process, said)
        served.until(lambda: "follows every change" in said.read_text())
        yield served
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=60) == 0
    assert "Traceback" not in said.read_text()


def test_the_site_follows_records_and_keeps_standing_when_one_is_broken(served: Served) -> None:
    status, page = served.get("/index.html")
    assert (status, "livereload" in page) == (200, True)
    record = min(served.root.glob("customers/**/customer.yaml"))
    address = f"/customers/{record.parent.name}.html"
    text = record.read_text(encoding="utf-8")
    assert "欧阳" not in served.get(address)[1]

    record.write_text(re.sub("(?m)^name: .*$", "name: 欧阳修", text), encoding="utf-8")
    served.until(lambda: "欧阳" in served.get(address)[1])

    record.write_text("name: [\n", encoding="utf-8")
    served.until(lambda: re.search(r"customer\.yaml:\d+:\d+: error", served.said.read_text()) is not None)
    assert "欧阳" in served.get(address)[1]

    record.unlink()
    shutil.rmtree(record.parent)
    served.until(lambda: served.get(address)[0] == 404)
    (served.root / "site_templates/pages").mkdir(parents=True)
    (served.root / "site_templates/pages/quality.html.j2").write_text("<div>ours</div>")
    served.until(lambda: "ours" in served.get("/quality.html")[1])


def test_only_this_machine_is_answered(served: Served) -> None:
    assert served.get("/index.html", f"localhost:{served.port}")[0] == 200
    assert served.get("/index.html", f"evil.example:{served.port}") == (403, "403 Forbidden")
    assert served.get("/../../office.yaml")[0] == 404
    assert served.get("/%2e%2e/%2e%2e/office.yaml")[0] == 404
    with socket.socket() as other:
        other.settimeout(5)
        assert other.connect_ex(("127.0.0.2", served.port)) != 0


def test_a_taken_port_is_a_message(tmp_path: Path) -> None:
    root = tmp_path / "office"
    write_office(root, make_office(5, 2, 4, AS_OF))
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = subprocess.run(
            command(root, port), capture_output=True, text=True, check=False, env=os.environ, timeout=120
        )
    assert done.returncode == 2
    assert f"The port {port} can't be used" in done.stderr
    assert "Traceback" not in done.stderr
