"""The press desk's addresses: what stands there now, and doing something there. Every answer to a deed is the whole desk as it is then."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.workspace.guard import BadBody, object_of
from bot.workspace.press_desk import PressDesk, PressDeskRefused

LONGEST_TITLE = 200
LONGEST_TEXT = 10_000
_FURTHEST = 31 * 24 * 3600.0

Deed = Callable[[PressDesk, Mapping[str, Any]], str]


def press_routes(desk: PressDesk | None) -> list[Route]:
    """The addresses below /local/press-desk; none without a desk."""
    if desk is None:
        return []
    counter = Counter(desk)
    return [Route("/press-desk", counter.look), Route("/press-desk/{deed}", counter.act, methods=["POST"])]


class Counter:
    """Serves the press desk, one person at a time."""

    def __init__(self, desk: PressDesk) -> None:
        self._desk = desk
        self._turn = asyncio.Lock()

    async def look(self, _request: Request) -> Response:
        """The desk as it is."""
        async with self._turn:
            return JSONResponse(await asyncio.to_thread(_shown, self._desk, ""))

    async def act(self, request: Request) -> Response:
        """Do something, and show the desk. A refusal names the field to look at, if it is one."""
        try:
            deed = _deed(request.path_params["deed"])
            sent = await object_of(request)
            async with self._turn:
                return JSONResponse(await asyncio.to_thread(_done, self._desk, deed, sent))
        except BadBody as problem:
            return JSONResponse({"error": str(problem), "field": None}, 400)
        except PressDeskRefused as refused:
            # No error of HTTP: a browser would complain of it in its console, and a person only left a box empty.
            return JSONResponse({"error": str(refused), "field": refused.field})


def clock_face(time: datetime) -> str:
    """The time in words: "Monday 3 March 2025, 07:30"."""
    return f"{time:%A} {time.day} {time:%B %Y, %H:%M}"


def _deed(name: str) -> Deed:
    if name not in DEEDS:
        raise PressDeskRefused(f"At the press desk you can {', '.join(DEEDS)}.")
    return DEEDS[name]


def _publish(desk: PressDesk, sent: Mapping[str, Any]) -> str:
    title, text = _words(sent)
    desk.publish(title, text)
    return f"Published: {title}"


def _correct(desk: PressDesk, sent: Mapping[str, Any]) -> str:
    id, (title, text) = _known(desk, sent), _words(sent)
    desk.correct(id, title, text)
    return f"Corrected: {title}"


def _withdraw(desk: PressDesk, sent: Mapping[str, Any]) -> str:
    desk.withdraw(_known(desk, sent))
    return "The statement was withdrawn."


def _redact(desk: PressDesk, sent: Mapping[str, Any]) -> str:
    desk.redact(_known(desk, sent))
    return "The statement was redacted: no word of it is left here."


def _digest(desk: PressDesk, _sent: Mapping[str, Any]) -> str:
    return desk.digest_now()


def _move_clock(desk: PressDesk, sent: Mapping[str, Any]) -> str:
    seconds = sent.get("seconds")
    if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not 0 < seconds <= _FURTHEST:
        raise PressDeskRefused("The clock can be moved forward only, by at most 31 days.")
    return f"It is now {clock_face(desk.move_clock(float(seconds)))}."


def _to_next_digest(desk: PressDesk, _sent: Mapping[str, Any]) -> str:
    due = desk.next_digest()
    if due is None:
        raise PressDeskRefused("No digest is due: no channel has subscribed to one.")
    wait = (due - desk.now()).total_seconds()
    return f"It is now {clock_face(desk.move_clock(max(wait, 0.0)))}: a digest is due. It is posted if there is anything new to tell."


DEEDS: dict[str, Deed] = {
    "publish": _publish,
    "correct": _correct,
    "withdraw": _withdraw,
    "redact": _redact,
    "digest": _digest,
    "clock": _move_clock,
    "next-digest": _to_next_digest,
}


def _done(desk: PressDesk, deed: Deed, sent: Mapping[str, Any]) -> dict[str, Any]:
    return _shown(desk, deed(desk, sent))


def _shown(desk: PressDesk, said: str) -> dict[str, Any]:
    due = desk.next_digest()
    return {
        "said": said,
        "now": clock_face(desk.now()),
        "next_digest": clock_face(due) if due else None,
        "statements": [asdict(statement) for statement in desk.statements()],
        "examples": [asdict(example) for example in desk.examples()],
    }


def _known(desk: PressDesk, sent: Mapping[str, Any]) -> str:
    for statement in desk.statements():
        if statement.id == sent.get("id"):
            return statement.id
    raise PressDeskRefused("That statement is not there any more.")


def _words(sent: Mapping[str, Any]) -> tuple[str, str]:
    return _line(sent, "title", "Give the statement a title.", LONGEST_TITLE), _line(sent, "text", "Write what it says.", LONGEST_TEXT)


def _line(sent: Mapping[str, Any], field: str, missing: str, longest: int) -> str:
    said = sent.get(field)
    if not isinstance(said, str) or not said.strip():
        raise PressDeskRefused(missing, field)
    if len(said) > longest:
        raise PressDeskRefused(f"The {field} has {len(said)} characters; at most {longest} are allowed.", field)
    return said.strip()
