"""Random edits of a small office: of records, rules, people, templates, configuration, of the day and the program."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random

from tests.repositories import commit, dated

NAMES = ("王建国", "李小红先生", "欧阳娜娜", "Smith", "赵 <b>四</b>", "钱{{ 七 }}")
PAGES = ("customer", "consultant", "week", "home", "customers", "gone")


@dataclass
class World:
    """An office and what surrounds it: the day, the version of the program, and what has been edited so far."""

    root: Path
    as_of: date
    version: int
    draw: Random

    def customers(self) -> list[Path]:
        return sorted(path.parent for path in self.root.glob("customers/**/customer.yaml"))

    def some(self) -> Path:
        return self.draw.choice(self.customers())

    def replace(self, file: Path, pattern: str, text: str) -> None:
        before = file.read_text(encoding="utf-8")
        file.write_text(re.sub(pattern, lambda _match: text, before, count=1, flags=re.MULTILINE), encoding="utf-8")

    def add(self, folder: Path, kind: str, text: str) -> None:
        path = folder / kind / f"new-{self.draw.randrange(10**6)}.yaml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def day(self) -> date:
        return self.as_of - timedelta(days=self.draw.randrange(20))


def rename_customer(world: World) -> None:
    world.replace(world.some() / "customer.yaml", "^name: .*$", f'name: "{world.draw.choice(NAMES)}"')


def add_visit(world: World) -> None:
    level, channel = world.draw.choice("ABCD"), world.draw.choice(("visit", "follow_up", "message"))
    told = f"note: 再看了样板房 {world.draw.choice(NAMES)} 13812345678\njudged: {{price: {level}, funds: A}}\n"
    world.add(world.some(), "visits", f"at: {world.day()}\nchannel: {channel}\nby: li-na\n{told}")


def drop_visit(world: World) -> None:
    if visits := sorted(world.root.glob("customers/**/visits/*.yaml")):
        world.draw.choice(visits).unlink()


def add_customer(world: World) -> None:
    copied, name = world.some(), f"z{world.draw.randrange(10**6)}"
    shutil.copytree(copied, copied.parent / name)


def drop_customer(world: World) -> None:
    if len(world.customers()) > 4:
        shutil.rmtree(world.some())


def close_customer(world: World) -> None:
    file = world.some() / "customer.yaml"
    if "closed:" not in file.read_text(encoding="utf-8"):
        with file.open("a", encoding="utf-8") as open_file:
            open_file.write(f"closed: {{on: {world.day()}, reason: lost}}\n")


def merge_customers(world: World) -> None:
    into = world.some().name
    text = f"at: {world.day()}\nby: chen-wei\nkind: merge\nto: {into}\nreason: 同一个人\n"
    world.add(world.some(), "decisions", text)


def hand_over(world: World) -> None:
    text = f"at: {world.day()}\nby: chen-wei\nkind: transfer\nto: wu-di\nreason: 离职\n"
    world.add(world.some(), "decisions", text)


def sell(world: World) -> None:
    world.add(world.some(), "deals", f"at: {world.day()}\nstage: subscribed\nunit: 3-1201\namount: 318.5\n")


def refer(world: World) -> None:
    file = world.some() / "customer.yaml"
    world.replace(file, "^referrer: .*\n", "")
    world.replace(file, "^source: .*$", f"source: referral\nreferrer: {world.some().name}")


def break_record(world: World) -> None:
    if visits := sorted(world.root.glob("customers/**/visits/*.yaml")):
        world.draw.choice(visits).write_text("channel: [\n", encoding="utf-8")


def change_rules(world: World) -> None:
    days = world.draw.randrange(3, 30)
    pattern, text = world.draw.choice(
        ((r"after_days: \d+", f"after_days: {days}"), (r"every_days: \d+", f"every_days: {days}"))
    )
    world.replace(world.root / "rules.yaml", pattern, text)


def change_office(world: World) -> None:
    edits = (
        ("^name: .*$", f"name: 云溪{world.draw.randrange(9)}期"),
        ("name: 李娜[^,}]*", f"name: 李娜{world.draw.randrange(9)}"),
    )
    world.replace(world.root / "office.yaml", *world.draw.choice(edits))


def change_template(world: World) -> None:
    name = world.draw.choice(PAGES)
    target = world.root / "site_templates/pages" / f"{name}.html.j2"
    target.parent.mkdir(parents=True, exist_ok=True)
    source = Path(__file__).parents[2] / "site_templates/pages" / target.name
    text = source.read_text(encoding="utf-8")
    target.write_text(f"{text}<p>{world.draw.randrange(100)}</p>\n", encoding="utf-8")


def own_template_no_more(world: World) -> None:
    shutil.rmtree(world.root / "site_templates", ignore_errors=True)


def change_configuration(world: World) -> None:
    world.replace(world.root / "mkdocs.yml", "^site_name: .*$", f'site_name: "云溪 {world.draw.randrange(100)}"')


def another_day(world: World) -> None:
    world.as_of += timedelta(days=world.draw.choice((-7, -1, 1, 2, 7)))


def another_version(world: World) -> None:
    world.version += 1


def commit_all(world: World) -> None:
    with dated(f"{world.day()}T10:00:00+08:00"):
        commit(world.root, {}, "记录")


def spoil_cache(world: World) -> None:
    kept = (world.root / "build/.cache").glob("*")
    files = [path for path in sorted(kept) if path.name.endswith(".json") or path.name.startswith("office-")]
    file = world.draw.choice(files)
    data = bytearray(file.read_bytes())
    data[world.draw.randrange(len(data))] ^= 1 << world.draw.randrange(8)
    file.write_bytes(bytes(data) if world.draw.random() < 0.7 else bytes(data[: len(data) // 2]))


def spoil_page(world: World) -> None:
    folder = world.draw.choice(("build/docs", "build/site"))
    file = world.draw.choice([path for path in sorted((world.root / folder).rglob("*")) if path.is_file()])
    file.write_bytes(file.read_bytes() + b"\n") if world.draw.random() < 0.7 else file.unlink()


EDITS: tuple[Callable[[World], None], ...] = (
    rename_customer, add_visit, add_visit, drop_visit, add_customer, drop_customer, close_customer, merge_customers,
    hand_over, sell, refer, break_record, change_rules, change_office, change_template, own_template_no_more,
    change_configuration, another_day, another_version, commit_all, commit_all, spoil_cache, spoil_page,
)  # fmt: skip
