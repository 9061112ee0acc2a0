"""Customers judged apart are judged as all together, whatever was known before; what is not so simple is left alone."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from random import Random

import pytest

from generator.apart import judging, portion
from generator.model.quality import FUTURE
from generator.sample.folder import write_office
from generator.sample.office import AS_OF, make_office
from tests.apart.asking import apart, folder, same, whole
from tests.negative.faults import FAULTS, Fault
from tests.offices import CUSTOMER, OFFICE, RULES, VISIT, write
from tests.repositories import commit
from tests.site.edits import EDITS, World

OF_RECORDS = [
    edit for edit in EDITS if not edit.__name__.startswith(("spoil", "change_template", "change_conf", "own_template"))
]
MERGE = "at: 2026-11-20\nby: chen-wei\nkind: merge\nto: 2m9xd\nreason: 同一人\n"
MERGED = "closed: {on: 2026-11-20, reason: merged}\n"
SHARE = "  value:\n    grades: {A: 大, B: 小}\n    method: share\n    by: deal_value\n    bands: {A: 0.3, B: 1}\n"
DEAL = "at: 2026-11-19\nstage: subscribed\nunit: 3-1201\namount: 300\n"


def test_after_any_edits_and_with_anything_known_the_grades_are_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(judging, "WORTH_SHARING", 3)
    world = World(tmp_path / "office", AS_OF, 0, Random(7))  # noqa: S311 - the same edits each time
    write_office(world.root, make_office(5, 14, 6, AS_OF))
    commit(world.root, {})
    kept, good, apart_so_often = tmp_path / "kept.json", tmp_path / "good", 0
    for number in range(60):
        shutil.copytree(world.root, good, ignore=shutil.ignore_patterns(".git"))
        world.draw.choice(OF_RECORDS)(world)
        found = apart(world.root, kept, day=world.as_of, processes=number % 3 + 1)
        if same(found, world.root, world.as_of):
            apart_so_often += 1
        else:  # what is broken would hide all that follows
            assert whole(world.root, world.as_of)[0]
            shutil.rmtree(world.root / "customers")
            shutil.copytree(good, world.root, dirs_exist_ok=True)
        shutil.rmtree(good)
    assert apart_so_often > 40


def test_a_merge_is_judged_together_and_taken_back_apart(office: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept.json"
    giver = folder(office, "7k3qf")
    customer = (giver / "customer.yaml").read_text(encoding="utf-8")
    assert same(apart(office, kept), office)
    (giver / "decisions").mkdir()
    (giver / "decisions/merge.yaml").write_text(MERGE, encoding="utf-8")
    (giver / "customer.yaml").write_text(customer + MERGED, encoding="utf-8")
    assert same(apart(office, kept), office)
    (giver / "visits/new.yaml").write_text(VISIT.replace("price: B", "price: A"), encoding="utf-8")
    assert same(apart(office, kept), office)
    heir = folder(office, "2m9xd")
    (heir / "visits/new.yaml").write_text(VISIT.replace("motive: B", "motive: C"), encoding="utf-8")
    assert same(apart(office, kept), office)
    shutil.rmtree(giver / "decisions")
    (giver / "customer.yaml").write_text(customer, encoding="utf-8")
    assert same(apart(office, kept), office)


def test_a_merged_entry_that_is_deleted_gives_nothing_any_more(office: Path, tmp_path: Path) -> None:
    kept, giver = tmp_path / "kept.json", folder(office, "7k3qf")
    (giver / "decisions").mkdir()
    (giver / "decisions/merge.yaml").write_text(MERGE, encoding="utf-8")
    with (giver / "customer.yaml").open("a", encoding="utf-8") as file:
        file.write(MERGED)
    assert same(apart(office, kept), office)
    shutil.rmtree(giver)
    assert same(apart(office, kept), office)


def test_whoever_named_somebody_who_is_gone_is_left_to_the_long_way(office: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept.json"
    customer = folder(office, "7k3qf") / "customer.yaml"
    text = re.sub("source: .*", "source: referral\nreferrer: 2m9xd", customer.read_text(encoding="utf-8"))
    customer.write_text(text, encoding="utf-8")
    assert same(apart(office, kept), office)
    shutil.rmtree(folder(office, "2m9xd"))
    assert apart(office, kept) is None
    assert whole(office)[0]


def test_a_deal_moves_everybodys_place(tmp_path: Path) -> None:
    root = write(tmp_path / "office", {"rules.yaml": RULES.replace("movement:", f"{SHARE}movement:")})
    kept = tmp_path / "kept.json"
    assert same(apart(root, kept), root)
    for name, amount in (("7k3qf", "300"), ("2m9xd", "500")):
        deals = folder(root, name) / "deals"
        deals.mkdir()
        (deals / "1.yaml").write_text(DEAL.replace("300", amount).replace("1201", f"12{amount}"), encoding="utf-8")
        assert same(apart(root, kept), root)
        assert same(apart(root, kept), root)


def test_a_place_counts_the_deals_that_came_by_a_merge(tmp_path: Path) -> None:
    root = write(tmp_path / "office", {"rules.yaml": RULES.replace("movement:", f"{SHARE}movement:")})
    for name, amount in (("7k3qf", "300"), ("2m9xd", "100")):
        deals = folder(root, name) / "deals"
        deals.mkdir()
        (deals / "1.yaml").write_text(DEAL.replace("300", amount).replace("1201", f"12{amount}"), encoding="utf-8")
    third = root / "customers/3ccc"
    (third / "deals").mkdir(parents=True)
    (third / "customer.yaml").write_text(CUSTOMER.replace("0000", "0033"), encoding="utf-8")
    (third / "deals/1.yaml").write_text(DEAL.replace("300", "350").replace("1201", "0350"), encoding="utf-8")
    kept = tmp_path / "kept.json"
    assert same(apart(root, kept), root)
    (folder(root, "7k3qf") / "decisions").mkdir()
    (folder(root, "7k3qf") / "decisions/merge.yaml").write_text(MERGE, encoding="utf-8")
    with (folder(root, "7k3qf") / "customer.yaml").open("a", encoding="utf-8") as file:
        file.write(MERGED)
    assert same(apart(root, kept), root)
    assert same(apart(root), root)


def test_an_official_scheme_of_places_is_left_to_the_long_way(tmp_path: Path) -> None:
    rules = RULES.partition("movement:")[0].replace("official: intention", "official: value") + SHARE
    root = write(tmp_path / "office", {"rules.yaml": rules})
    assert apart(root) is None
    assert not whole(root)[0]


@pytest.mark.parametrize("fault", [one for one in FAULTS if one.code != FUTURE], ids=lambda fault: fault.name)
def test_no_error_is_passed_over(tmp_path: Path, fault: Fault) -> None:
    files: dict[str, str | bytes | None] = {
        "customers/bad/customer.yaml": CUSTOMER.replace("100****0000", "100****7777"),
        "customers/bad/visits/1.yaml": VISIT,
    }
    content = fault.content
    files[f"customers/bad/{fault.file}"] = (
        content.replace("100****0000", "100****7777") if isinstance(content, str) else content
    )
    root = write(tmp_path / "office", files)
    assert whole(root)[0]
    assert apart(root) is None


def test_a_program_or_a_link_among_the_records_is_left_to_the_long_way(office: Path) -> None:
    file = folder(office, "7k3qf") / "customer.yaml"
    file.chmod(0o755)
    assert apart(office) is None
    file.chmod(0o644)
    assert apart(office) is not None
    file.rename(office / "elsewhere.yaml")
    file.symlink_to(office / "elsewhere.yaml")
    assert apart(office) is None


def test_what_changes_while_it_is_read_is_left_to_the_long_way(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    giver = folder(office, "7k3qf")
    (giver / "decisions").mkdir()
    (giver / "decisions/merge.yaml").write_text(MERGE, encoding="utf-8")
    with (giver / "customer.yaml").open("a", encoding="utf-8") as file:
        file.write(MERGED)
    original = portion.traced

    def late(common: object, folders: dict[str, object]) -> object:
        found = original(common, folders)  # type: ignore[arg-type]
        (giver / "visits/1.yaml").write_text(VISIT.replace("price: B", "price: D"), encoding="utf-8")
        return found

    monkeypatch.setattr(judging, "traced", late)
    assert apart(office) is None


def test_the_settings_of_the_office_are_its_own(office: Path) -> None:
    (office / "office.yaml").write_text(OFFICE.replace("li-na", "li-nan"), encoding="utf-8")
    assert apart(office) is None
    assert whole(office)[0]
