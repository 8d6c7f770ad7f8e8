"""Elements: what stands inside section, actions, input and context blocks."""

from __future__ import annotations

from collections.abc import Mapping

from bot.blockkit.checks import Check, Problems, bad, both, each, flag, matching, one_of, string, typed, web_address, whole
from bot.blockkit.objects import ACTION_ID, BOX_OPTION, CONFIRM, DISPATCH, MENU_OPTION, OPTION_GROUP, SLACK_FILE, option, picture, plain

_ID: dict[str, Check] = {"action_id": ACTION_ID}
_COMMON: dict[str, Check] = {**_ID, "confirm": CONFIRM, "focus_on_load": flag}
_MENU: dict[str, Check] = {**_COMMON, "placeholder": plain(150)}
_INPUT: dict[str, Check] = {**_ID, "focus_on_load": flag, "placeholder": plain(150), "dispatch_action_config": DISPATCH}

_DATE = matching(r"\d{4}-\d{2}-\d{2}", "a date such as 2016-10-01")
_TIME = matching(r"([01]\d|2[0-3]):[0-5]\d", "a time such as 09:30")
_MULTI: dict[str, Check] = {"max_selected_items": whole(1, 100)}
_IDS = each(string(), 100)
_CONVERSATION_FILTER = each(one_of("im", "mpim", "private", "public"), 4)


def _conversation_filter(value: object, where: str) -> Problems:
    if not isinstance(value, Mapping) or not value:
        yield bad(where, 'A filter is an object with "include", "exclude_bot_users" or "exclude_external_shared_channels".')
        return
    if "include" in value:
        yield from _CONVERSATION_FILTER(value["include"], f"{where}/include")


def _options_or_groups(value: object, where: str) -> Problems:
    if isinstance(value, Mapping) and ("options" in value) == ("option_groups" in value):
        yield bad(where, 'A menu needs exactly one of "options" and "option_groups".')


def _initial_is_offered(value: object, where: str) -> Problems:
    """What is chosen at first must be one of the choices, word for word."""
    if not isinstance(value, Mapping):
        return
    chosen = value.get("initial_options", [value["initial_option"]] if "initial_option" in value else [])
    offered = _offered(value)
    if isinstance(chosen, list) and any(one not in offered for one in chosen):
        yield bad(where, "What is chosen at first is not among the options; it must equal one of them exactly.")


def _offered(menu: Mapping[str, object]) -> list[object]:
    groups = menu.get("option_groups")
    lists = [menu.get("options")]
    if isinstance(groups, list):
        lists += [group.get("options") for group in groups if isinstance(group, Mapping)]
    return [one for entries in lists if isinstance(entries, list) for one in entries]


def _static(extra: Mapping[str, Check]) -> Check:
    fields: dict[str, Check] = {**_MENU, "options": each(MENU_OPTION, 100), "option_groups": each(OPTION_GROUP, 100), **extra}
    return both(typed({}, fields), _options_or_groups, _initial_is_offered)


def _boxes(most: int, initial: Mapping[str, Check]) -> Check:
    return both(typed({"options": each(BOX_OPTION, most)}, {**_COMMON, **initial}), _initial_is_offered)


BUTTON = typed(
    {"text": plain(75)},
    {
        **_ID,
        "url": web_address,
        "value": string(2000),
        "style": one_of("primary", "danger"),
        "confirm": CONFIRM,
        "accessibility_label": string(75),
    },
)

IMAGE = both(typed({"alt_text": string(2000)}, {"image_url": web_address, "slack_file": SLACK_FILE}), picture)

_SELECTS: dict[str, Check] = {
    "static_select": _static({"initial_option": MENU_OPTION}),
    "multi_static_select": _static({"initial_options": each(MENU_OPTION, 100), **_MULTI}),
    "external_select": typed({}, {**_MENU, "initial_option": MENU_OPTION, "min_query_length": whole(0, 3000)}),
    "multi_external_select": typed({}, {**_MENU, "initial_options": each(MENU_OPTION, 100), "min_query_length": whole(0, 3000), **_MULTI}),
    "users_select": typed({}, {**_MENU, "initial_user": string()}),
    "multi_users_select": typed({}, {**_MENU, "initial_users": _IDS, **_MULTI}),
    "channels_select": typed({}, {**_MENU, "initial_channel": string(), "response_url_enabled": flag}),
    "multi_channels_select": typed({}, {**_MENU, "initial_channels": _IDS, **_MULTI}),
    "conversations_select": typed(
        {},
        {
            **_MENU,
            "initial_conversation": string(),
            "default_to_current_conversation": flag,
            "response_url_enabled": flag,
            "filter": _conversation_filter,
        },
    ),
    "multi_conversations_select": typed(
        {},
        {**_MENU, "initial_conversations": _IDS, "default_to_current_conversation": flag, "filter": _conversation_filter, **_MULTI},
    ),
}

_CHOICES: dict[str, Check] = {
    "checkboxes": _boxes(10, {"initial_options": each(BOX_OPTION, 10)}),
    "radio_buttons": _boxes(10, {"initial_option": BOX_OPTION}),
    "datepicker": typed({}, {**_MENU, "initial_date": _DATE}),
    "timepicker": typed({}, {**_MENU, "initial_time": _TIME, "timezone": string()}),
}

_DATETIME: dict[str, Check] = {"datetimepicker": typed({}, {**_COMMON, "initial_date_time": whole(1_000_000_000, 9_999_999_999)})}
# Slack's pages differ on whether a menu with a single entry is allowed: the stricter reading holds.
_OVERFLOW: dict[str, Check] = {"overflow": typed({"options": each(option(plain(75), link=True), 5, least=2)}, {**_ID, "confirm": CONFIRM})}

_INPUTS: dict[str, Check] = {
    "plain_text_input": typed(
        {},
        {**_INPUT, "initial_value": string(3000), "multiline": flag, "min_length": whole(0, 3000), "max_length": whole(1, 3000)},
    ),
    "email_text_input": typed({}, {**_INPUT, "initial_value": string(3000)}),
    "url_text_input": typed({}, {**_INPUT, "initial_value": string(3000)}),
    "number_input": typed(
        {"is_decimal_allowed": flag}, {**_INPUT, "initial_value": string(3000), "min_value": string(), "max_value": string()}
    ),
}

IN_ACTIONS: dict[str, Check] = {"button": BUTTON, **_SELECTS, **_CHOICES, **_DATETIME, **_OVERFLOW}
IN_SECTION: dict[str, Check] = {"button": BUTTON, "image": IMAGE, **_SELECTS, **_CHOICES, **_OVERFLOW}
IN_INPUT: dict[str, Check] = {**_SELECTS, **_CHOICES, **_DATETIME, **_INPUTS}
