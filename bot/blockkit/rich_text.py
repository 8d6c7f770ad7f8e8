"""The rich_text block: sections, lists, quotes and preformatted text made of styled pieces."""

from __future__ import annotations

from bot.blockkit.checks import Check, by_type, each, flag, matching, one_of, shape, string, typed, web_address, whole

# Slack states no limit for the number of pieces; this one only keeps a runaway loop from passing.
_MANY = 3000

_STYLE = shape({}, {"bold": flag, "italic": flag, "strike": flag, "code": flag, "underline": flag})
_MENTION_STYLE = shape(
    {}, {"bold": flag, "italic": flag, "strike": flag, "underline": flag, "highlight": flag, "client_highlight": flag, "unlink": flag}
)
# A piece of text may be blank (a space between two links) but never empty.
_PIECE_OF_TEXT = matching(r"(?s).+", "text of at least one character")

_TEXT = typed({"text": _PIECE_OF_TEXT}, {"style": _STYLE})
_LINK = typed({"url": web_address}, {"text": _PIECE_OF_TEXT, "style": _STYLE, "unsafe": flag})

_PIECES: dict[str, Check] = {
    "text": _TEXT,
    "link": _LINK,
    "emoji": typed(
        {"name": matching(r"[a-z0-9_+'\-]+", 'an emoji\'s name without colons, such as "warning"')},
        {"unicode": string(100), "skin_tone": whole(1, 6), "style": _MENTION_STYLE},
    ),
    "user": typed({"user_id": string(255)}, {"style": _MENTION_STYLE}),
    "usergroup": typed({"usergroup_id": string(255)}, {"style": _MENTION_STYLE}),
    "channel": typed({"channel_id": string(255)}, {"style": _MENTION_STYLE}),
    "broadcast": typed({"range": one_of("here", "channel", "everyone")}, {"style": _MENTION_STYLE}),
    "color": typed({"value": string(255)}, {"style": _STYLE}),
    "date": typed(
        {"timestamp": whole(0, 253_402_300_799), "format": string(255)},
        {"url": web_address, "fallback": string(3000), "style": _STYLE},
    ),
}

_SECTION = typed({"elements": each(by_type("rich text", _PIECES), _MANY)}, {})
_BORDER: dict[str, Check] = {"border": whole(0, 1)}

_PARTS: dict[str, Check] = {
    "rich_text_section": _SECTION,
    "rich_text_list": typed(
        {"style": one_of("bullet", "ordered"), "elements": each(by_type("list entry", {"rich_text_section": _SECTION}), _MANY)},
        {"indent": whole(0, 8), "offset": whole(0, 1_000_000), **_BORDER},
    ),
    "rich_text_quote": typed({"elements": each(by_type("rich text", _PIECES), _MANY)}, _BORDER),
    "rich_text_preformatted": typed(
        {"elements": each(by_type("preformatted text", {"text": _TEXT, "link": _LINK}), _MANY)}, {**_BORDER, "language": string(255)}
    ),
}

PARTS = each(by_type("rich text part", _PARTS), _MANY)
