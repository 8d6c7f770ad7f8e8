"""Slack's limits on what may be sent. Run before every send, and by the built-in workspace on everything it receives.

`validate` looks at blocks, `validate_text` at the fallback text beside them, `validate_view` at a whole modal or home. All return every
problem found, in reading order; an empty list means that Slack would take it. They raise nothing, whatever JSON they are given, and no
problem repeats a text of the message (names of fields and types aside). Where Slack's pages leave a limit open, the stricter reading holds.
"""

from bot.blockkit.across import MOST_BLOCKS, TEXT_TOTAL
from bot.blockkit.blocks import Surface
from bot.blockkit.checks import Problem, is_web_address
from bot.blockkit.messages import FALLBACK_LIMIT, validate, validate_text
from bot.blockkit.views import validate_view

__all__ = [
    "FALLBACK_LIMIT",
    "MOST_BLOCKS",
    "TEXT_TOTAL",
    "Problem",
    "Surface",
    "is_web_address",
    "validate",
    "validate_text",
    "validate_view",
]
