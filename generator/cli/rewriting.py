"""How customers' records are taken out of a repository's history: the steps, ready to be pasted into a shell."""

from __future__ import annotations

import shlex
from collections.abc import Collection, Sequence

from generator.cli.context import Context
from generator.read.git import git
from generator.texts import Message, _
from generator.values import dataclass
from generator.writing.forgetting import globs, pattern

COPY = "rewritten.git"


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do by hand, and the commands for it."""

    message: Message
    commands: tuple[str, ...] = ()


def rewriting(context: Context, ids: Sequence[str], names: Collection[str]) -> tuple[Step, ...]:
    """Return what is left to do after the files are deleted; outside git only what lies beside the files."""
    rest = Step(
        Message(
            _(
                "Delete what was made from the records: exported tables, backups, caches and artefacts of the "
                "pipelines, mails. Build the site again; its old copies go, too."
            )
        ),
        (f"fenji -C {shlex.quote(str(context.folder))} build",),
    )
    answer = git(context.folder, "rev-parse", "--show-prefix")
    if answer is None:
        return (rest,)
    prefix = answer.decode("utf-8", "surrogateescape").rstrip("\n")
    named = ", ".join(ids)
    return (
        Step(
            Message(_("Commit the deletion and bring it to the main branch; merge or close all other branches.")),
            ("git add --all customers", f"git commit -m {shlex.quote(f'Forget {named}')}"),
        ),
        rest,
        Step(
            Message(_("Take a copy of the whole repository, and work in it.")),
            (f"git clone --mirror {_url(context)} {COPY}", f"cd {COPY}"),
        ),
        Step(
            Message(_("Rewrite the history there with git-filter-repo …")),
            (f"git filter-repo --force --invert-paths --path-regex {shlex.quote(pattern(prefix, ids))}",),
        ),
        Step(Message(_("… or, where that is not installed, with git alone (slower).")), _plain(prefix, ids)),
        *_messages(context, names),
        Step(
            Message(
                _(
                    "Publish the new history, then ask the hosting to delete closed pull requests' copies and to clean "
                    "up; both hold the old one."
                )
            ),
            ("git push --force --mirror",),
        ),
        Step(
            Message(
                _(
                    "Everybody deletes their clones and clones anew; a pull from an old clone would bring the records "
                    "back."
                )
            )
        ),
    )


def _url(context: Context) -> str:
    remote = git(context.folder, "config", "--get", "remote.origin.url")
    top = git(context.folder, "rev-parse", "--show-toplevel")
    found = (remote or top or b".").decode("utf-8", "surrogateescape").strip()
    return shlex.quote(found)


def _plain(prefix: str, ids: Sequence[str]) -> tuple[str, ...]:
    paths = " ".join(shlex.quote(path) for path in globs(prefix, ids))
    remove = f"git rm -r --cached --quiet --ignore-unmatch -- {paths}"
    return (
        f"git filter-branch --force --index-filter {shlex.quote(remove)} --tag-name-filter cat -- --all",
        "git for-each-ref --format='delete %(refname)' refs/original | git update-ref --stdin",
        "git reflog expire --expire=now --all && git gc --prune=now",
    )


def _messages(context: Context, names: Collection[str]) -> tuple[Step, ...]:
    """Return what to do where messages of commits name the person."""
    wanted = [f"--grep={name}" for name in sorted(names) if len(name) > 1]
    answer = git(context.folder, "log", "--all", "--fixed-strings", "--format=%h", *wanted) if wanted else None
    found = (answer or b"").decode("ascii").split()
    if not found:
        return ()
    message = _(
        "Messages of %(number)d commits name the person (%(some)s …): write NAME==>* to a file and run "
        "git filter-repo with --replace-message, too."
    )
    return (Step(Message(message, {"number": len(found), "some": ", ".join(found[:3])})),)
