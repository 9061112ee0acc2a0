"""The oracle's small values written as the files that the program reads."""

import json
from collections.abc import Mapping, Sequence
from datetime import date

from generator.grade.office import OfficeGrades, judge
from generator.model.snapshot import Snapshot, snapshot
from generator.read.tree import Tree
from tests.grade.oracle import Asks, Falls, History, Office

OFFICE = """\
name: 云溪府
people:
  li-na: {name: 李娜, role: consultant, leader: zhou-kai}
  zhou-kai: {name: 周凯, role: leader}
  chen-wei: {name: 陈伟, role: manager}
"""
PEOPLE = {"consultant": "li-na", "leader": "zhou-kai", "manager": "chen-wei"}


def judged(rules: str, files: Mapping[str, str], as_of: date, office: str = OFFICE) -> OfficeGrades:
    """Grade an office of hand-written files; a problem in one of them is a mistake of the test."""
    return judge(read(rules, files, office), as_of)


def read(rules: str, files: Mapping[str, str], office: str = OFFICE) -> Snapshot:
    texts = {"rules.yaml": rules, "office.yaml": office, **files}
    found = snapshot(Tree({path: text.encode() for path, text in sorted(texts.items())}, None, dirty=False))
    assert found.office is not None
    assert found.rules is not None
    assert [path for dossier in found.dossiers.values() for path in dossier.unread] == []
    return found


def written(office: Office, histories: Sequence[History]) -> tuple[str, dict[str, str], str]:
    """Return rules.yaml, the customers' files and office.yaml; customer ``n`` has the id ``c`` + n."""
    files: dict[str, str] = {}
    for number, history in enumerate(histories):
        files |= files_of(f"c{number}", history)
    opening = f"milestones: {{opening: {office.opening}}}\n" if office.opening else ""
    return json.dumps(rules_of(office), ensure_ascii=False), files, OFFICE + opening


def files_of(name: str, history: History) -> dict[str, str]:
    """Return the files of one customer; records of a day keep their order by their file names."""
    folder = f"customers/{name}"
    customer = {"name": f"王{name}", "consultant": "li-na", "source": "walk_in", "registered": str(history.registered)}
    files = {f"{folder}/customer.yaml": json.dumps(customer, ensure_ascii=False)}
    for number, contact in enumerate(history.contacts):
        visit = {"at": str(contact.on), "channel": contact.channel, "by": "li-na", "judged": dict(contact.judged)}
        files[f"{folder}/visits/{number:03}.yaml"] = json.dumps({key: value for key, value in visit.items() if value})
    for number, decision in enumerate(history.decisions):
        by = PEOPLE[decision.role]
        record = {"at": str(decision.on), "by": by, "kind": decision.kind, "to": decision.to, "reason": "会上议定"}
        record |= {"until": str(decision.until)} if decision.until else {}
        files[f"{folder}/decisions/{number:03}.yaml"] = json.dumps(record, ensure_ascii=False)
    for number, deal in enumerate(history.deals):
        record = {"at": str(deal.on), "stage": deal.stage, "unit": "3-1201"}
        files[f"{folder}/deals/{number:03}.yaml"] = json.dumps(record)
    return files


def rules_of(office: Office) -> dict[str, object]:
    scheme: dict[str, object] = {"grades": {grade: f"等级{grade}" for grade in office.grades}}
    scheme["indicators"] = {
        one.name: {"levels": {grade: f"{grade} 级" for grade in office.grades}}
        | ({"role": "auxiliary"} if one.auxiliary else {})
        | ({} if one.valid is None else {"valid_days": str(one.valid)})
        for one in office.indicators
    }
    if office.required is not None:
        scheme["required"] = list(office.required)
    if office.rows:
        otherwise = {office.otherwise: "otherwise"} if office.otherwise else {}
        scheme |= {"method": "first_match", "when": {grade: _row(row) for grade, row in office.rows} | otherwise}
    else:
        scheme["method"] = "lowest"
    falls = [_fall(fall) for fall in office.falls]
    approval = [{"to": to, "role": role} for to, role in office.approvals]
    return {
        "version": "1",
        "official": "official",
        "schemes": {"official": scheme},
        "movement": {"downgrade": falls, "approval": approval},
    }


def _fall(fall: Falls) -> dict[str, object]:
    written: dict[str, object] = {"id": fall.id, "from": fall.source, "to": fall.to, "after_days": str(fall.after)}
    written |= {"when": _row(fall.when)} if fall.when else {}
    return written | ({"unless": _row(fall.unless)} if fall.unless else {})


def _row(row: tuple[Asks, ...]) -> dict[str, object]:
    return {"all": [{asks.name: _test(asks)} for asks in row]}


def _test(asks: Asks) -> object:
    if asks.sign == "known":
        return "known" if asks.against else "unknown"
    if asks.sign == "is":
        return "true" if asks.against else "false"
    if asks.sign == "in":
        return list(asks.against)  # type: ignore[call-overload] # the words are a tuple
    return f"{asks.sign} {asks.against}"
