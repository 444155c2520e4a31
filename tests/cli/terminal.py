"""The questionnaire in a real pseudo-terminal, and over a pipe."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pexpect

ROOT = Path(__file__).parent.parent.parent
ENVIRONMENT = {
    **os.environ,
    "PYTHONPATH": str(ROOT / "engine"),
    "PYTHONUTF8": "1",
    "TERM": "xterm-256color",
    "PROMPT_TOOLKIT_NO_CPR": "1",
}
PROMPT = "›"
ESCAPES = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]|\x1b[=>]|\r")


class Terminal:
    """The questionnaire in a pseudo-terminal: send lines, wait for words on the screen.

    `name` answers the question for the company's name, which is put where there is no profile yet.
    """

    def __init__(
        self,
        profile: Path,
        *options: str,
        size: tuple[int, int] = (40, 100),
        lang: str = "en",
        name: str | None = "",
    ) -> None:
        command = ["-m", "huiqi", "ask", str(profile), "--as-of", "2026-11-22", *options]
        self.child = pexpect.spawn(
            sys.executable,
            command,
            env={**ENVIRONMENT, "HUIQI_LANG": lang},
            encoding="utf-8",
            dimensions=size,
            timeout=60,
        )
        self.seen = ""
        if name is not None and not profile.exists():
            self.wait("Name of the company|企业名称")
            self.send(name)

    def wait(self, words: str) -> str:
        """The screen's text up to and with these words."""
        self.child.expect(words)
        fresh = ESCAPES.sub("", self.child.before + self.child.after)
        self.seen += fresh
        return fresh

    def send(self, line: str) -> None:
        self.child.send(line + "\r")

    def go_on(self, line: str, number: int) -> bool:
        """Answer question `number - 1`, and the offer to go on; whether question `number` comes.

        The prompt is painted anew at every key, so questions are told apart by their numbers.
        """
        comes, offer = rf"(?<!\d){number}\. ", r"Answer up to \d+ more"
        ends = ["No further (answer|question)", "Stopping here"]
        self.send(line)
        found = self.child.expect([comes, *ends, offer])
        if found == 3:
            self.send("y")
            found = self.child.expect([comes, *ends])
        self.seen += ESCAPES.sub("", self.child.before + self.child.after)
        return found == 0

    def close(self) -> int:
        self.child.expect(pexpect.EOF)
        self.seen += ESCAPES.sub("", self.child.before)
        self.child.close()
        return self.child.exitstatus


def piped(
    profile: Path, *lines: str, options: tuple[str, ...] = (), lang: str = "en", name: str = ""
) -> subprocess.CompletedProcess[str]:
    """The questionnaire over a pipe; `name` as for `Terminal`."""
    typed = lines if profile.exists() else (name, *lines)
    return subprocess.run(
        [sys.executable, "-W", "error", "-m", "huiqi", "ask", str(profile), *options],
        input="".join(f"{line}\n" for line in typed),
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**ENVIRONMENT, "HUIQI_LANG": lang},
        timeout=120,
    )
