"""What a scripted fault does to one call: the answer is kept back, spoilt, or never sent."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Awaitable, Callable

from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from bot.workspace.faults import Fault, FaultKind

HANG_UP = "workspace.hang_up"


class HungUp(Response):
    """No answer: the connection ends here. Needs the server's own way to end it (`HANG_UP` among the extensions of the scope)."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002  # nothing is read or sent any more
        scope["extensions"][HANG_UP]["now"]()
        # The server learns of the end on the loop's next round; an application that returned before would seem to have failed.
        await asyncio.sleep(0)


async def meet(fault: Fault, commit: Callable[[], Response], rest: Callable[[float], Awaitable[None]]) -> Response:
    """The answer to a call that meets this fault. `commit` does what was asked, now; `rest` waits so many seconds."""
    answered = _BEFORE.get(fault.kind)
    if answered is not None:
        return answered(fault)
    if fault.kind is FaultKind.STALL_THEN_COMMIT:
        await rest(fault.seconds)
        return commit()
    answer = commit()
    if fault.kind is FaultKind.COMMIT_THEN_STALL:
        await rest(fault.seconds)
        return answer
    return HungUp() if fault.kind is FaultKind.COMMIT_THEN_DROP else _failed(fault)


def _limited(fault: Fault) -> Response:
    # Slack says whole seconds. A script may say less than one, so that a test need not wait.
    seconds = math.ceil(fault.seconds) if fault.seconds >= 1.0 else round(fault.seconds, 3)
    return JSONResponse({"ok": False, "error": "ratelimited"}, 429, headers={"Retry-After": f"{seconds:g}"})


def _refused(fault: Fault) -> Response:
    return JSONResponse({"ok": False, "error": fault.error})


def _failed(fault: Fault) -> Response:
    return PlainTextResponse("upstream connect error or disconnect/reset before headers", fault.status)


_BEFORE: dict[FaultKind, Callable[[Fault], Response]] = {
    FaultKind.RATE_LIMIT: _limited,
    FaultKind.PACE: _limited,
    FaultKind.ERROR: _refused,
    FaultKind.SERVER_ERROR: _failed,
    FaultKind.DROP_BEFORE_COMMIT: lambda _fault: HungUp(),
}
