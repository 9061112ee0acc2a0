"""`fenji transfer --swap`: the swap proposal of the pool page as one change (F10)."""

import re
from pathlib import Path

import pytest

from tests.cli.running import Fenji
from tests.offices import CUSTOMER, OFFICE, RULES, VISIT, write

MORE = OFFICE.replace("  zhou-kai:", "  sun-yue: {name: 孙悦, role: consultant}\n  zhou-kai:", 1)
POOLING = RULES.replace("{refresh_days: 30}", "{refresh_days: 30, D: {pool: true}}").replace(
    "approval:\n    - {to: D, role: leader}", "approval: []"
)
OWNERS = {"aaaaa": "li-na", "bbbbb": "li-na", "ccccc": "wu-di", "ddddd": "sun-yue"}
SWAP = ("transfer", "--swap", "--by", "chen-wei")


def collected(tmp_path: Path, people: str = MORE) -> Path:
    """Return an office with four customers of grade D in the pool, and one of grade B who is not."""
    files: dict[str, str | bytes | None] = {"office.yaml": people, "rules.yaml": POOLING}
    for number, (name, owner) in enumerate(OWNERS.items()):
        files[f"customers/{name}/customer.yaml"] = CUSTOMER.replace("li-na", owner).replace("0000", f"001{number}", 1)
        files[f"customers/{name}/visits/1.yaml"] = VISIT.replace("li-na", owner).replace("price: B", "price: D")
    return write(tmp_path / "office", files)


def shown(out: str) -> dict[str, str]:
    return {row[0]: row[2] for row in (line.split() for line in out.splitlines()[1:])}


def test_every_collected_customer_gets_somebody_else_as_proposed(tmp_path: Path, fenji: Fenji) -> None:
    folder = collected(tmp_path)
    draft = fenji(folder, *SWAP, "--draft")
    assert draft.code == 0, draft.err
    assert not list(folder.rglob("decisions"))
    done = fenji(folder, *SWAP)
    assert (done.code, done.out) == (0, draft.out)
    given = shown(done.out)
    assert given.keys() == OWNERS.keys()
    for name, to in given.items():
        assert to != OWNERS[name]
        assert f"consultant: {to}\n" in (folder / f"customers/{name}/customer.yaml").read_text()
        decision = (folder / f"customers/{name}/decisions/2026-11-22.yaml").read_text()
        assert decision == (
            f"at: 2026-11-22\nby: chen-wei\nkind: transfer\nto: {to}\nreason: Swap of collected customers.\n"
        )
    assert sorted(list(given.values()).count(person) for person in set(OWNERS.values())) == [1, 1, 2]
    assert "4 customers handed over" in done.err
    assert "left:" not in done.err
    assert fenji(folder, "check").out == ""


def test_the_same_day_proposes_the_same_and_a_second_run_has_nothing_left(tmp_path: Path, fenji: Fenji) -> None:
    first, second = (collected(tmp_path / name) for name in ("a", "b"))
    assert fenji(first, *SWAP).out == fenji(second, *SWAP).out
    again = fenji(first, *SWAP)
    assert (again.code, again.out, again.err) == (0, "", "No customer is to be swapped on 2026-11-22.\n")


def test_the_page_of_the_pool_proposes_what_the_command_does(tmp_path: Path, fenji: Fenji) -> None:
    folder = collected(tmp_path)
    assert fenji(folder, "build").code == 0
    page = (folder / "build/docs/pool.md").read_text(encoding="utf-8")
    assert "fenji transfer --swap --by MANAGER --date 2026-11-22" in page
    table = re.search(r'id="swaps".*?</table>', page, re.DOTALL)
    assert table is not None
    rows = re.findall(r"<tr><th.*?</tr>", table[0], re.DOTALL)[1:]
    names = {"李娜": "li-na", "吴迪": "wu-di", "孙悦": "sun-yue"}
    proposed = {}
    for row in rows:
        cells = re.findall(r">([^<>]+)<", row)
        customer = next(word for cell in cells for word in cell.split() if word in OWNERS)
        proposed[customer] = [names[cell] for cell in cells if cell in names][1]
    assert proposed == shown(fenji(folder, *SWAP, "--draft").out)


def test_whom_nobody_can_take_is_named(tmp_path: Path, fenji: Fenji) -> None:
    alone = MORE.replace("role: consultant", "role: leader").replace("李娜, role: leader", "李娜, role: consultant")
    done = fenji(collected(tmp_path, alone), *SWAP, "--draft")
    assert done.code == 0
    assert "Nobody else is there who could take: aaaaa, bbbbb\n" in done.err
    assert shown(done.out.replace("\n\n", "\n")) == {"ccccc": "li-na", "ddddd": "li-na"}


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["--swap", "--by", "li-na"], "“li-na” is a consultant and does not decide"),
        (["--swap", "--by", "nobody"], "There is nobody “nobody”"),
        (["--swap", "--from", "li-na", "--by", "chen-wei"], "Write --from and --to, or --swap alone."),
        (["--swap", "--to", "wu-di", "--by", "chen-wei"], "Write --from and --to, or --swap alone."),
        (["--from", "li-na", "--by", "chen-wei"], "Write --from and --to, or --swap alone."),
        (["--by", "chen-wei"], "Write --from and --to, or --swap alone."),
    ],
)
def test_wrong_use_is_said_and_writes_nothing(
    tmp_path: Path, fenji: Fenji, arguments: list[str], complaint: str
) -> None:
    folder = collected(tmp_path)
    done = fenji(folder, "transfer", *arguments)
    assert (done.code, done.out) == (2, "")
    assert complaint in done.err
    assert not list(folder.rglob("decisions"))
