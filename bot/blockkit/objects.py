"""Composition objects: text, options, confirmation dialogs, files, dispatch settings."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.blockkit.checks import (
    Check,
    Problems,
    bad,
    both,
    by_type,
    each,
    flag,
    has_scheme,
    is_web_address,
    one_of,
    shape,
    string,
    typed,
    web_address,
)

ACTION_ID = string(255)

_ANGLE_BRACKETS = re.compile(r"<([^<>|]*)(?:\|[^<>]*)?>")


def _live_links(value: object, where: str) -> Problems:
    """Links written as `<address|label>` must lead to the web. Mentions (`<@`, `<#`, `<!`) are Slack's own and pass."""
    if not isinstance(value, str):
        return
    for found in _ANGLE_BRACKETS.finditer(value):
        target = found.group(1)
        if not target.startswith(("@", "#", "!")) and has_scheme(target) and not is_web_address(target):
            yield bad(where, "A link in this text does not lead to a web address; links must start with https:// or http://.")


def plain(most: int) -> Check:
    """A plain_text object of at most `most` characters."""
    return by_type("text", {"plain_text": _plain_text(most)})


def text(most: int) -> Check:
    """A plain_text or mrkdwn object of at most `most` characters."""
    return by_type("text", text_kinds(most))


def text_kinds(most: int) -> dict[str, Check]:
    """The two kinds of text object, to be offered beside other things."""
    return {"plain_text": _plain_text(most), "mrkdwn": _mrkdwn(most)}


def _plain_text(most: int) -> Check:
    return typed({"text": string(most)}, {"emoji": flag})


def _mrkdwn(most: int) -> Check:
    return typed({"text": both(string(most), _live_links)}, {"verbatim": flag})


def option(label: Check, *, link: bool = False) -> Check:
    """One choice of a menu. Only overflow menus take a link."""
    return shape({"text": label, "value": string(150)}, {"description": text(75), **({"url": web_address} if link else {})})


MENU_OPTION = option(plain(75))
BOX_OPTION = option(text(75))

OPTION_GROUP = shape({"label": plain(75), "options": each(MENU_OPTION, 100)}, {})

CONFIRM = shape(
    {"title": plain(100), "text": text(300), "confirm": plain(30), "deny": plain(30)},
    {"style": one_of("primary", "danger")},
)

SLACK_FILE = shape({}, {"id": string(), "url": web_address})

DISPATCH = shape({"trigger_actions_on": each(one_of("on_enter_pressed", "on_character_entered"), 2)}, {})


def picture(value: object, where: str) -> Problems:
    """An image needs exactly one of an address and a Slack file."""
    if isinstance(value, Mapping) and ("image_url" in value) == ("slack_file" in value):
        yield bad(where, 'An image needs exactly one of "image_url" and "slack_file".')
