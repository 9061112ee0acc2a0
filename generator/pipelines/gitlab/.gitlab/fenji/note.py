"""Keep one note on a merge request that shows a plan: note.py PLAN.md. Run by .gitlab-ci.yml.

Without the variable FENJI_NOTE_TOKEN it does nothing: the plan is in the job's artifacts then.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

MARKER = "<!-- fenji plan -->"
PAGE, PAGES = 100, 50


class GitLab:
    """The API, for the merge request that this runs for."""

    def __init__(self, token: str) -> None:
        self.api = os.environ["CI_API_V4_URL"]
        self.token = token

    def ask(self, method: str, path: str, body: object = None, **query: object) -> Any:
        """Return the answer to a request, read as JSON."""
        data = None if body is None else json.dumps(body).encode()
        request = Request(f"{self.api}/{path}?{urlencode(query)}", data, method=method)  # noqa: S310
        request.add_unredirected_header("PRIVATE-TOKEN", self.token)
        request.add_header("Content-Type", "application/json")
        with urlopen(request, timeout=60) as answer:  # noqa: S310 - the runner says where the API is
            return json.load(answer)


def write(gitlab: GitLab, text: str) -> None:
    """Write the note, or the new text into our own that is there."""
    notes = f"projects/{os.environ['CI_PROJECT_ID']}/merge_requests/{os.environ['CI_MERGE_REQUEST_IID']}/notes"
    me = gitlab.ask("GET", "user")["id"]
    body = {"body": f"{MARKER}\n{text}"}
    for page in range(1, PAGES + 1):
        found = gitlab.ask("GET", notes, per_page=PAGE, page=page)
        for note in found:
            if note["author"]["id"] == me and note["body"].startswith(MARKER):
                gitlab.ask("PUT", f"{notes}/{note['id']}", body)
                return
        if len(found) < PAGE:
            break
    gitlab.ask("POST", notes, body)


def main(plan: str) -> int:
    """Write the note; return 1 where GitLab does not let us."""
    token = os.environ.get("FENJI_NOTE_TOKEN", "")
    text = Path(plan).read_text(encoding="utf-8")
    if not token or not text:
        sys.stdout.write("没有 FENJI_NOTE_TOKEN 或没有说明，不写评论。No FENJI_NOTE_TOKEN or no plan: no note.\n")
        return 0
    try:
        write(GitLab(token), text)
    except HTTPError as error:
        sys.stderr.write(f"GitLab: {error.code} {error.reason}: {error.url}\n")
        return 1
    except (URLError, TimeoutError) as error:
        sys.stderr.write(f"GitLab: {error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
