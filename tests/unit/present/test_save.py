"""A draft takes the place of a file once it is whole; what killed runs left is swept away."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from huiqi.present.leftovers import hold, sweep, temporary_in
from huiqi.present.save import CannotSave, Draft, save_text, saving

HOUR = 3600.0


def aged(path: Path, seconds: float = HOUR) -> Path:
    then = time.time() - seconds
    os.utime(path, (then, then))
    return path


def left_behind(folder: Path) -> Path:
    """A temporary file whose writer is gone."""
    path = temporary_in(folder)
    path.write_text("half", "utf-8")
    return aged(path)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_draft_is_beside_its_place_until_it_is_published(tmp_path):
    (tmp_path / "a.csv").write_text("old", "utf-8")
    with Draft(tmp_path / "a.csv") as draft:
        draft.file.write(b"new")
        assert draft.path.parent == tmp_path
        assert (tmp_path / "a.csv").read_text("utf-8") == "old"
        draft.publish()
    assert (tmp_path / "a.csv").read_text("utf-8") == "new"
    assert names(tmp_path) == ["a.csv"]


def test_a_draft_that_is_not_published_leaves_nothing(tmp_path):
    with Draft(tmp_path / "a.csv") as draft:
        draft.file.write(b"new")
        (draft.path.parent / "other").write_text("", "utf-8")
    assert names(tmp_path) == ["other"]


def test_saving_replaces_what_was_left_behind(tmp_path):
    left_behind(tmp_path)
    left_behind(tmp_path)
    save_text(tmp_path / "a.md", "x")
    assert names(tmp_path) == ["a.md"]


def test_what_is_being_written_is_not_swept(tmp_path):
    with Draft(tmp_path / "a.csv") as draft:
        aged(draft.path)
        sweep(tmp_path)
        assert draft.path.exists()


def test_what_was_just_made_is_not_swept(tmp_path):
    path = temporary_in(tmp_path)
    path.touch()
    sweep(tmp_path)
    assert path.exists()


@pytest.mark.parametrize(
    "name", [".huiqi-0123456789abcdef.csv", ".huiqi-notes.tmp", "huiqi-0123456789abcdef.tmp"]
)
def test_files_of_other_names_are_not_swept(tmp_path, name):
    (tmp_path / name).touch()
    aged(tmp_path / name)
    sweep(tmp_path)
    assert names(tmp_path) == [name]


def test_only_plain_files_are_swept(tmp_path):
    (tmp_path / "precious").write_text("x", "utf-8")
    link, pipe, folder = (temporary_in(tmp_path) for _ in range(3))
    link.symlink_to("precious")
    os.utime(link, (0, 0), follow_symlinks=False)
    os.mkfifo(pipe)
    aged(pipe)
    folder.mkdir()
    aged(folder)
    sweep(tmp_path)
    assert names(tmp_path) == sorted(["precious", link.name, pipe.name, folder.name])


def test_a_folder_that_cannot_be_listed_is_no_error(tmp_path):
    sweep(tmp_path / "nowhere")


def test_two_writers_of_one_file_do_not_meet(tmp_path):
    with Draft(tmp_path / "a.md") as one, Draft(tmp_path / "a.md") as two:
        one.file.write(b"one")
        two.file.write(b"two")
        two.publish()
        one.publish()
    assert (tmp_path / "a.md").read_text("utf-8") == "one"
    assert names(tmp_path) == ["a.md"]


def test_a_killed_process_lets_go(tmp_path):
    program = (
        "import sys, time; from pathlib import Path; from huiqi.present.save import Draft\n"
        "draft = Draft(Path(sys.argv[1])); print('ready', flush=True); time.sleep(60)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, tmp_path / "a.csv"], stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        (left,) = tmp_path.iterdir()
        aged(left)
        sweep(tmp_path)
        assert left.exists()
        process.kill()
    sweep(tmp_path)
    assert names(tmp_path) == []


def test_a_lock_is_no_condition(tmp_path):
    """Where a file cannot be locked it is written all the same."""
    read, write = os.pipe()
    os.close(read)
    os.close(write)
    hold(write)


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (OSError("No space left on device (os error 28)"), "disk is full"),
        (RuntimeError("parquet: underlying IO error: File too large (os error 27)"), "larger than"),
        (RuntimeError("parquet: IO error: [Errno 28] No space left on device"), "disk is full"),
        (OSError("strange"), "strange"),
    ],
)
def test_what_the_system_refused_is_found_in_the_errors_of_libraries(tmp_path, error, said):
    with pytest.raises(CannotSave, match=said), saving(tmp_path / "a"):
        raise error


def test_other_errors_pass(tmp_path):
    with pytest.raises(KeyError), saving(tmp_path / "a"):
        raise KeyError("a")
