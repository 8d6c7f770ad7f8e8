"""`TEST_DATABASE_URL`: the tests on a PostgreSQL server of one's own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest
from sqlalchemy import create_engine, make_url

from tests.databases import postgres

TEST = "tests/briefings/test_store.py::test_migrating_makes_every_table_and_does_nothing_the_second_time[postgresql]"


@pytest.fixture(scope="module")
def own() -> Iterator[str]:
    """The address of a database, by somebody who may create others."""
    with postgres() as databases, databases.empty() as url:
        yield url


def run_on(url: str) -> subprocess.CompletedProcess[str]:
    """A run of one test with the server at `url`."""
    environ = {**os.environ, "TEST_DATABASE_URL": url}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-n", "0", TEST]
    return subprocess.run(command, env=environ, capture_output=True, text=True, check=False, timeout=300)


def there(url: str) -> set[str]:
    """The databases of a server."""
    engine = create_engine(make_url(url).set(drivername="postgresql+psycopg"))
    with engine.connect() as connection:
        found = set(connection.exec_driver_sql("SELECT datname FROM pg_database").scalars())
    engine.dispose()
    return found


def test_the_server_that_is_named_is_used_and_left_as_it_was(own: str) -> None:
    before = there(own)
    done = run_on(own)
    assert "1 passed" in done.stdout, done.stdout + done.stderr
    assert there(own) == before


def test_no_other_is_used_where_the_one_that_is_named_does_not_answer(own: str) -> None:
    done = run_on(make_url(own).set(host="127.0.0.1", port=1, query={}).render_as_string(hide_password=False))
    assert "1 error" in done.stdout
    assert "cannot be reached" in done.stdout or "refused" in done.stdout
