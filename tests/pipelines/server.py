"""A hosting that answers from memory, over real HTTP on this machine."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlsplit


class Asked(NamedTuple):
    """One request: what a route gets to see."""

    method: str
    path: str
    query: dict[str, str]
    body: Any


class Answer(NamedTuple):
    """What the server sends back: a value as JSON, or bytes as they are."""

    value: object
    status: int = 200
    to: str | None = None


@dataclass
class Hosting:
    """The address of a server, what it was asked, and the tokens that came with it."""

    address: str = ""
    asked: list[Asked] = field(default_factory=list)
    tokens: list[tuple[str, str]] = field(default_factory=list)

    def writes(self) -> list[Asked]:
        return [asked for asked in self.asked if asked.method != "GET"]


@contextmanager
def hosting(route: Callable[[Hosting, Asked], Answer], header: str) -> Iterator[Hosting]:
    """Serve ``route`` until the block ends; ``header`` is where the token of a request stands."""
    state = Hosting()

    class Handler(BaseHTTPRequestHandler):
        def handle_any(self) -> None:
            parts = urlsplit(self.path)
            data = self.rfile.read(int(self.headers.get("Content-Length", "0")))
            asked = Asked(self.command, parts.path, dict(parse_qsl(parts.query)), json.loads(data) if data else None)
            state.asked.append(asked)
            state.tokens.append((parts.path, self.headers.get(header, "")))
            answer = route(state, asked)
            content = answer.value if isinstance(answer.value, bytes) else json.dumps(answer.value).encode()
            self.send_response(answer.status)
            if answer.to:
                self.send_header("Location", answer.to)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = do_PATCH = do_PUT = handle_any  # noqa: N815 - the names that http.server calls

        def log_message(self, *arguments: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    state.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield state
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
