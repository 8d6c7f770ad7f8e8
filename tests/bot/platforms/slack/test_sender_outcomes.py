"""What every kind of answer, or none, comes to: it did not happen, it may have, or it never will."""

from __future__ import annotations

import json
import logging
import socket
import ssl
import time
from collections.abc import Callable
from contextlib import closing

import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st
from urllib3.connection import HTTPConnection
from urllib3.connectionpool import HTTPConnectionPool
from urllib3.exceptions import ConnectTimeoutError, MaxRetryError

from bot.platforms.slack.calls import never_sent, understood
from bot.platforms.slack.connections import check_prompt
from bot.platforms.slack.refusals import (
    DELETE,
    HALF_WAY,
    HISTORY,
    LONGEST_NAME,
    POST,
    REFUSED_AS_METHOD,
    REFUSED_AT_TENANT,
    REFUSED_FOR_MESSAGE,
    REFUSED_IN_CHANNEL,
    TOO_OFTEN,
    UPDATE,
    Declined,
    Method,
    NotSent,
    TooOften,
    Trouble,
    Unclear,
    error_name,
    translated,
)
from bot.platforms.slack.sender import SlackSender
from bot.sending import Refused, Scope, SendingError, TryAgain, Unknown
from tests.bot.platforms.slack.kit import now
from tests.bot.platforms.slack.sending import GENERAL, QUICK, card, http, scripted, sender_at
from tests.bot.sources.test_fetching_under_tls import PEM
from tests.hostile import hostile_under

REPEATABLE = (DELETE, HISTORY)


def outcome(answer: bytes | None, act: Callable[[SlackSender], object]) -> SendingError:
    """What a sender makes of one answer."""
    with scripted(answer) as script, pytest.raises(SendingError) as caught:
        act(sender_at(script.url, QUICK))
    assert len(script.asked) == 1, "it was asked again"
    return caught.value


def post(sender: SlackSender) -> object:
    return sender.post(GENERAL, card(), key="k1")


def edit(sender: SlackSender) -> object:
    sender.edit(GENERAL, "1.1", card())
    return None


def retract(sender: SlackSender) -> object:
    sender.retract(GENERAL, "1.1")
    return None


def look(sender: SlackSender) -> object:
    return sender.look_up(GENERAL, "k1", since=now())


UNSURE = {
    "closed without a word": None,
    "closed in the middle": http('{"ok": true, "ts": "1.1"}')[:-5],
    "no HTTP": b"220 smtp.example ESMTP\r\n",
    "no JSON": http("<html>Proxy</html>"),
    "a list": http("[]"),
    "an answer without ok": http("{}"),
    "ok as a word": http('{"ok": "true", "ts": "1.1"}'),
    "too deep": http("[" * 100_000),
    "500": http("{}", "500 Internal Server Error"),
    "503": http('{"ok": false, "error": "is_archived"}', "503 Service Unavailable"),
    "a redirect": http("", "302 Found", "Location: http://127.0.0.1:9/"),
    "403 of a proxy": http("Forbidden", "403 Forbidden"),
    "internal_error": http('{"ok": false, "error": "internal_error"}'),
    "fatal_error": http('{"ok": false, "error": "fatal_error"}'),
}


@pytest.mark.parametrize("answer", UNSURE.values(), ids=UNSURE.keys())
def test_nobody_can_say_whether_a_post_or_an_edit_happened_but_what_is_safe_to_repeat_is_tried_again(answer: bytes | None) -> None:
    for act in (post, edit):
        assert type(outcome(answer, act)) is Unknown
    for act in (retract, look):
        assert type(outcome(answer, act)) is TryAgain


def test_a_post_that_is_said_to_be_done_without_an_id_may_have_been() -> None:
    for ts in ("", "null", '"<!channel>"', "1.5"):
        assert type(outcome(http(f'{{"ok": true, "ts": {ts or "[]"}}}'), post)) is Unknown


def test_an_answer_that_does_not_come_in_time_leaves_it_open() -> None:
    with scripted() as script:
        sender = sender_at(script.url, QUICK)
        with pytest.raises(Unknown, match="readtimeout"):
            post(sender)
        with pytest.raises(TryAgain):
            retract(sender)
    assert len(script.asked) == 2


