"""auth.test"""

from __future__ import annotations

from typing import Any

from bot.workspace.methods.call import Call, Method
from bot.workspace.westshire import BOT_ID


def test(call: Call) -> dict[str, Any]:
    """Whose token this is."""
    settings, bot = call.workspace.settings, call.workspace.bot
    return {
        "url": f"{call.workspace.url}/",
        "team": settings.team_name,
        "team_id": settings.team_id,
        "user": bot.name,
        "user_id": bot.id,
        "bot_id": BOT_ID,
        "is_enterprise_install": False,
    }


METHODS: dict[str, Method] = {"auth.test": test}
