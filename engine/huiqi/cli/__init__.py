"""The command line. `main` is the console script."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line; findings go to standard error, never a traceback."""
    from huiqi.base.diagnostics import HuiqiError
    from huiqi.cli import lists, rules
    from huiqi.cli.app import app
    from huiqi.cli.failures import report
    from huiqi.cli.options import locale_language

    # Importing these registers their commands.
    assert lists.documents_app
    assert rules.rules_app
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        app()
    except HuiqiError as error:
        lang = locale_language()
        if "--lang" in sys.argv:
            chosen = sys.argv[sys.argv.index("--lang") + 1 :][:1]
            lang = "zh" if chosen == ["zh"] else "en" if chosen == ["en"] else lang
        sys.exit(report(error, lang))
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
