"""A process that writes a table of so many frames: `writing.py PATH FRAMES [BYTES]`.

It says "wrote" after every frame. BYTES limits the size of files, as a small disk would; what then
cannot be saved is said, and nothing else.
"""

from __future__ import annotations

import resource
import sys
from pathlib import Path

import polars as pl

from huiqi.present.save import CannotSave
from huiqi.present.tables.write import open_table


def frame(number: int) -> pl.DataFrame:
    """Rows that no compression makes small."""
    rows = pl.int_range(number * 20_000, (number + 1) * 20_000, eager=True)
    return pl.DataFrame({"number": rows, "text": rows.hash(7).cast(pl.String)})


def main() -> None:
    path, frames = Path(sys.argv[1]), int(sys.argv[2])
    if len(sys.argv) > 3:
        limit = int(sys.argv[3])
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    try:
        with open_table(path, lang="en") as table:
            for number in range(frames):
                table.write(frame(number))
                print("wrote", flush=True)
            table.finish()
    except CannotSave as error:
        print(error.message("en"))
        sys.exit(2)


if __name__ == "__main__":
    main()
