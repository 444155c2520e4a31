"""The command line. `main` is the console script."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from huiqi.base.diagnostics import Language


def main() -> None:
    """Run the command line; findings go to standard error, never a traceback."""
    from huiqi.base.diagnostics import HuiqiError
    from huiqi.cli import ask, authoring, lists, rules  # noqa: F401 - importing registers commands
    from huiqi.cli.app import app
    from huiqi.cli.failures import USAGE, report
    from huiqi.present.save import CannotSave

    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        app()
    except HuiqiError as error:
        sys.exit(report(error, _language()))
    except CannotSave as error:
        print(error.message(_language()), file=sys.stderr)
        sys.exit(USAGE)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)


def _language() -> Language:
    """The language asked for on the command line, or the locale's."""
    from huiqi.cli.options import locale_language

    for option, following in zip(sys.argv, [*sys.argv[1:], ""], strict=True):
        chosen = following if option == "--lang" else option.removeprefix("--lang=")
        if option.startswith("--lang") and chosen in ("zh", "en"):
            return "zh" if chosen == "zh" else "en"
    return locale_language()
