"""Where answers come from: a terminal with completion, or plain lines."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from typing import Protocol

Suggest = Callable[[str], Iterable[tuple[str, str]]]
"""From what was typed so far to (what to put there, what it means)."""


class Reader(Protocol):
    """Asks for one line.

    Raises: EOFError at the end of input, KeyboardInterrupt on Ctrl-C.
    """

    def read(self, prompt: str, suggest: Suggest | None, status: Callable[[], str]) -> str: ...


class LineReader:
    """Plain lines: for pipes, for screen readers, for `--plain`."""

    def read(self, prompt: str, suggest: Suggest | None, status: Callable[[], str]) -> str:
        sys.stdout.write(prompt)
        sys.stdout.flush()
        line = sys.stdin.readline()
        if not line:
            raise EOFError
        if not sys.stdin.isatty():
            # Nobody's typing was echoed; a transcript should show the answers.
            sys.stdout.write(line)
        return line.rstrip("\r\n")


class TerminalReader:
    """A prompt with history, completion while typing, and the counts in a bar below."""

    def __init__(self) -> None:
        from prompt_toolkit import PromptSession

        self._session: PromptSession[str] = PromptSession()

    def read(self, prompt: str, suggest: Suggest | None, status: Callable[[], str]) -> str:
        from prompt_toolkit.completion import DummyCompleter

        completer = _completer(suggest) if suggest else DummyCompleter()
        return self._session.prompt(
            prompt, completer=completer, complete_while_typing=True, bottom_toolbar=status
        )


def _completer(suggest: Suggest):  # type: ignore[no-untyped-def]
    """The suggestions as prompt_toolkit wants them; what is typed last is completed.

    Names may hold commas themselves: of what stands behind one, as much is completed as can be.
    """
    from prompt_toolkit.completion import Completer, Completion
    from prompt_toolkit.document import Document

    class Suggestions(Completer):
        def get_completions(self, document: Document, complete_event: object):  # type: ignore[no-untyped-def]
            typed = document.text_before_cursor
            starts = [0, *(n for n, mark in enumerate(typed, 1) if mark in ",，、;；")]
            for word in (typed[start:].lstrip() for start in starts):
                found = [*suggest(word)]
                for text, meaning in found:
                    yield Completion(text, start_position=-len(word), display_meta=meaning)
                if found:
                    return

    return Suggestions()
