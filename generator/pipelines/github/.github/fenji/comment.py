"""Keep one comment on a pull request that shows the plan of its last check. Run by fenji-comment.yml.

This job may write, and the check that made the plan ran whatever the pull request holds. So nothing of it is believed:
which pull request it is, GitHub says, by the branch and commit of the check's run; the plan is a text of bounded
size that is only ever shown, and only where it holds no link, mention or markup that fenji itself would not write.
"""

from __future__ import annotations

import io
import json
import lzma
import os
import re
import sys
import zipfile
import zlib
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

ARTIFACT, FILE = "fenji-plan", "plan.md"
MARKER = "<!-- fenji plan -->"
AUTHOR = "github-actions[bot]"
LONGEST_ARCHIVE, LONGEST = 1_000_000, 64_000
PAGE, PAGES = 100, 50
NO_PLAN = "这次检查没有交出说明。The check handed over no plan."

# fenji writes these signs of a value as entities, and breaks up what could become a link.
FOREIGN = re.compile(r"[\[\]@\\]|<(?!/?(?:b|sub|details|summary)>)|://|www\.", re.IGNORECASE)
# What reading an archive that anybody made can end in.
UNREADABLE = (KeyError, ValueError, OSError, EOFError, RuntimeError, zipfile.BadZipFile, zlib.error, lzma.LZMAError)


class NoPlanError(Exception):
    """There is nothing to write; the text says why."""


class GitHub:
    """The API, for the repository that this runs in."""

    def __init__(self) -> None:
        self.api = os.environ["GITHUB_API_URL"]
        self.token = os.environ["GITHUB_TOKEN"]
        self.repository = os.environ["GITHUB_REPOSITORY"]

    def ask(self, method: str, path: str, body: object = None, **query: object) -> Any:
        """Return the answer to a request, read as JSON."""
        address = f"{self.api}/repos/{self.repository}/{path}"
        data = None if body is None else json.dumps(body).encode()
        return json.loads(self.fetch(Request(f"{address}?{urlencode(query)}", data, method=method)))  # noqa: S310

    def fetch(self, request: Request, longest: int = -1) -> bytes:
        """Return what a request is answered with; the token stays with the API when that sends us elsewhere."""
        request.add_unredirected_header("Authorization", f"Bearer {self.token}")
        request.add_header("Accept", "application/vnd.github+json")
        request.add_header("Content-Type", "application/json")
        with urlopen(request, timeout=60) as answer:  # noqa: S310 - the runner says where the API is
            return bytes(answer.read(longest))


def pull_request(github: GitHub, event: dict[str, Any]) -> int:
    """Return the open pull request whose head is the very commit that the run checked."""
    run = event["workflow_run"]
    owner = ((run["head_repository"] or {}).get("owner") or {}).get("login", "")
    base = event["repository"]["default_branch"]
    found = github.ask("GET", "pulls", state="open", head=f"{owner}:{run['head_branch']}", base=base)
    numbers = [pull["number"] for pull in found if pull["head"]["sha"] == run["head_sha"]]
    if len(numbers) != 1:
        raise NoPlanError("没有以这次提交为最新提交的合并请求。No open pull request has this commit as its last.")
    return int(numbers[0])


def plan(github: GitHub, run: int) -> str:
    """Return the plan that a run handed over, when it can be one."""
    listed = github.ask("GET", f"actions/runs/{run}/artifacts", name=ARTIFACT)["artifacts"]
    if not listed:
        raise NoPlanError(NO_PLAN)
    archive = github.fetch(Request(listed[0]["archive_download_url"]), LONGEST_ARCHIVE + 1)  # noqa: S310 - GitHub's own
    if len(archive) > LONGEST_ARCHIVE:
        raise NoPlanError("说明太大，不予显示。The plan is too large to be one.")
    try:
        with zipfile.ZipFile(io.BytesIO(archive)) as packed, packed.open(FILE) as file:
            text = file.read(4 * LONGEST + 1).decode("utf-8")
    except UNREADABLE as error:
        raise NoPlanError("说明无法读取，不予显示。The plan can't be read.") from error
    if not text:
        raise NoPlanError(NO_PLAN)
    if len(text) > LONGEST or FOREIGN.search(text):
        raise NoPlanError(
            "说明里有 fenji 不会写的内容，不予显示。The plan holds what fenji would not write; not shown."
        )
    return text


def write(github: GitHub, number: int, text: str) -> str:
    """Write the comment, or the new text into the one that is there; return its address."""
    body = {"body": f"{MARKER}\n{text}"}
    for page in range(1, PAGES + 1):
        comments = github.ask("GET", f"issues/{number}/comments", per_page=PAGE, page=page)
        for comment in comments:
            if comment["user"]["login"] == AUTHOR and comment["body"].startswith(MARKER):
                return str(github.ask("PATCH", f"issues/comments/{comment['id']}", body)["html_url"])
        if len(comments) < PAGE:
            break
    return str(github.ask("POST", f"issues/{number}/comments", body)["html_url"])


def main() -> int:
    """Write the comment; return 1 where GitHub does not let us."""
    event = json.loads(Path(os.environ["GITHUB_EVENT_PATH"]).read_bytes())
    github = GitHub()
    try:
        number = pull_request(github, event)
        said = write(github, number, plan(github, event["workflow_run"]["id"]))
    except NoPlanError as reason:
        said = str(reason)
    except HTTPError as error:
        sys.stderr.write(f"GitHub: {error.code} {error.reason}: {error.url}\n")
        return 1
    except (URLError, TimeoutError) as error:
        sys.stderr.write(f"GitHub: {error}\n")
        return 1
    sys.stdout.write(f"{said}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
