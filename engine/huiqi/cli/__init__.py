"""The command line. `main` is the console script."""

from __future__ import annotations

import gc
import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typer import Typer

    from huiqi.base.diagnostics import Language


def commands() -> Typer:
    """The app with every command; importing their modules registers them."""
    from huiqi.cli import (  # noqa: F401
        advise,
        ask,
        lists,
        rules,
        rules_diff,
        rules_graph,
        rules_new,
        rules_schema,
        score,
        template,
    )
    from huiqi.cli.app import app
    from huiqi.cli.options import locale_language

    # A shell that asks for completions shows no help.
    if locale_language() == "zh" and "_HUIQI_COMPLETE" not in os.environ:
        from huiqi.cli.chinese import speak_chinese

        speak_chinese()
    return app


def main() -> None:
    """Run the command line; findings go to standard error, never a traceback."""
    from huiqi.base.diagnostics import HuiqiError
    from huiqi.cli.failures import USAGE, report
    from huiqi.present.save import CannotSave

    # Nearly all objects stay to the end, none in circles: where a hundred thousand odd cells are
    # learnt, looking for garbage would take a tenth of the time, and of starting as much.
    gc.set_threshold(100_000, 50, 100)
    _open_streams()
    try:
        try:
            commands()()
        finally:
            sys.stdout.flush()
    except HuiqiError as error:
        sys.exit(report(error, _language()))
    except CannotSave as error:
        print(error.message(_language()), file=sys.stderr)
        sys.exit(USAGE)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    except OSError as error:
        # What a file lacks is told where it is read or written, so this is standard output.
        print(error, file=sys.stderr)
        # It would be tried once more at the end.
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115
        sys.exit(USAGE)


def _open_streams() -> None:
    """Let what does not fit the locale be replaced, and what is closed be nothing."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, mode))  # noqa: SIM115
        elif hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def _language() -> Language:
    """The language asked for on the command line, or the locale's."""
    from huiqi.cli.options import locale_language

    for option, following in zip(sys.argv, [*sys.argv[1:], ""], strict=True):
        chosen = following if option == "--lang" else option.removeprefix("--lang=")
        if option.startswith("--lang") and chosen in ("zh", "en"):
            return "zh" if chosen == "zh" else "en"
    return locale_language()
