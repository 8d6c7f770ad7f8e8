"""Fresh, migrated databases for tests, SQLite and PostgreSQL, each copied from a template made once a run (once a worker)."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from uuid import uuid4

from sqlalchemy import create_engine

from briefings.store import open_store
from briefings.store.engine import read_url

_SERVER = Path(__file__).parent / "postgres_server.py"
_numbers = count()


class SqliteDatabases:
    """SQLite files in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._template = folder / "template.db"
        _migrate(f"sqlite:///{self._template}")

    @contextmanager
    def empty(self) -> Iterator[str]:
        """The address of a database without a schema."""
        path = self._folder / f"{next(_numbers)}.db"
        yield f"sqlite:///{path}"
        for left in self._folder.glob(f"{path.name}*"):
            left.unlink()

    @contextmanager
    def migrated(self) -> Iterator[str]:
        """The address of a database that has the schema and nothing else."""
        with self.empty() as url:
            shutil.copyfile(self._template, url.removeprefix("sqlite:///"))
            yield url


class PostgresDatabases:
    """Databases on one PostgreSQL server, which `url` reaches as somebody who may create databases."""

    def __init__(self, url: str) -> None:
        self._url = read_url(url)
        self._name = f"briefings_test_{uuid4().hex[:12]}"
        self._run(f"CREATE DATABASE {self._name}")
        _migrate(self._address(self._name))

    @contextmanager
    def empty(self) -> Iterator[str]:
        """The address of a database without a schema."""
        with self._made("template1") as url:
            yield url

    @contextmanager
    def migrated(self) -> Iterator[str]:
        """The address of a database that has the schema and nothing else."""
        with self._made(self._name) as url:
            yield url

    def close(self) -> None:
        """Drop the template."""
        self._run(f"DROP DATABASE {self._name} WITH (FORCE)")

    @contextmanager
    def _made(self, template: str) -> Iterator[str]:
        name = f"{self._name}_{next(_numbers)}"
        self._run(f"CREATE DATABASE {name} TEMPLATE {template}")
        yield self._address(name)
        self._run(f"DROP DATABASE {name} WITH (FORCE)")

    def _address(self, name: str) -> str:
        return self._url.set(database=name).render_as_string(hide_password=False)

    def _run(self, statement: str) -> None:
        engine = create_engine(self._url, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.exec_driver_sql(statement)
        engine.dispose()


Databases = SqliteDatabases | PostgresDatabases


@contextmanager
def postgres() -> Iterator[PostgresDatabases]:
    """Databases on the server that TEST_DATABASE_URL names, or else on one that runs only as long as this."""
    given = os.environ.get("TEST_DATABASE_URL")
    with _same(given) if given else _server() as url:
        databases = PostgresDatabases(url)
        yield databases
        databases.close()


@contextmanager
def _same(url: str) -> Iterator[str]:
    yield url


@contextmanager
def _server() -> Iterator[str]:
    # Directly under /tmp where there is one: the path of a Unix socket is limited to about a hundred characters.
    folder = tempfile.mkdtemp(prefix="pg-", dir="/tmp" if Path("/tmp").is_dir() else None)
    environment = {**os.environ, "TMPDIR": folder, "XDG_RUNTIME_DIR": folder, "PYTHONWARNINGS": "ignore"}
    command = [sys.executable, str(_SERVER), folder]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment) as server:
        assert server.stdin is not None
        assert server.stdout is not None
        url = server.stdout.readline().strip()
        assert url, "PostgreSQL did not start: see above"
        yield url
        server.stdin.close()
        server.wait()


def _migrate(url: str) -> None:
    store = open_store(url)
    store.migrate()
    store.close()
