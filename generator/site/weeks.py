"""What the pages of weeks need of the present office: their indexes, and a page for whoever is on file no more."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from generator.report.changes.index import changes_index
from generator.report.week.index import WeeksView, weeks_view
from generator.site.links import page_name
from generator.site.listing import Listing
from generator.site.past import Stories, counted, voice
from generator.site.press import Plate, Press


def week_indexes(press: Press, stories: Stories) -> Iterator[Listing]:
    """Yield the index of the weeks and that of their changes, in the words of the newest week, if there is one."""
    tr = press.frame.tr
    speaker = voice(stories.told[-1], tr) if stories.told else press.frame
    plate = Plate(press.env, tr, None)

    @cache
    def view() -> WeeksView:
        lines = [one.line for one in stories.told]
        return weeks_view(speaker, lines, counted(stories.told), complete=stories.complete)

    def weeks() -> str:
        return plate.page("weeks", tr.gettext("Weekly reports"), "../", view())

    def changes() -> str:
        found = changes_index([one.changes for one in stories.told], view().notices, tr)
        return plate.page("changes", tr.gettext("Changes"), "../", found)

    said = stories.remembered.ground or (
        stories.told,
        stories.complete,
    )  # the ground tells them all, where there is one
    yield Listing("weeks/index.md", said, (), weeks)
    yield Listing("changes/index.md", said, (), changes)


def gone(press: Press, stories: Stories) -> Mapping[str, str]:
    """Return a page for everybody whom a past week leads to and who is on file no more."""
    plate = Plate(press.env, press.frame.tr, None)
    customers = {customer for one in stories.told for customer in one.customers}
    owners = {owner: name for one in stories.told for owner, name in one.owners}
    files = {}
    for customer in sorted(customers - press.frame.everyone.keys()):
        files[f"customers/{page_name(customer)}.md"] = plate.page("gone", customer, "../", customer, searched=False)
    for owner in sorted(owners.keys() - set(press.frame.staff)):
        name = owners[owner]
        files[f"consultants/{page_name(owner)}.md"] = plate.page("gone", name, "../", name, searched=False)
    return files
