"""Ready-made pipelines: the files that check each change and publish the site where an office is hosted."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from generator import __version__

NONE = "none"
PIPELINES: Mapping[str, tuple[str, ...]] = {
    "github": (
        ".github/workflows/fenji-check.yml",
        ".github/workflows/fenji-comment.yml",
        ".github/workflows/fenji-publish.yml",
        ".github/fenji/comment.py",
    ),
    "gitlab": (".gitlab-ci.yml", ".gitlab/fenji/note.py"),
    "script": ("publish.sh", "server/pre-receive", "server/post-receive"),
    NONE: (),
}
"""The files of each pipeline, by their path in the office."""

HOSTED = {"github": "github", "gitlab": "gitlab", "gitee": "script"}
"""The pipeline that fits a hosting."""

_PACKAGED = Path(__file__).parents[1] / "pipelines"
_REQUIREMENTS = f"""\
# 流水线安装的 fenji 版本，升级时改这里。 The version of fenji that the pipeline installs; change it to upgrade.
fenji=={__version__}
"""


def pipeline(name: str) -> Mapping[str, bytes]:
    """Return the files of a pipeline of PIPELINES by path, with requirements.txt, which names the version of fenji."""
    files = {path: (_PACKAGED / name / path).read_bytes() for path in PIPELINES[name]}
    return {**files, "requirements.txt": _REQUIREMENTS.encode()} if files else {}
