"""A table is whole or not there, whatever befalls the one who writes it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

import pytest

from huiqi.present.save import CannotSave
from huiqi.present.tables.write import FORMS, open_table

from .frames import SAMPLE, written

WRITING = Path(__file__).with_name("writing.py")
MANY = 100_000
"""More frames than a test waits for."""


def process(*arguments: object) -> list[str]:
    return [sys.executable, str(WRITING), *map(str, arguments)]


@pytest.mark.parametrize("ending", FORMS)
def test_a_killed_run_leaves_the_old_file_and_the_next_one_tidies_up(tmp_path, ending):
    path = tmp_path / f"a{ending}"
    path.write_text("old", "utf-8")
    with subprocess.Popen(process(path, MANY), stdout=subprocess.PIPE) as run:
        assert run.stdout is not None
        for _ in range(4):
            assert run.stdout.readline() == b"wrote\n"
        run.kill()
    assert path.read_text("utf-8") == "old"
    (left,) = set(tmp_path.iterdir()) - {path}
    assert left.name.startswith(".huiqi-")
    os.utime(left, (time.time() - 100,) * 2)
    written(path, SAMPLE)
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("ending", FORMS)
def test_an_interrupted_run_tidies_up_itself(tmp_path, ending):
    path = tmp_path / f"a{ending}"
    path.write_text("old", "utf-8")
    with subprocess.Popen(
        process(path, MANY), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as run:
        assert run.stdout is not None
        for _ in range(4):
            assert run.stdout.readline() == b"wrote\n"
        run.send_signal(signal.SIGINT)
        run.stdout.read()
    assert run.returncode == -signal.SIGINT
    assert path.read_text("utf-8") == "old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("ending", FORMS)
def test_too_large_a_file_is_told_and_leaves_the_old_one(tmp_path, ending):
    path = tmp_path / f"a{ending}"
    path.write_text("old", "utf-8")
    run = subprocess.run(process(path, MANY, 2_000_000), capture_output=True, text=True)
    assert run.stderr == ""
    assert run.returncode == 2
    *progress, said = run.stdout.splitlines()
    assert said.endswith("the file grows larger than the system allows; choose another place")
    assert set(progress) <= {"wrote"}
    assert path.read_text("utf-8") == "old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("ending", FORMS)
def test_too_large_a_file_may_show_only_at_the_end(tmp_path, ending):
    """What was taken may not have reached the disk yet."""
    path = tmp_path / f"a{ending}"
    run = subprocess.run(process(path, 2, 4_096), capture_output=True, text=True)
    assert (run.stderr, run.returncode) == ("", 2)
    assert "the file grows larger than the system allows" in run.stdout
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def small_disk(tmp_path):
    """A disk of one megabyte."""
    if os.name != "posix" or os.geteuid() != 0:
        pytest.skip("only root mounts disks")
    command = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(tmp_path)]
    if subprocess.run(command, capture_output=True).returncode:
        pytest.skip("no disk can be mounted here")
    yield tmp_path
    subprocess.run(["umount", str(tmp_path)], check=True)


@pytest.mark.parametrize("ending", FORMS)
def test_a_full_disk_is_told_and_leaves_the_old_file(small_disk, ending):
    path = small_disk / f"a{ending}"
    path.write_text("old", "utf-8")
    run = subprocess.run(process(path, MANY), capture_output=True, text=True)
    assert (run.stderr, run.returncode) == ("", 2)
    assert run.stdout.splitlines()[-1].endswith("the disk is full; free some space")
    assert path.read_text("utf-8") == "old"
    assert list(small_disk.iterdir()) == [path]


@pytest.mark.parametrize("ending", FORMS)
def test_a_disk_may_be_full_from_the_beginning(small_disk, ending):
    """What is small enough to wait in memory is written at the end."""
    path = small_disk / f"a{ending}"
    path.write_text("old", "utf-8")
    with suppress(OSError), (small_disk / "more").open("wb", buffering=0) as more:
        while True:
            more.write(bytes(4096))
    with pytest.raises(CannotSave, match="the disk is full"):
        written(path, SAMPLE)
    assert path.read_text("utf-8") == "old"


@pytest.mark.parametrize("ending", FORMS)
def test_a_failure_elsewhere_abandons_the_table(tmp_path, ending):
    path = tmp_path / f"a{ending}"
    path.write_text("old", "utf-8")

    def run() -> None:
        with open_table(path, lang="en") as table:
            table.write(SAMPLE)
            raise KeyError("a fault of whoever makes the frames")

    with pytest.raises(KeyError):
        run()
    assert path.read_text("utf-8") == "old"
    assert list(tmp_path.iterdir()) == [path]
    assert "parquet" not in [thread.name for thread in threading.enumerate()]


@pytest.mark.parametrize("ending", FORMS)
def test_a_table_that_is_not_finished_is_abandoned(tmp_path, ending):
    with open_table(tmp_path / f"a{ending}", lang="en") as table:
        table.write(SAMPLE)
    table.abandon()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("ending", FORMS)
def test_a_finished_table_stays(tmp_path, ending):
    path = written(tmp_path / f"a{ending}", SAMPLE)
    again = path.read_bytes()
    written(path, SAMPLE, SAMPLE)
    assert path.read_bytes() != again
    assert list(tmp_path.iterdir()) == [path]


def test_permissions_of_the_replaced_file_are_kept(tmp_path):
    path = written(tmp_path / "a.parquet", SAMPLE)
    path.chmod(0o640)
    written(path, SAMPLE)
    assert path.stat().st_mode & 0o777 == 0o640


def test_a_missing_folder_is_told_before_any_work(tmp_path):
    with pytest.raises(CannotSave, match=r"there is no folder .*nowhere; make it first"):
        open_table(tmp_path / "nowhere" / "a.csv", lang="en")


def test_a_program_that_forgets_the_table_ends(tmp_path):
    program = (
        "import sys; from pathlib import Path; import polars as pl\n"
        "from huiqi.present.tables.write import open_table\n"
        "table = open_table(Path(sys.argv[1]), lang='en')\n"
        "table.write(pl.DataFrame({'a': [1]}))\n"
    )
    command = [sys.executable, "-c", program, str(tmp_path / "a.parquet")]
    assert subprocess.run(command, timeout=60).returncode == 0
    assert not (tmp_path / "a.parquet").exists()
