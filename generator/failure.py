"""What stops an operation: the one kind of exception that people get to read."""

from __future__ import annotations

from generator.texts import Message


class Failure(Exception):  # noqa: N818 - it is what it is called to the reader, too
    """The operation can't go on; ``message`` says why and what to do.

    Raised anywhere, turned into a message of the command line in one place only, ``generator.cli.main``.
    """

    def __init__(self, message: Message) -> None:
        super().__init__(message)
        self.message = message

    def __str__(self) -> str:
        return self.message.msgid
