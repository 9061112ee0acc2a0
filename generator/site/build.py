"""An office's records → pages → MkDocs → the published site; the old site stays until the new one is whole."""

from __future__ import annotations

import os
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path

from jinja2 import TemplateError, TemplateSyntaxError

import generator
from generator.assignment.check import owner_problems
from generator.failure import Failure
from generator.garbage import looked_for_again
from generator.grade.check import check
from generator.grade.settings import Settings
from generator.model.snapshot import Snapshot, snapshot
from generator.read.folder import working_tree
from generator.read.problem import Problem, has_errors, in_order
from generator.report.frame import Frame, frame
from generator.sharing import Spare, begun, processors
from generator.site import earlier
from generator.site.compiled import Compiled
from generator.site.docs import Changes, write_docs
from generator.site.earlier import Earlier
from generator.site.environment import Templates, make_templates
from generator.site.missing import tell_missing
from generator.site.mkdocs import Workshop, workshop
from generator.site.order import Order
from generator.site.pages import Means, Printed, print_pages
from generator.site.past import Stories, Wish, standing
from generator.site.present.office import Look, present
from generator.site.program import recall
from generator.site.publish import BuildFolder
from generator.texts import Message, _, translator
from generator.values import dataclass, field, replace


@dataclass(frozen=True, slots=True)
class Built:
    """How a build went: the problems of the records, and what came of it.

    ``changes`` is None where errors in the records stopped it; ``complaints`` are MkDocs' where it failed, and then the
    old site still stands. ``made_of`` is all that the pages were made of: to take it apart takes a while, which whoever
    leaves anyway need not wait for.
    """

    problems: tuple[Problem, ...]
    pages: int = 0
    changes: Changes | None = None
    complaints: tuple[str, ...] = ()
    site: Path | None = None
    made_of: object = field(default=None, compare=False, repr=False)


def build(
    order: Order,
    read: Callable[[], Snapshot],
    look: Look | None = None,
    shop: Workshop | None = None,
    settings: Settings | None = None,
) -> Built:
    """Build and publish the site of an office that is still to be ``read``: meanwhile its past weeks are told.

    ``look`` tells what was found in the office's folder; without it everything is read. The ``shop`` may be open
    already. The ``settings`` are those that an earlier build found.

    Raises Failure where another build is running, or mkdocs.yml or a template can't be used.
    """
    settings = settings or Settings(None, "")
    with (
        looked_for_again(),
        workshop(order) if shop is None else nullcontext(shop) as (folder, program),
    ):
        ours = folder.ours
        if ours:
            recall(folder.cache)
        known = earlier.load(folder.cache, folder.docs) if ours else replace(earlier.NOTHING, docs=folder.docs)
        tr, compiled = translator(order.language), Compiled(folder.cache) if ours else None
        templates = make_templates(template_folders(order.root), tr, compiled)
        with _begun_stories(order, known, templates, (folder.lock, program.orders)) as stories:
            office = present(order.root, folder.cache if ours else None, look, read, settings)
            problems = check(office.snapshot, order.as_of)
            usable = office.snapshot.office is not None and office.snapshot.rules is not None
            if has_errors(problems) and not (order.keep_going and usable):
                return Built(problems)
            judged = office.judged(order.as_of, processors())
            shown = frame(office.snapshot, judged.grades, tr, judged.worked)
            problems = in_order([*problems, *owner_problems(office.snapshot, judged.grades)])
            means = Means(templates, stories, known, folder.docs, processors(), office.digests())
            printed = _printed(order, shown, problems, means)
            done = write_docs(folder.docs, printed.files, printed.standing)
            changes = replace(done, written=done.written + printed.written)
            count = sum(path.endswith(".md") for path in (*printed.standing, *printed.files))

            def keep() -> None:
                printed.earlier().save(folder.cache)
                office.keep(folder.cache, judged, shown.work)
                settings.save()

            complaints = program.bind(keep)
        if complaints is not None:
            return Built(problems, count, changes, complaints)
        _tell_missing(folder, templates)
        folder.publish()
        return Built(problems, count, changes, site=folder.site, made_of=(office, judged, shown, known, printed))


@contextmanager
def _begun_stories(
    order: Order, known: Earlier, templates: Templates, held: Sequence[int]
) -> Iterator[Callable[[], Stories]]:
    """Begin to tell the weeks, beside all that needs the present records; what is yielded waits for them.

    Where there is only one processor, they are told when they are asked for. The descriptors that are ``held`` are left
    to the first process.
    """
    here = os.getpid()

    def work(spare: Spare) -> Stories:
        if os.getpid() != here:
            for descriptor in held:  # or it would hold the folder after this build was killed
                os.close(descriptor)
        tr = translator(order.language)
        wish = Wish(order.as_of, templates.env, tr, templates.common, known.weeks, spare, processors())
        if (stand := standing(order.root, wish)) is not None:
            return stand
        # They load all that compares: a build that tells no week goes without.
        from generator.report.week.archive import Archive  # noqa: PLC0415
        from generator.site.stories import stories  # noqa: PLC0415

        return stories(Archive(order.root, lambda: snapshot(working_tree(order.root))), wish)

    if processors() == 1:
        yield lambda: work(lambda: False)
        return
    with begun(work) as result:
        yield result


def _printed(order: Order, shown: Frame, problems: Sequence[Problem], means: Means) -> Printed:
    """Return the files below build/docs; a template that can't be used raises Failure."""
    try:
        printed = print_pages(shown, problems, means)
        calendars = _calendars(order, shown) if order.calendar_key else {}
    except Exception as error:
        raise _of_template(error) or error from error
    return replace(printed, files={**printed.files, **calendars})


def _calendars(order: Order, shown: Frame) -> Mapping[str, bytes]:
    from generator.report.todo.feeds import feeds  # noqa: PLC0415 - its library takes 0.1 s to load, and few want feeds

    return feeds(shown, order.calendar_key)


def _tell_missing(folder: BuildFolder, templates: Templates) -> None:
    try:
        tell_missing(folder.fresh, templates.env)
    except Exception as error:
        raise _of_template(error) or error from error


def _of_template(error: Exception) -> Failure | None:
    """Return the failure of a template with its line; None where the error is not a template's."""
    if isinstance(error, TemplateSyntaxError):
        file, line = error.filename or error.name or "", error.lineno
    else:
        frames = traceback.extract_tb(error.__traceback__)
        file, line = next(
            ((f.filename, f.lineno or 1) for f in reversed(frames) if f.filename.endswith(".j2")), ("", 0)
        )
    if not file and not isinstance(error, TemplateError):
        return None
    message = _("%(file)s:%(line)s: the template can't be used: %(reason)s.")
    return Failure(Message(message, {"file": file or str(error), "line": line, "reason": str(error).rstrip(".")}))


def template_folders(root: Path) -> Sequence[Path]:
    """Return the folders of templates, the first that has a file wins: the office's own, then the packaged ones."""
    package = Path(generator.__file__).parent
    packaged = package / "site_templates"
    if not packaged.is_dir():  # in a checkout the templates stand beside the package
        packaged = package.parent / "site_templates"
    own = root / "site_templates"
    return [own, packaged] if own.is_dir() and own.resolve() != packaged.resolve() else [packaged]
