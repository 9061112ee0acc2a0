"""`python -m tests.tools.screenshots`: the sample office in pictures, one page of each kind, in build/screenshots."""

import os
import sys
from datetime import date
from pathlib import Path

from playwright.sync_api import sync_playwright

from generator.grade.office import judge
from generator.model.snapshot import snapshot
from generator.read.folder import working_tree
from generator.site.build import build
from generator.site.order import Order
from generator.texts import Language
from tests.tools.window import SCHEMES, WIDTHS, context, kinds, launch, load, serving

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "build/screenshots"
AS_OF = date(2026, 11, 22)


def main() -> int:
    """Write one picture for each kind of page, width and colour scheme; return 0 when all are there."""
    office = snapshot(working_tree(ROOT))
    built = build(Order(ROOT, "云溪府", AS_OF, Language.ZH, keep_going=False, environment=os.environ), lambda: office)
    if built.site is None:
        sys.stderr.write("The site can't be built; `fenji build` says why.\n")
        return 1
    FOLDER.mkdir(parents=True, exist_ok=True)
    with serving(built.site) as address, sync_playwright() as playwright:
        browser = launch(playwright)
        for width in WIDTHS:
            for scheme in SCHEMES:
                window = context(browser, width, scheme)
                page = window.new_page()
                for name, path in kinds(judge(office, AS_OF)).items():
                    load(page, address + path)
                    page.screenshot(path=FOLDER / f"{name}-{width}-{scheme}.png", full_page=True)
                window.close()
        browser.close()
    sys.stdout.write(f"{len(list(FOLDER.glob('*.png')))} pictures in {FOLDER}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
