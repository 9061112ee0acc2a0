"""The site on this machine's browser: built again after every change of the sources, open pages reload."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from mkdocs.livereload import LiveReloadServer
from watchdog.observers.polling import PollingObserverVFS

from generator.failure import Failure
from generator.site.configuration import NAME
from generator.site.policy import with_last_script
from generator.texts import Message, _

SOURCES = ("customers", "rules.yaml", "office.yaml", "site_templates", NAME)
_SECONDS = 0.5


class SiteServer(LiveReloadServer):
    """Serves ``site`` on one port of this machine, and calls ``builder`` after every change of a source in ``root``.

    It answers only requests that name this machine: a page from elsewhere can't read the site through a forged address.
    """

    def __init__(self, builder: Callable[[], None], root: Path, site: Path, host: str, port: int) -> None:
        super().__init__(builder, host, port, str(site))
        self._hosts = {f"{name}:{port}" for name in (host, "localhost", "127.0.0.1", "[::1]")}
        self.error_handler = self._error_page
        top = os.path.abspath(root)  # noqa: PTH100 - the watcher compares with what it gets from here

        def listing(folder: str | None) -> Iterator[os.DirEntry[str]]:
            with os.scandir(folder) as entries:
                yield from (entry for entry in entries if folder != top or entry.name in SOURCES)

        observer = PollingObserverVFS(os.stat, listing, polling_interval=_SECONDS)
        self.observer = observer  # type: ignore[assignment] # any observer will do
        self.watch(top)

    def serve_request(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer a request that is meant for this machine."""
        if environ.get("HTTP_HOST") not in self._hosts:
            start_response("403 Forbidden", [("Content-Type", "text/plain")])
            return [b"403 Forbidden"]
        return super().serve_request(environ, start_response)

    def _inject_js_into_html(self, content: bytes, epoch: int) -> bytes:
        page: bytes = super()._inject_js_into_html(content, epoch)  # type: ignore[no-untyped-call] # MkDocs leaves it without
        return with_last_script(page)

    def _error_page(self, code: int) -> bytes | None:
        page = Path(self.root) / f"{code}.html"
        return page.read_bytes() if page.is_file() else None


def serve(server: SiteServer) -> None:
    """Serve until Ctrl-C. Raises Failure where the port is taken."""
    try:
        server.serve()  # type: ignore[no-untyped-call] # MkDocs leaves it without
    except KeyboardInterrupt:
        pass
    except OSError as error:
        if error.errno not in {errno.EADDRINUSE, errno.EACCES}:
            raise
        message = _("The port %(port)d can't be used (%(reason)s); choose another one with --port.")
        raise Failure(Message(message, {"port": server.server_address[1], "reason": error.strerror or ""})) from None
    finally:
        server.shutdown()
