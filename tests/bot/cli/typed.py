"""Types commands at a real terminal's place: a process of its own, real files, a real database."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[3]


@dataclass(frozen=True, slots=True)
class Said:
    """What a command wrote, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def objects(self) -> list[dict[str, Any]]:
        """The output as JSON, one object a line."""
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def told(self) -> str:
        """The output on one line."""
        return " ".join(self.out.split())


@dataclass(frozen=True, slots=True)
class Desktop:
    """A directory with a configuration and a database to be, and `python -m bot` in it."""

    directory: Path
    database_url: str

    @property
    def environ(self) -> dict[str, str]:
        """The environment of every command: this machine's, without any setting of the bot's but these."""
        kept = {
            name: value for name, value in os.environ.items() if not name.startswith(("SLACK_", "BOT_")) and name not in {"HOST", "PORT"}
        }
        return {
            **kept,
            "DATABASE_URL": self.database_url,
            "BOT_CONFIG": str(self.directory / "config"),
            "PYTHONPATH": str(ROOT),
            "COLUMNS": "200",
        }

    def command(self, *arguments: str) -> list[str]:
        """The words of a command, with warnings as errors."""
        return [sys.executable, "-W", "error", "-m", "bot", *arguments]

    def type(self, *arguments: str, given: bytes = b"", **environ: str) -> Said:
        """Run a command to its end."""
        done = subprocess.run(
            self.command(*arguments),
            input=given,
            capture_output=True,
            cwd=self.directory,
            env={**self.environ, **environ},
            check=False,
            timeout=300,
        )
        return Said(done.returncode, done.stdout.decode(), done.stderr.decode())

    def watch(self, *arguments: str) -> str:
        """What somebody at a terminal sees of a command, from its start to its end."""
        mine, theirs = os.openpty()
        with subprocess.Popen(self.command(*arguments), cwd=self.directory, env=self.environ, stderr=theirs, stdout=theirs) as running:
            running.wait()
        os.close(theirs)
        shown = os.read(mine, 100_000).decode()
        os.close(mine)
        return shown

    def stored(self) -> int:
        """How many statements the database holds."""
        return sum(source["statements"] for source in self.type("sources", "--json").objects)

    def file(self, name: str, *lines: str | bytes | dict[str, Any]) -> str:
        """Write a file of lines; returns its path."""
        path = self.directory / name
        path.write_bytes(b"".join(_line(line) + b"\n" for line in lines))
        return str(path)


def _line(line: str | bytes | dict[str, Any]) -> bytes:
    if isinstance(line, bytes):
        return line
    return (line if isinstance(line, str) else json.dumps(line, ensure_ascii=False)).encode()


def statement(number: int, **more: object) -> dict[str, Any]:
    """A line of an import: a statement of Westshire Police, which is made up."""
    return {
        "id": f"w{number}",
        "title": f"Bicycle theft, week {number}",
        "text": f"Westshire Police recovered {number + 2} stolen bicycles. Inspector Ann Example said they were found in a barn.",
        "url": f"https://westshire.example/{number}",
        "published": f"2025-06-{number % 28 + 1:02}",
        "publisher": "Westshire Police",
        **more,
    }
