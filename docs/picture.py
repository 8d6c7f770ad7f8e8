"""Draws the README's picture: the practice workspace answering `/briefing modern-slavery`, in a real Chromium."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Error, Page, sync_playwright

PICTURE = Path(__file__).parent / "workspace.png"
FLAGS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]


def main() -> None:
    """Start the bot on a fresh database, ask, and take the picture."""
    with tempfile.TemporaryDirectory() as folder, socket.create_server(("127.0.0.1", 0)) as spare:
        port = int(spare.getsockname()[1])
        spare.close()
        config = shutil.copytree("config", f"{folder}/config")
        (Path(config) / "sources.yaml").write_text("sources: []\n", encoding="utf-8")  # the picture shows what is shipped
        environ = {**os.environ, "BOT_CONFIG": config, "DATABASE_URL": f"sqlite:///{folder}/picture.db", "PORT": str(port)}
        bot = subprocess.Popen([sys.executable, "-m", "bot", "run"], env=environ)
        try:
            take(f"http://127.0.0.1:{port + 1}/")
        finally:
            bot.send_signal(signal.SIGTERM)
            bot.wait(timeout=20)


def take(address: str) -> None:
    """Open the page, type the command as a person would, and keep what is seen."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        page = browser.new_page(viewport={"width": 1180, "height": 860}, device_scale_factor=1.5)
        _open(page, address)
        page.get_by_role("combobox").first.fill("/briefing modern-slavery")
        page.keyboard.press("Escape")
        page.keyboard.press("Enter")
        page.get_by_text("around 900 offenders").first.wait_for()
        page.screenshot(path=PICTURE)
        browser.close()


def _open(page: Page, address: str, tries: int = 50) -> None:
    """Open the page as soon as something answers there."""
    for left in range(tries, 0, -1):
        try:
            page.goto(address)
        except Error:
            if left == 1:
                raise
            page.wait_for_timeout(200)
        else:
            return


if __name__ == "__main__":
    main()
