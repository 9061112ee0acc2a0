"""What the rows say of customers, put together; and the rows that can't be taken whatever is on file."""

from collections.abc import Iterable, Mapping

from generator.exchange.drafts import MODELS, Draft, Reason, Source
from generator.model.dossier import Dossier
from generator.model.fault import Unreadable
from generator.model.loading import load
from generator.model.shape import read
from generator.model.yamltext import record_text
from generator.read.document import Document
from generator.read.parsing import parse
from generator.read.problem import Problem
from generator.read.tree import Tree
from generator.texts import Message, _
from generator.values import replace

Rows = Mapping[Source, tuple[Draft, ...]]


def customers_in(rows: Rows) -> tuple[dict[str, Draft], list[Reason]]:
    """Put together what several rows say of one customer; a row that says otherwise than an earlier one is refused."""
    merged: dict[str, Draft] = {}
    refused: list[Reason] = []
    for drafts in rows.values():
        for draft in drafts:
            if draft.folder:
                continue
            first = merged.get(draft.customer)
            if first is None:
                merged[draft.customer] = draft
                continue
            values = dict(first.values)
            for key, value in draft.values.items():
                known = values.setdefault(key, value)
                if key in draft.picks:
                    values[key] = (min if draft.picks[key] == "earliest" else max)(str(known), str(value))
                elif known != value:
                    refused.append(
                        Reason(draft.source, draft.columns.get(key), _contradiction(key, value, known, first))
                    )
            merged[draft.customer] = replace(first, values=values, columns={**draft.columns, **first.columns})
    return merged, refused


def _contradiction(key: str, value: object, known: object, first: Draft) -> Message:
    message = _("“%(key)s” is “%(value)s” here, but “%(known)s” in row %(row)d of the same customer.")
    return Message(message, {"key": key, "value": value, "known": known, "row": first.source.row.line})


def homeless(rows: Rows, customers: Mapping[str, Draft], tree: Tree, on_file: Mapping[str, Dossier]) -> list[Reason]:
    """Refuse the rows of customers who are neither imported nor on file, or some of whose files are of no use."""
    broken = {path.split("/")[-2]: path for path in tree.files if path.endswith("/customer.yaml")}
    for customer, dossier in on_file.items():
        broken.pop(customer, None)
        if dossier.unread:
            broken[customer] = dossier.unread[0]
    refused: list[Reason] = []
    for source, drafts in rows.items():
        customer = drafts[0].customer if drafts else ""
        if customer in broken:
            message = _("%(path)s is there but can't be used; mend it first (fenji check).")
            refused.append(Reason(source, None, Message(message, {"path": broken[customer]})))
        elif drafts and customer not in on_file and customer not in customers:
            message = _("There is no customer with this key, neither on file nor among the rows taken over.")
            refused.append(Reason(source, None, Message(message)))
    return refused


def invalid(drafts: Iterable[Draft]) -> list[Reason]:
    """Refuse the rows whose record is not one, by the models of the records."""
    refused: list[Reason] = []
    for draft in drafts:
        model = MODELS[draft.folder]
        try:
            read(model, draft.record())
        except Unreadable:
            document, _none = parse("", record_text(draft.record()).encode())
            found = load(document, model)[1] if document is not None else []
            refused += [Reason(draft.source, column_at(draft, document, problem), problem.message) for problem in found]
    return refused


def column_at(draft: Draft, document: Document | None, problem: Problem) -> str | None:
    """Return the column behind the place of a problem in the draft's file; None where no single one is."""
    if document is None:
        return None
    keys = {key: key.split(".", 1) for key in draft.values}
    places = {key: {document.place(loc), document.place(loc, key=True)} for key, loc in keys.items()}
    exact = next((key for key in keys if problem.place in places[key]), None)
    near = next((key for key, loc in keys.items() if document.place(loc).line == problem.place.line), "")
    return draft.columns.get(exact or near)
