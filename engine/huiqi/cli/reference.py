"""The reference of the command line, and writing all references: `make docs`.

Made from what the commands declare (`typer.Option`, `typer.Argument`, docstrings), so that it says
the same under every version of typer.
"""

from __future__ import annotations

import inspect
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any, Union, get_args, get_origin, get_type_hints

if TYPE_CHECKING:
    import typer

UNION = (Union, type(int | None))


@dataclass(frozen=True)
class Command:
    """One command by its full name."""

    name: str
    run: Callable[..., object]
    epilog: str


def commands_of(app: typer.Typer, above: str) -> Iterator[Command]:
    """The commands of an app and of the groups in it, in the order they were registered."""
    for info in app.registered_commands:
        assert info.callback is not None
        name = info.name or info.callback.__name__.replace("_", "-")
        yield Command(f"{above} {name}", info.callback, info.epilog or "")
    for group in app.registered_groups:
        inner = group.typer_instance
        assert inner is not None
        name = f"{above} {group.name}"
        own = inner.registered_callback
        if own is not None and own.callback is not None:
            yield Command(name, own.callback, "")
        yield from commands_of(inner, name)


def cli_reference(app: typer.Typer) -> str:
    """Every command with its arguments, options and examples, as Markdown."""
    from huiqi.author.reference import MADE

    parts = [
        "# Command line",
        MADE,
        "`huiqi COMMAND --help` says the same in the language of the locale (`HUIQI_LANG=zh|en` "
        "decides). Results go to standard output, findings and progress to standard error. Exit "
        "codes: 0 done · 1 findings in rules or data · 2 usage or unreadable input.",
    ]
    for command in commands_of(app, "huiqi"):
        parts += _command(command)
    return "\n\n".join(parts) + "\n"


def _command(command: Command) -> Iterator[str]:
    parameters = list(_parameters(command.run))
    arguments = [shown for shown, _, is_option in parameters if not is_option]
    yield f"## `{' '.join([command.name, *arguments])}`"
    yield inspect.getdoc(command.run) or ""
    cells = [(f"`{shown}`", said) for shown, said, _ in parameters]
    rows = ["| {} | {} |".format(*(cell.replace("|", "\\|") for cell in row)) for row in cells]
    if rows:
        yield "\n".join(["| | |", "| --- | --- |", *rows])
    if command.epilog:
        kind, _, examples = command.epilog.partition(": ")
        listed = "\n".join(example.strip() for example in examples.split(" · "))
        yield f"{kind}:\n\n```sh\n{listed}\n```"


def _parameters(run: Callable[..., object]) -> Iterator[tuple[str, str, bool]]:
    """Each parameter: how it is written, what it means, whether it is an option."""
    from typer.models import ArgumentInfo, OptionInfo

    hints = get_type_hints(run, include_extras=True)
    for name, parameter in inspect.signature(run).parameters.items():
        base, declared = annotated(hints[name])
        for info in declared:
            if isinstance(info, (ArgumentInfo, OptionInfo)):
                is_option = isinstance(info, OptionInfo)
                said = info.help or ""
                if is_option:
                    written = _option(name, info, base)
                else:
                    written = info.metavar or name.upper()
                    if parameter.default is not parameter.empty:
                        written = f"[{written}]"
                    if _is_list(base):
                        written += "..."
                yield written, said + _default(parameter.default), is_option


def annotated(hint: Any) -> tuple[Any, tuple[Any, ...]]:
    """The type and what `Annotated` adds to it.

    Before Python 3.11 a hint is wrapped in `Optional` where the default is None.
    """
    for part in (hint, *get_args(hint)):
        if hasattr(part, "__metadata__"):
            return part.__origin__, part.__metadata__
    return hint, ()


def _option(name: str, info: Any, base: Any) -> str:
    # In `Annotated` the first name stands where the default would.
    names = [n for n in (info.default, *(info.param_decls or ())) if isinstance(n, str)]
    flags = ", ".join(names or [f"--{name.replace('_', '-')}"])
    kind = _plain_type(base)
    if kind is bool:
        return flags
    if isinstance(kind, type) and issubclass(kind, Enum):
        return f"{flags} {'|'.join(str(member.value) for member in kind)}"
    return f"{flags} {info.metavar or getattr(kind, '__name__', 'TEXT').upper()}"


def _plain_type(base: Any) -> Any:
    """The type of one value: without `None`, `Annotated` and the list around it."""
    base = _stated(base)
    return get_args(base)[0] if get_origin(base) is list else base


def _is_list(base: Any) -> bool:
    return get_origin(_stated(base)) is list


def _stated(base: Any) -> Any:
    """The type without `None` beside it."""
    if get_origin(base) in UNION:
        return next(part for part in get_args(base) if part is not type(None))
    return base


def _default(value: object) -> str:
    if isinstance(value, Enum):
        return f" (default: {value.value})"
    return ""


def write_references(folder: Path) -> list[Path]:
    """Write the three references of a checkout; the files."""
    from huiqi.author.reference import diagnostics_reference, rules_reference
    from huiqi.cli import commands
    from huiqi.present.save import save_text

    texts = {
        folder / "rules/REFERENCE.md": rules_reference(),
        folder / "engine/DIAGNOSTICS.md": diagnostics_reference(),
        folder / "engine/CLI.md": cli_reference(commands()),
    }
    for path, text in texts.items():
        save_text(path, text)
    return list(texts)


if __name__ == "__main__":
    # The commands say their help in the language that is set when they are imported.
    os.environ["HUIQI_LANG"] = "en"
    for written in write_references(Path(sys.argv[1] if len(sys.argv) > 1 else ".")):
        print(written)
