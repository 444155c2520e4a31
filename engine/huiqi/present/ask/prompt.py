"""The prompt: a line from the person, and the commands that are obeyed at every question."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from huiqi.model.quantity import normalise
from huiqi.present.ask.readers import Reader, Suggest
from huiqi.present.ask.screens import Screens
from huiqi.present.ask.typed import NO_TYPED, UNKNOWN_TYPED, YES_TYPED

_SIGNS = str.maketrans("《〈", "<<")
"""What the key of `<` gives in Chinese input, where it is no full-width form."""
_QUIT = ("q", "quit", "exit", "退出", "结束")
_SHOWS = {"help": "h", "帮助": "h"}


class Quit(Exception):
    """The person wants to stop."""


class Back(Exception):
    """The person wants the question before."""


class Change(Exception):
    """The person wants to change an earlier answer."""


def command(typed: str) -> str:
    """What was typed as commands are compared: half-width, in lower case, without blanks around."""
    return normalise(typed).translate(_SIGNS).lower()


class Prompt:
    """Asks for lines; `shows` are the commands that only show something, and are asked past."""

    def __init__(
        self,
        reader: Reader,
        screens: Screens,
        status: Callable[[], str],
        shows: Mapping[str, Callable[[], None]],
    ) -> None:
        self._reader = reader
        self._screens = screens
        self._status = status
        self._shows = shows

    def line(
        self, prompt: str = "› ", suggest: Suggest | None = None, own: Collection[str] = ()
    ) -> str:
        """What was typed, unless it is a command; `own` are answers that look like one.

        Raises: Quit, Back, Change: the person wants so. EOFError, KeyboardInterrupt: the input
        ended, or was interrupted.
        """
        while True:
            read = self._reader.read(prompt, suggest, self._status)
            typed = "".join(c if c.isprintable() else " " for c in read).strip()
            word = command(typed)
            show = self._shows.get(_SHOWS.get(word, word))
            if typed in own:
                return typed
            if word in _QUIT:
                raise Quit
            if word == "<":
                raise Back
            if word == "=":
                raise Change
            if show is None:
                return typed
            show()

    def detail(self, prompt: str, suggest: Suggest | None = None, own: Collection[str] = ()) -> str:
        """A line about a part of an answer; empty where it is skipped or not known.

        Raises: as `line`.
        """
        typed = self.line(prompt, suggest, own)
        return "" if command(typed) in ("-", *UNKNOWN_TYPED) else typed

    def yes(self, question: str) -> bool:
        """Yes or no, Enter being no; anything else is asked again.

        Raises: as `line`.
        """
        while True:
            word = command(self.line(question))
            if word in YES_TYPED:
                return True
            if word in NO_TYPED or word in ("", "-", *UNKNOWN_TYPED):
                return False
            self._screens.say("请答 y（是）或 n（否）", "Please answer y or n", "red")
