"""api.test"""

from __future__ import annotations

from typing import Any

from bot.workspace.methods.call import Call, Method, Refused


def test(call: Call) -> dict[str, Any]:
    """Say back what was said, or fail as asked."""
    error = call.text("error")
    if error:
        raise Refused(error)
    return {"args": {name: value for name, value in call.arguments.items() if name != "token"}}


METHODS: dict[str, Method] = {"api.test": test}
