"""The built-in workspace: a Slack-compatible server and its page, on this machine only. For trying the bot out, and for tests.

It keeps nothing on disk and everything in it is made up. Give a bot `RunningWorkspace.api_url` for Slack's API address.
"""

from bot.workspace.faults import BadFault, Fault, FaultKind
from bot.workspace.press_desk import Example, PressDesk, PressDeskRefused, Published, Standing
from bot.workspace.seat import Seat, SeatRefused
from bot.workspace.serving import RunningWorkspace, serve
from bot.workspace.settings import Completion, NotLoopback, WorkspaceSettings
from bot.workspace.workspace import UnknownChannel, Workspace

__all__ = [
    "BadFault",
    "Completion",
    "Example",
    "Fault",
    "FaultKind",
    "NotLoopback",
    "PressDesk",
    "PressDeskRefused",
    "Published",
    "RunningWorkspace",
    "Seat",
    "SeatRefused",
    "Standing",
    "UnknownChannel",
    "Workspace",
    "WorkspaceSettings",
    "serve",
]