def test_an_address_where_nobody_listens_certainly_got_nothing() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        port = listener.getsockname()[1]
    for act in (post, edit, retract, look):
        with pytest.raises(TryAgain) as caught:
            act(sender_at(f"http://127.0.0.1:{port}/api/", QUICK))
        assert caught.value.scope is Scope.TENANT


def test_a_name_that_nobody_knows_certainly_got_nothing() -> None:
    with pytest.raises(TryAgain):
        post(sender_at("http://slack.invalid/api/", QUICK))


def test_a_server_that_cannot_prove_whose_it_is_gets_nothing() -> None:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(PEM)
    with hostile_under(context) as server, pytest.raises(TryAgain, match="sslerror"):
        post(sender_at(server.url("api/", "127.0.0.1", "https"), QUICK))


def test_a_connection_that_came_late_is_not_used() -> None:
    """As when resolving the name took its time: by then somebody else may have been asked to send it."""
    connection = HTTPConnection("127.0.0.1", timeout=1.0)
    check_prompt(connection, time.monotonic())
    with pytest.raises(ConnectTimeoutError):
        check_prompt(connection, time.monotonic() - 2.0)
    assert never_sent(requests.ConnectionError(MaxRetryError(HTTPConnectionPool("h"), "/", ConnectTimeoutError())))


def test_too_often_is_tried_again_when_slack_says() -> None:
    limited = http('{"ok": false, "error": "ratelimited"}', "429 Too Many Requests", "Retry-After: 7")
    posted, looked = outcome(limited, post), outcome(limited, look)
    assert isinstance(posted, TryAgain)
    assert isinstance(looked, TryAgain)
    assert (posted.after, posted.scope) == (7.0, Scope.CHANNEL)
    assert (looked.after, looked.scope) == (7.0, Scope.TENANT)


@pytest.mark.parametrize(
    ("header", "after"),
    [("30", 30.0), ("0", 0.1), ("0.25", 0.25), ("999999", 3600.0), ("-5", None), ("soon", None), ("1e9", None), ("", None), (None, None)],
)
def test_only_a_sane_pause_is_believed(header: str | None, after: float | None) -> None:
    with pytest.raises(TooOften) as caught:
        understood(429, header, b"{}")
    assert caught.value.after == after


@pytest.mark.parametrize(
    ("error", "scope", "gone"),
    [
        ("channel_not_found", Scope.CHANNEL, False),
        ("is_archived", Scope.CHANNEL, False),
        ("not_in_channel", Scope.CHANNEL, False),
        ("restricted_action", Scope.CHANNEL, False),
        ("account_inactive", Scope.TENANT, False),
        ("token_revoked", Scope.TENANT, False),
        ("token_expired", Scope.TENANT, False),
        ("invalid_auth", Scope.TENANT, False),
        ("accesslimited", Scope.TENANT, False),
        ("team_not_found", Scope.TENANT, False),
        ("messages_tab_disabled", Scope.CHANNEL, False),
        ("missing_scope", Scope.METHOD, False),
        ("no_permission", Scope.METHOD, False),
        ("unknown_method", Scope.METHOD, False),
        ("not_allowed_token_type", Scope.METHOD, False),
        ("user_is_restricted", Scope.METHOD, False),
        ("feature_not_enabled", Scope.METHOD, False),
        ("team_access_not_granted", Scope.TENANT, False),
        ("message_not_found", Scope.MESSAGE, True),
        ("thread_not_found", Scope.MESSAGE, True),
        ("edit_window_closed", Scope.MESSAGE, False),
        ("cant_update_message", Scope.MESSAGE, False),
        ("cant_delete_message", Scope.MESSAGE, False),
        ("msg_too_long", Scope.CONTENT, False),
        ("invalid_blocks", Scope.CONTENT, False),
        ("no_text", Scope.CONTENT, False),
        ("block_mismatch", Scope.CONTENT, False),
        ("an_error_of_next_year", Scope.CONTENT, False),
    ],
)
def test_a_refusal_says_how_much_it_concerns(error: str, scope: Scope, gone: bool) -> None:
    for method in (POST, UPDATE, *REPEATABLE):
        found = translated(Declined(error), method)
        assert isinstance(found, Refused)
        assert (str(found), found.scope, found.gone) == (error, scope, gone)


