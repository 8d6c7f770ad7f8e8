"""A file or a folder on this machine: Markdown, plain text, and JSON Lines."""

from __future__ import annotations

import hashlib
import logging
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, ClassVar

from pydantic import Field, StringConstraints

from bot.entries import Entry, Expected
from bot.sources.documents import READERS
from bot.sources.source import SourceTrouble, Visit
from briefings import lines
from briefings.errors import BadStatement
from briefings.lines import BadLine
from briefings.statements import Draft

log = logging.getLogger(__name__)

LONGEST = 2_000_000
"""Bytes of a document with one statement in it."""
MOST = 100_000
"""Files in a folder."""
JSON_LINES = (".jsonl", ".ndjson")

Told = Callable[[int], object]
"""Is told how many bytes went by."""


class FolderOptions(Entry):
    """The options of this kind."""

    path: Annotated[
        str,
        StringConstraints(pattern=r"^[^\x00]+$", max_length=4096),
        Field(
            description="A folder with Markdown (.md), plain text (.txt) and JSON Lines (.jsonl), the folders in it too; or one such file. "
            "Seen from where the bot is started."
        ),
        Expected("the path of a file or folder"),
    ]


@dataclass(frozen=True, slots=True)
class BadFile:
    """A file, or a line of one, that cannot be used: its name within the folder, and why."""

    name: str
    why: str

    def __str__(self) -> str:
        return f"{self.name}: {self.why}"


@dataclass(frozen=True, slots=True)
class File:
    """A file with statements: its `name` within the folder, and where it is."""

    name: str
    path: Path

    @property
    def is_document(self) -> bool:
        """Whether it holds one statement, and not one a line."""
        return self.path.suffix.lower() in READERS

    def size(self) -> int:
        """Bytes; 0 where it cannot be looked at."""
        try:
            return self.path.stat().st_size
        except OSError:
            return 0

    def digest(self) -> str:
        """The same as long as what stands in it, and its name, are. OSError if it cannot be read."""
        digest = hashlib.blake2b(f"{self.name}\0".encode(), digest_size=12)
        with self.path.open("rb") as stream:
            while part := stream.read(1 << 20):
                digest.update(part)
        return digest.hexdigest()

    def drafts(self, publisher: str, passed: Told = lambda _size: None) -> Iterator[Draft | BadLine | BadFile]:
        """What it holds. OSError if it cannot be read."""
        with self.path.open("rb") as stream:
            if not self.is_document:
                yield from lines.drafts(stream, publisher, passed)
                return
            raw = stream.read(LONGEST + 1)
        passed(len(raw))
        yield self._document(raw, publisher)

    def _document(self, raw: bytes, publisher: str) -> Draft | BadFile:
        if len(raw) > LONGEST:
            return BadFile(self.name, f"longer than {LONGEST:,} bytes, which is too long for one statement")
        try:
            return READERS[self.path.suffix.lower()](raw.decode("utf-8-sig"), self.name, publisher)
        except UnicodeDecodeError:
            return BadFile(self.name, "not UTF-8")
        except BadStatement as bad:
            return BadFile(self.name, str(bad))


def files_at(path: str) -> list[File]:
    """The files with statements at a path: itself, or those in the folder and its folders, the last name first: that is how days are named.

    Names that begin with a dot are left out, and links that lead out of the folder. SourceTrouble if there are none.
    """
    root = Path(path)
    try:
        if not root.is_dir():
            root.stat()
            return [File(_shown(Path(root.name)), root)]
        found = sorted(_within(root), key=lambda file: file.name, reverse=True)
    except (OSError, ValueError) as error:
        raise SourceTrouble(f"{path} cannot be read: {getattr(error, 'strerror', None) or error}") from None
    if not found:
        raise SourceTrouble(f"{path} holds no statements: expected files that end in {', '.join((*READERS, *JSON_LINES))}")
    return found


def _within(root: Path) -> Iterator[File]:
    home, many = root.resolve(), 0
    for folder, folders, names in os.walk(root, onerror=_raise):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in names:
            path = Path(folder, name)
            if name.startswith(".") or path.suffix.lower() not in (*READERS, *JSON_LINES) or not path.resolve().is_relative_to(home):
                continue
            many += 1
            if many > MOST:
                raise SourceTrouble(f"{root} holds more than {MOST:,} files: divide it")
            if path.is_file():
                yield File(_shown(path.relative_to(root)), path)


def _shown(path: Path) -> str:
    """The name as people can be shown it, whatever bytes it is made of."""
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in path.as_posix())


def _raise(error: OSError) -> None:
    raise error


@dataclass(frozen=True, slots=True)
class Folder:
    """A source that is a file or a folder."""

    name: str
    publisher: str
    options: FolderOptions

    addresses: ClassVar[tuple[str, ...]] = ()
    watches_pages: ClassVar[bool] = False

    def recheck(self, visit: Visit, statement: str, url: str) -> Draft | None:
        """A file has no pages."""

    def fetch(self, visit: Visit) -> Iterator[Draft]:
        """The statements of the files that are new or changed. What cannot be used is passed over, with one log line that counts it."""
        files = files_at(self.options.path)
        known = {digest: item for item, digest in visit.digests.items()}
        holders: dict[str, str] = {}
        bad: list[BadFile] = []
        many = unreadable = 0
        for file in files:
            try:
                for found in self._changed(file, visit, known, holders):
                    if isinstance(found, Draft):
                        yield found
                    else:
                        many += 1
                        bad = bad or [named(file, found)]
            except OSError as error:
                many, unreadable = many + 1, unreadable + 1
                bad = bad or [BadFile(file.name, f"cannot be read: {error.strerror}")]
        if unreadable == len(files):
            raise SourceTrouble(f"{self.options.path} cannot be read: {bad[0]}")
        if bad:
            passed_over = "1 bad file or line was" if many == 1 else f"{many:,} bad files or lines were"
            log.warning("source %s: %s passed over; the first is %s", self.name, passed_over, bad[0])

    def _changed(self, file: File, visit: Visit, known: Mapping[str, str], holders: dict[str, str]) -> Iterator[Draft | BadLine | BadFile]:
        """`known`: by digest, what items were there; `holders` learns in which document each statement stands."""
        digest = file.digest()
        if digest in known:
            holders.setdefault(known[digest], file.name)
            return
        for given in file.drafts(self.publisher):
            found = alone(file, given, holders)
            if file.is_document and isinstance(found, Draft):
                visit.took(found.id, digest)
            yield found
        if not file.is_document:
            visit.took(file.name, digest)


def alone(file: File, found: Draft | BadLine | BadFile, holders: dict[str, str]) -> Draft | BadLine | BadFile:
    """The same, unless it is a statement of which another document holds one: of two with one id each would correct the other."""
    if not file.is_document or not isinstance(found, Draft):
        return found
    holder = holders.setdefault(found.id, file.name)
    return found if holder == file.name else BadFile(file.name, f"its id, {found.id}, is that of {holder} too: give one of them another")


def named(file: File, found: BadLine | BadFile) -> BadFile:
    """What is bad in a file, by the file's name too."""
    return found if isinstance(found, BadFile) else BadFile(f"{file.name} line {found.number:,}", found.why)
