"""The commands an officer can type after `/briefing`.

To add one: write a module beside this file with a `run(desk, request, rest) -> Reply`, and give it a line in COMMANDS.
Help and usage are generated from the table.
"""

from __future__ import annotations

from briefings.desk import Desk
from bot.ports import Reply, Request


def answer(desk: Desk, request: Request) -> Reply:
    """Answer any text at all; never raises for what a person typed."""
    raise NotImplementedError