def test_no_error_stands_in_two_tables() -> None:
    tables = (TOO_OFTEN, HALF_WAY, REFUSED_IN_CHANNEL, REFUSED_AT_TENANT, REFUSED_AS_METHOD, REFUSED_FOR_MESSAGE)
    assert sum(map(len, tables)) == len(frozenset().union(*tables))


troubles = st.one_of(
    st.text().map(lambda error: Declined(error_name(error))),
    st.sampled_from(sorted(HALF_WAY | TOO_OFTEN | REFUSED_IN_CHANNEL)).map(Declined),
    st.none().map(TooOften),
    st.floats(0, 10).map(TooOften),
    st.just(NotSent("connecttimeout")),
    st.just(Unclear("readtimeout")),
)


@given(troubles, st.sampled_from([POST, UPDATE, *REPEATABLE]))
def test_every_trouble_is_one_of_three_and_only_a_post_or_an_edit_can_be_unknown(trouble: Trouble, method: Method) -> None:
    found = translated(trouble, method)
    assert isinstance(found, TryAgain | Unknown | Refused)
    assert not (isinstance(found, Unknown) and method.repeatable)
    assert len(str(found)) <= LONGEST_NAME


@given(st.one_of(st.text(), st.none(), st.integers(), st.lists(st.text())), st.one_of(st.text(), st.none()))
def test_a_name_from_outside_is_short_and_plain(error: object, needed: object) -> None:
    name = error_name(error, needed)
    assert 0 < len(name) <= LONGEST_NAME
    assert set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789_.:,-")


def test_the_scope_that_is_missing_is_named() -> None:
    error = outcome(http(json.dumps({"ok": False, "error": "missing_scope", "needed": "groups:history"})), look)
    assert str(error) == "missing_scope:groups:history"
    assert isinstance(error, Refused)
    assert error.scope is Scope.METHOD


def test_what_cannot_be_deleted_because_it_is_gone_is_deleted() -> None:
    with scripted(http('{"ok": false, "error": "message_not_found"}')) as script:
        sender_at(script.url, QUICK).retract(GENERAL, "1.1")
    assert b"ts=1.1" in script.asked[0]


def test_a_look_that_cannot_see_everything_does_not_say_that_nothing_is_there() -> None:
    assert type(outcome(http('{"ok": true, "messages": [], "has_more": true}'), look)) is TryAgain
    assert type(outcome(http('{"ok": true, "messages": {}}'), look)) is TryAgain


def test_a_look_reads_on_while_there_is_more() -> None:
    def page(cursor: str, *messages: object) -> bytes:
        more = {"has_more": bool(cursor), "response_metadata": {"next_cursor": cursor}}
        return http(json.dumps({"ok": True, "messages": messages, **more}))

    def keyed(key: str, ts: str, kind: str = "briefing_posting") -> object:
        return {"ts": ts, "metadata": {"event_type": kind, "event_payload": {"key": key}}}

    other = [keyed("k2", "3.0"), keyed("k1", "4.0", "somebody_elses"), {"ts": "5.0"}, None, {"metadata": 7}]
    with scripted(page("a", *other), page("b"), page("", keyed("k1", "2.5"))) as script:
        assert look(sender_at(script.url)) == "2.5"
    assert [b"cursor=" in one for one in script.asked] == [False, True, True]


def test_nothing_of_a_message_or_a_token_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    secret = "words-of-a-statement"
    for answer in (None, http('{"ok": false, "error": "invalid_auth"}'), http("x", "500 Oh")):
        with scripted(answer) as script, pytest.raises(SendingError) as caught:
            sender_at(script.url, QUICK).post(GENERAL, card(secret), key="k")
        assert secret not in str(caught.value)
        assert secret.encode() in script.asked[0]
    assert secret not in caplog.text
    assert "xoxb" not in caplog.text


def test_a_tenant_that_is_not_served_is_never_asked_about() -> None:
    with scripted() as script, pytest.raises(Refused) as caught:
        sender_at(script.url, QUICK).post(type(GENERAL)("T0ELSEWHERE", "C0GENERAL"), card(), key="k")
    assert caught.value.scope is Scope.TENANT
    assert script.asked == []
