"""How fast a company file is scored, as ratios to reading and writing it back without any rules.

    python tests/benchmarks/score.py                # 1k, 100k, 1M and 5M companies, and the peers
    python tests/benchmarks/score.py --rows 1000 --times 3 --peers 0

The floor is polars streaming the same file back with all its columns, to CSV and to Parquet; beside
it stands what polars takes to write as many columns of verdicts as there are programmes, to look
besides at every cell once, and to copy the finished long table of details (`floors.py`). Every
figure is a whole process, cold start included; wall time, processor time and peak memory are those
the system reports of it. Last come the peers on the same rules (`peers.py`), those installed.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
MORE = {"wider": "  with 207 columns more", "understood": "  and every cell understood"}
AS_OF = ("--as-of", "2024-07-01")
ROWS = [1_000, 100_000, 1_000_000, 5_000_000]


@dataclass(frozen=True)
class Cost:
    """What one process took: seconds on the clock and of processors, and its peak memory."""

    wall: float
    cpu: float
    memory: float


def measured(command: list[str], times: int) -> Cost:
    """The best of some runs of a command that must succeed."""
    costs = []
    for _ in range(times):
        began = time.perf_counter()
        run = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        assert run.stderr is not None
        said = run.stderr.read()
        _, status, used = os.wait4(run.pid, 0)
        wall = time.perf_counter() - began
        if status:
            raise SystemExit(said.decode("utf-8", "replace"))
        costs.append(Cost(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024))
    return min(costs, key=lambda cost: cost.wall)


def main() -> None:
    """Make the files, run floor and scoring in turn, print a table of ratios."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rows", type=int, nargs="+", default=ROWS)
    parser.add_argument("--times", type=int, default=1, help="runs of each, the best counts")
    parser.add_argument(
        "--reasons-rows", type=int, default=100_000, help="most companies for lists and details"
    )
    parser.add_argument("--peers", type=int, default=5_000, help="companies for them, 0: without")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for rows in chosen.rows:
            table(Path(folder), rows, chosen.times, rows <= chosen.reasons_rows)
    if chosen.peers:
        print(flush=True)
        peers = [sys.executable, str(HERE / "peers.py"), "--companies", str(chosen.peers)]
        raise SystemExit(subprocess.run(peers).returncode)


def table(folder: Path, rows: int, times: int, with_reasons: bool) -> None:
    """The figures for one number of companies."""
    source = folder / "companies.csv"
    maker = [sys.executable, str(HERE / "company_files.py"), str(source)]
    subprocess.run([*maker, "--rows", str(rows), "--dirt", "0.02"], check=True, capture_output=True)
    score = [sys.executable, "-m", "huiqi", "score", str(source), *AS_OF, "-o"]
    print(f"\n{rows:,} companies, {source.stat().st_size / 1e6:,.0f} MB")
    print(
        f"{'':34}{'wall s':>9}{'cpu s':>9}{'MB':>7}{'companies/s':>13}{'ratio wall':>12}{'cpu':>7}"
    )
    for form in ("csv", "parquet"):
        out = str(folder / f"out.{form}")
        floor = measured(without_rules("back", source, out), times)
        line(f"floor CSV → {form}", floor, floor, rows)
        for kind, name in MORE.items():
            line(name, measured(without_rules(kind, source, out), times), floor, rows)
        line("  verdicts", measured([*score, out, "--verdicts", "--no-lists"], times), floor, rows)
        if with_reasons:
            lists = [*score, out, "--lists", "--no-verdicts"]
            line("  lists, what is missing", measured(lists, times), floor, rows)
            long = str(folder / f"details.{form}")
            details = ["--no-lists", "--details", long]
            line("  verdicts and details", measured([*score, out, *details], times), floor, rows)
            copied = without_rules("back", long, folder / f"copy.{form}")
            line("  the long table copied", measured(copied, times), floor, rows)
        Path(out).unlink()


def without_rules(kind: str, source: Path | str, out: Path | str) -> list[str]:
    """The command of one of the yardsticks."""
    return [sys.executable, str(HERE / "floors.py"), kind, str(source), str(out)]


def line(name: str, cost: Cost, floor: Cost, rows: int) -> None:
    """One row of the table."""
    print(
        f"{name:34}{cost.wall:9.2f}{cost.cpu:9.2f}{cost.memory:7.0f}{rows / cost.wall:13,.0f}"
        f"{cost.wall / floor.wall:12.2f}{cost.cpu / floor.cpu:7.2f}",
        flush=True,
    )


if __name__ == "__main__":
    main()
