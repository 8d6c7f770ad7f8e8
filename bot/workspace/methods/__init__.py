"""The Web API, a table of methods by name.

To add a method: write a function of a `Call` that returns what goes beside `"ok": true`, or raises `Refused`; list it in the METHODS of
its family's module. To add a family: write a module with METHODS, and list it here.
"""

from bot.workspace.methods import api, apps, auth, changing, chat, conversations, history, users
from bot.workspace.methods.call import Method

METHODS: dict[str, Method] = {
    **api.METHODS,
    **apps.METHODS,
    **auth.METHODS,
    **changing.METHODS,
    **chat.METHODS,
    **conversations.METHODS,
    **history.METHODS,
    **users.METHODS,
}
