"""users: the people of the workspace."""

from __future__ import annotations

from typing import Any

from bot.workspace.methods.call import Call, Method, Refused
from bot.workspace.westshire import Person


def list_users(call: Call) -> dict[str, Any]:
    """Everyone, the bot included."""
    shown, metadata = call.page(list(call.workspace.people.values()))
    return {"members": [_shown(person, call) for person in shown], "response_metadata": metadata}


def info(call: Call) -> dict[str, Any]:
    """One person."""
    person = call.workspace.people.get(call.required("user", "user_not_found"))
    if person is None:
        raise Refused("user_not_found")
    return {"user": _shown(person, call)}


def _shown(person: Person, call: Call) -> dict[str, Any]:
    return {
        "id": person.id,
        "team_id": person.home,
        "name": person.name,
        "real_name": person.real_name,
        "deleted": False,
        "is_admin": person.is_admin,
        "is_owner": False,
        "is_bot": person.is_bot,
        "is_app_user": False,
        "is_restricted": False,
        "is_ultra_restricted": False,
        "is_stranger": person.home != call.workspace.settings.team_id,
        "tz": "Europe/London",
        "profile": {"real_name": person.real_name, "display_name": person.name, "title": person.role, "team": person.home},
    }


METHODS: dict[str, Method] = {"users.list": list_users, "users.info": info}
