"""The mapping that docs/import.md shows is a good one, and reads the tables that it speaks of."""

import re
from pathlib import Path

import pytest

from tests.exchange.office import empty, mapping, records, run, said

ROOT = Path(__file__).parents[2]
CUSTOMERS = (
    "编号,姓名,电话,顾问,来源,登记日期,户型,预算,介绍人编号,停留,关闭日期\n"
    "k1,王建国,,李娜,自然到访,2026/9/7,3,320万元,,35分钟,\n"
)
VISITS = (
    "客户编号,日期,时间,方式,接待,备注,动机,价格,意向房号,下次联系,下次事项,定金,房号\n"
    "k1,2026/9/8,14:30,到访,,无,A,B,3-1201 3-1301,2026/9/12,送价格表,20000元,3-1201\n"
)


@pytest.mark.parametrize("name", ["import.md", "import.zh-CN.md"])
def test_the_example_imports_what_it_shows(tmp_path: Path, name: str) -> None:
    text = (ROOT / "docs" / name).read_text(encoding="utf-8")
    shown = re.findall(r"^```yaml\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    assert len(shown) == 1
    example = shown[0].replace("    sheet: 客户", "    # sheet: 客户")
    assert mapping(shown[0]).map.tables["customers"].sheet == "客户"
    empty(tmp_path)
    with (tmp_path / "rules.yaml").open("a", encoding="utf-8") as rules:
        rules.write("attributes: {time_on_site: {type: number}}\n")
    done = run(tmp_path, {"customers.csv": CUSTOMERS, "visits.csv": VISITS}, example)
    assert said(done) == []
    found = "".join(records(tmp_path).values())
    assert "attributes: {time_on_site: 35}\n" in found
    assert "units: [3-1201, 3-1301]\n" in found
    assert "next: {on: 2026-09-12, what: 送价格表}\n" in found
    assert "amount: 2\n" in found
    assert "note:" not in found


def test_both_languages_show_the_same_mapping() -> None:
    def bare(name: str) -> list[str]:
        text = (ROOT / "docs" / name).read_text(encoding="utf-8")
        block = re.findall(r"^```yaml\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)[0]
        return [line.split(" # ")[0].rstrip() for line in block.splitlines()]

    assert bare("import.md") == bare("import.zh-CN.md")
