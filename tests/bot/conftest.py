"""A site for the tests of whoever looks at sites."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.bot.sources.site import Site, serving


@pytest.fixture
def site() -> Iterator[Site]:
    """A site without a page."""
    with serving() as served:
        yield served
