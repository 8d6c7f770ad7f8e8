"""What tests and benchmarks ask of the workspace beside what people do: all messages at once, and trouble on order."""

from __future__ import annotations

from dataclasses import asdict, fields
from typing import TYPE_CHECKING, Any, get_type_hints

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.workspace.faults import BadFault, Fault, FaultKind
from bot.workspace.guard import object_of
from bot.workspace.messages import Message

if TYPE_CHECKING:
    from bot.workspace.workspace import Workspace


def outside_routes(workspace: Workspace) -> list[Route]:
    """Addresses that no page asks for."""
    hand = Hand(workspace)
    return [
        Route("/messages", hand.messages),
        Route("/faults", hand.script, methods=["GET"]),
        Route("/faults", hand.add, methods=["POST"]),
        Route("/faults", hand.clear, methods=["DELETE"]),
    ]


class Hand:
    """Serves what acts from outside."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    async def messages(self, request: Request) -> Response:
        """Every message that stands, oldest first in each channel. `channel` asks for one channel, `blocks=0` for no blocks."""
        wanted, bare = request.query_params.get("channel"), request.query_params.get("blocks") == "0"
        try:
            messages = self._workspace.messages
            found = messages.every() if wanted is None else messages.in_channel(self._workspace.channel(wanted).id)
        except ValueError as problem:
            return JSONResponse({"error": str(problem)}, 400)
        return JSONResponse({"messages": [_told(message, bare) for message in found if not message.gone]})

    async def script(self, _request: Request) -> Response:
        """The faults that are scripted, and what became of each."""
        return JSONResponse({"faults": [asdict(scripted) for scripted in self._workspace.faults.script()]})

    async def add(self, request: Request) -> Response:
        """Script one fault: its fields as a JSON object."""
        try:
            self._workspace.script(read_fault(await object_of(request)))
        except ValueError as problem:
            return JSONResponse({"error": str(problem)}, 400)
        return JSONResponse({"ok": True})

    async def clear(self, _request: Request) -> Response:
        """Let nothing go wrong any more."""
        self._workspace.faults.clear()
        return JSONResponse({"ok": True})


def read_fault(sent: dict[str, Any]) -> Fault:
    """A fault from plain data. BadFault says what would be right."""
    known = {field.name for field in fields(Fault)}
    unknown = sorted(sent.keys() - known)
    if unknown:
        raise BadFault(f"A fault has no {unknown[0]}; it has {', '.join(sorted(known))}.")
    if sent.get("kind") not in set(FaultKind):
        raise BadFault(f"kind must be one of {', '.join(FaultKind)}.")
    types = get_type_hints(Fault)
    for name, value in sent.items():
        if name != "kind" and not _is_a(value, types[name]):
            raise BadFault(f"{name} must be {_SAID[types[name]]}.")
    return Fault(**{**sent, "kind": FaultKind(sent["kind"])})


_SAID: dict[Any, str] = {str | None: "a text", int | None: "a whole number", float: "a number", int: "a whole number", str: "a text"}


def _is_a(value: object, wanted: Any) -> bool:
    return isinstance(value, int | float if wanted is float else wanted) and not isinstance(value, bool)


def _told(message: Message, bare: bool) -> dict[str, Any]:
    return {
        "channel": message.channel,
        "ts": message.ts,
        "thread_ts": message.thread_ts,
        "sender": message.sender,
        "kind": message.kind,
        "seen_by": message.seen_by,
        "text": message.text,
        "edited": message.edited,
        "metadata": message.metadata,
        **({} if bare else {"blocks": message.blocks}),
    }
