"""What becomes of a bot's answer: a command's own HTTP answer, or a call to a response_url. Both follow the same rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from bot.blockkit import validate
from bot.blockkit.messages import FALLBACK_LIMIT
from bot.workspace.messages import Kind, Message
from bot.workspace.tickets import ResponseTicket
from bot.workspace.westshire import BOT_USER

if TYPE_CHECKING:
    from bot.workspace.workspace import Workspace


class AnswerRefused(Exception):
    """Slack would not show this. `error` is its name for the reason, `findings` what the validator said."""

    def __init__(self, error: str, findings: tuple[str, ...] = ()) -> None:
        super().__init__(error)
        self.error = error
        self.findings = findings


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer that may be shown."""

    text: str
    blocks: tuple[Mapping[str, Any], ...]
    in_channel: bool
    replaces: bool
    deletes: bool
    thread_ts: str | None


def read(body: Mapping[str, Any]) -> Answer:
    """Check an answer's words and blocks. AnswerRefused if Slack would not show it."""
    deletes = _yes(body.get("delete_original"))
    text, blocks = body.get("text") or "", body.get("blocks") or []
    if not isinstance(text, str) or body.get("response_type", "ephemeral") not in ("ephemeral", "in_channel"):
        raise AnswerRefused("invalid_payload")
    if not deletes and not text and not blocks:
        raise AnswerRefused("no_text")
    if len(text) > FALLBACK_LIMIT:
        raise AnswerRefused("msg_too_long")
    problems = validate(blocks, "message")
    if problems:
        raise AnswerRefused(problems[0].error, tuple(problem.line() for problem in problems))
    replaces = body.get("replace_original")
    return Answer(
        text=text,
        blocks=tuple(blocks),
        in_channel=body.get("response_type") == "in_channel",
        # Slack's pages differ here. Without a word on it, an answer to a button takes its message's place unless it says who shall see it.
        replaces=_yes(replaces) if replaces is not None else "response_type" not in body,
        deletes=deletes,
        thread_ts=body["thread_ts"] if isinstance(body.get("thread_ts"), str) else None,
    )


def show(workspace: Workspace, ticket: ResponseTicket, answer: Answer) -> None:
    """Let the answer stand in the workspace. Only the message whose button was pressed can be replaced or deleted, not a command's."""
    original = workspace.messages.find(ticket.channel, ticket.original) if ticket.original else None
    if original is not None and answer.deletes:
        workspace.messages.remove(original)
    elif original is not None and answer.replaces:
        workspace.messages.change(_replaced(original, answer, workspace.messages.stamp()))
    elif not answer.deletes:
        seen_by = None if answer.in_channel else ticket.person
        more = {"blocks": answer.blocks, "seen_by": seen_by, "thread_ts": answer.thread_ts}
        workspace.say(ticket.channel, BOT_USER, Kind.BOT, answer.text, **more)


def _replaced(original: Message, answer: Answer, ts: str) -> Message:
    return replace(original, text=answer.text, blocks=answer.blocks, edited=ts)


def _yes(value: object) -> bool:
    """Slack's own examples send these as strings."""
    return value is True or value == "true"
