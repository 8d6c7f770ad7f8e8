"""Real Chromium for tests. A plugin: fixtures `browser` (one a module) and `page` (one a test, on a clean slate).

Without Chromium the tests that need it are skipped with one line that says what to install; with CI=true they fail instead.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Request, sync_playwright

MISSING = "Chromium is missing: install Chromium, e.g. apt-get install chromium"

_NAMES = ("chromium", "chromium-browser", "google-chrome")
_SWITCHES = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_OURS = frozenset({"127.0.0.1", "localhost"})


def chromium() -> str:
    """Where Chromium is. Skips the test (in CI: fails it) where there is none."""
    for name in _NAMES:
        path = shutil.which(name)
        if path:
            return path
    if os.environ.get("CI") == "true":
        pytest.fail(MISSING)
    pytest.skip(MISSING)


# In this hook, not in a fixture: pytest then counts all the skipped tests in one line.
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Look for Chromium before a test that is marked `browser`."""
    if item.get_closest_marker("browser"):
        chromium()


# One a module, not one a session: while it is open, Playwright keeps an event loop running in this thread.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A headless Chromium."""
    path = chromium()
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=list(_SWITCHES))
        yield opened
        opened.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh page. Fails the test if the page complained in its console, or asked for anything beyond this machine.

    A test closes it before the server it looks at: a page that finds its server gone complains.
    """
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="en-GB", timezone_id="Europe/London")
    opened = context.new_page()
    complaints: list[str] = []

    def note_request(request: Request) -> None:
        if urlsplit(request.url).hostname not in _OURS:
            complaints.append(f"asked for {request.url}")

    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on("console", lambda message: complaints.append(message.text) if message.type in ("error", "warning") else None)
    opened.on("request", note_request)
    yield opened
    found = tuple(complaints)
    context.close()
    if found:
        pytest.fail(f"The page complained: {found}")
