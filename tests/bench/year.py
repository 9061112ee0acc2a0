"""An office with a year of history: so many customers, and so many changed or new records a week, one commit each."""

import subprocess
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

from tests.bench.office import ROOT

LAST = date(2026, 11, 22)
WEEKS = 52
WEEK = timedelta(weeks=1)

_CHANNELS = ("visit", "inbound_call", "follow_up", "follow_up", "message", "show_flat")
_LEVELS = ("A", "B", "B", "C", "C", "D")
_JUDGED = ("motive", "area", "product", "price", "funds", "timing")
_PEOPLE = ("li-na", "wu-di", "sun-yue", "he-jingwen", "tang-liqun", "ouyang-qian")

Files = Mapping[str, str]


def make(folder: Path, customers: int, changes: int, seed: int = 7) -> Path:
    """Make the repository: first a commit with every customer and three contacts each, then one commit a week."""
    folder.mkdir(parents=True)
    draw = Random(seed)  # noqa: S311 - an office that is the same each time
    subprocess.run(["git", "init", "--quiet", "--initial-branch=main", str(folder)], check=True)
    importing = ["git", "-C", str(folder), "fast-import", "--quiet"]
    subprocess.run(importing, input=b"".join(_stream(customers, changes, draw)), check=True)
    subprocess.run(["git", "-C", str(folder), "reset", "--quiet", "--hard"], check=True)
    return folder


def _stream(customers: int, changes: int, draw: Random) -> Iterator[bytes]:
    start = LAST - timedelta(weeks=WEEKS)
    yield from _commit(start, _first(customers, start, draw))
    for week in range(WEEKS):
        monday = start + timedelta(days=1 + 7 * week)
        yield from _commit(monday + timedelta(days=6), dict(_week(customers, changes, monday, draw)))


def _commit(day: date, files: Files) -> Iterator[bytes]:
    seconds = int(datetime(day.year, day.month, day.day, 12, tzinfo=UTC).timestamp())
    yield b"commit refs/heads/main\ncommitter Li Na <li-na@example.com> %d +0800\ndata 6\nweekly\n" % seconds
    for path, text in files.items():
        data = text.encode()
        yield b"M 100644 inline %s\ndata %d\n%s\n" % (path.encode(), len(data), data)


def _first(customers: int, start: date, draw: Random) -> dict[str, str]:
    files = {name: (ROOT / name).read_text(encoding="utf-8") for name in ("rules.yaml", "office.yaml", "mkdocs.yml")}
    for number in range(customers):
        registered = start - timedelta(days=draw.randrange(20, 200))
        folder = f"customers/{_id(number)}"
        files[f"{folder}/customer.yaml"] = (
            f"name: 客户{number}\nphone: 100****{number:04d}\nconsultant: {_PEOPLE[number % len(_PEOPLE)]}\n"
            f"source: walk_in\nregistered: {registered}\nwants: {{purpose: upgrade, rooms: 3}}\n"
        )
        for day in (registered, *sorted(registered + timedelta(days=draw.randrange(1, 19)) for _ in range(2))):
            files |= [_contact(number, day, draw)]
    return files


def _week(customers: int, changes: int, monday: date, draw: Random) -> Iterator[tuple[str, str]]:
    for _change in range(changes):
        yield _contact(draw.randrange(customers), monday + timedelta(days=draw.randrange(6)), draw)


def _contact(number: int, day: date, draw: Random) -> tuple[str, str]:
    judged = ", ".join(f"{key}: {draw.choice(_LEVELS)}" for key in _JUDGED if draw.random() < 0.7)
    return f"customers/{_id(number)}/visits/{day}.yaml", (
        f"at: {day} {draw.randrange(9, 18):02d}:30\nchannel: {draw.choice(_CHANNELS)}\n"
        f"by: {_PEOPLE[number % len(_PEOPLE)]}\nnote: 看了三房，价格再谈，第 {draw.randrange(1000)} 次说到学校\n"
        f"judged: {{{judged}}}\n"
    )


def _id(number: int) -> str:
    return f"k{number:05d}"
