"""The file of the profile: every answer goes there at once, into what then stands in it."""

from __future__ import annotations

from pathlib import Path

from huiqi.api import Rulebook
from huiqi.load.profile import ProfileReading
from huiqi.load.profile_edit import Plain, is_blank, with_answer
from huiqi.model.profile import Profile
from huiqi.present.save import save_text

_NEW = "# 企业档案，由 huiqi ask 写成，可以手工修改 · company profile written by huiqi ask\n"


class ProfileFile:
    """A profile on disk, which its owner may edit while the questions are asked."""

    def __init__(self, book: Rulebook, path: Path) -> None:
        self.path = path
        self._book = book
        self._text = _NEW

    def read(self) -> ProfileReading:
        """What it says now; nothing where there is no file, or nothing in it.

        Raises: ProfileError: the file cannot be used.
        """
        text = self._on_disk()
        if is_blank(text):
            self._text = text or _NEW
            return ProfileReading(Profile())
        reading = self._book.read_profile(self.path)
        self._text = text
        return reading

    def reload(self) -> bool:
        """Whether the file was edited since; what it says now counts from then on.

        Raises: ProfileError: it was, and cannot be used any more.
        """
        if not self.path.exists() or self._on_disk() == self._text:
            return False
        self.read()
        return True

    def _on_disk(self) -> str:
        try:
            # What is no UTF-8 is for the reader of profiles to refuse.
            return self.path.read_text(encoding="utf-8-sig", errors="replace")
        except FileNotFoundError:
            return ""
        except OSError:
            self._book.read_profile(self.path)
            raise

    def put(self, key: str, value: Plain) -> Profile:
        """Write an answer, or the company's name; the profile that the file then holds.

        Raises: ProfileError: it cannot be used; nothing is written. CannotSave: the file cannot be
        written.
        """
        text = with_answer(self._text, key, value)
        # Read as a whole, since one answer may tell others (a place its zone) or tell them no
        # longer: what is known is what the file says, now and when it is resumed.
        profile = self._book.read_profile(text).profile
        save_text(self.path, text)
        self._text = text
        return profile
