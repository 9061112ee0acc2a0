"""A site of a few pages made by hand, for what builders and publishing do with any pages."""

import os
from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from pathlib import Path

from generator.site.configuration import configuration
from generator.site.docs import MARK, write_docs
from generator.site.mkdocs import run_mkdocs
from generator.site.publish import build_folder
from generator.texts import Language, translator

AS_OF = date(2026, 11, 22)
BODY = """<div class="fj">
<h1>%s</h1>
<p>价格 *不是强调* _x_ 3*4 {{ config.site_name }} {%% raw %%} &lt;script&gt; [a](b) `c` <a href="%s">李娜</a></p>

    <pre>  four spaces

  and an empty line</pre>
<h2 id="next">认购以后</h2>
<ul><li>- 一</li></ul>
</div>"""
TITLES = {
    "index.md": "本周",
    "weeks/index.md": "周报",
    "changes/index.md": "变更",
    "consultants/index.md": "置业顾问",
    "consultants/li-na.md": "李娜",
    "customers/index.md": "客户",
    "customers/7k3qf.md": "王女士",
    "approvals.md": "待批",
    "pool.md": "公海",
    "quality.md": "数据质量",
    "rules.md": "手册",
}


def page(path: str) -> str:
    """A page with front matter and a ready body."""
    front = f'title: "{TITLES[path]}"\n'
    if path == "customers/7k3qf.md":
        front += "search:\n  exclude: true\n"
    return f"---\n{front}---\n{MARK}{body(path)}\n"


def body(path: str) -> str:
    """The HTML of a page; its link leads to a consultant's page."""
    up = "../" * path.count("/")
    return BODY % (TITLES[path], f"{up}consultants/li-na.html")


def pages() -> dict[str, str | bytes]:
    """All pages and the assets that mkdocs.yml names."""
    return {path: page(path) for path in TITLES} | {"assets/fenji.css": b"", "assets/fenji.js": b""}


def office(root: Path, name: str = "云溪府") -> Path:
    """A folder with nothing but mkdocs.yml."""
    root.mkdir(exist_ok=True)
    text = configuration(name, Language.ZH, translator("zh"))
    (root / "mkdocs.yml").write_text(text, encoding="utf-8")
    return root


def publish(
    root: Path, contents: Mapping[str, str | bytes], environment: Mapping[str, str] = os.environ
) -> tuple[str, ...] | None:
    """Build and publish; return MkDocs' complaints where it failed."""
    with build_folder(root) as folder:
        write_docs(folder.docs, contents)
        complaints = run_mkdocs(root / "mkdocs.yml", folder, AS_OF, environment)
        if complaints is None:
            folder.publish()
        return complaints


def files(folder: Path) -> dict[str, str]:
    """The files below a folder by path, with a hash of their bytes."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest() for path in paths}


def html(folder: Path) -> list[str]:
    """The pages of a built site."""
    return [path for path in files(folder) if path.endswith(".html")]
