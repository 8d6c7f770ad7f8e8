"""What an operator is told about the configuration and the environment."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.settings import BadSettings, Settings, check, load, load_themes
from bot.settings.schema import schemas
from bot.sources import KINDS
from tests.bot.config import THEMES, write_config

SHIPPED = Path(__file__).parents[2] / "config"


def problems(environ: dict[str, str], directory: Path) -> list[str]:
    """Every problem, without the directory's name."""
    with pytest.raises(BadSettings) as caught:
        load(environ, directory)
    return [str(problem).removeprefix(f"{directory}/") for problem in caught.value.problems]


def changed(old: str, new: str) -> str:
    """The themes with one thing changed."""
    assert old in THEMES
    return THEMES.replace(old, new, 1)


def test_the_shipped_configuration_is_fine() -> None:
    assert check({}, SHIPPED).problems == ()


def test_a_configuration_that_is_fine_is_loaded_with_the_defaults(tmp_path: Path) -> None:
    settings = load({}, write_config(tmp_path))
    assert (settings.database_url, settings.host, settings.port) == ("sqlite:///var/briefings.db", "127.0.0.1", 3000)
    assert (settings.slack, settings.window_days) == ((), 30)
    assert settings.slack_api_url == "https://slack.com/api/"
    assert [theme.slug for theme in settings.book.themes] == ["bicycle-theft", "neighbourhood-teams"]


def test_bot_config_says_where_the_files_are(tmp_path: Path) -> None:
    assert load({"BOT_CONFIG": str(write_config(tmp_path / "here"))}).config_dir == tmp_path / "here"


def test_a_number_among_phrases_is_named_with_file_line_and_key(tmp_path: Path) -> None:
    config = write_config(tmp_path, themes=changed("strong: [stolen bicycle*, bicycle theft]", "strong: 7"))
    assert problems({}, config) == ["themes.yaml, line 12, themes[0].strong: expected a list of phrases, found the number 7"]


def test_every_problem_of_every_file_is_told_at_once(tmp_path: Path) -> None:
    config = write_config(
        tmp_path,
        bot="window_days: none\nlast_look_days: Mars\n",
        themes=changed("aliases: [bikes]", "alias: [bikes]"),
        subscriptions="subscriptions:\n  - channel: '#ops'\n    name: x\n",
    )
    assert problems({"PORT": "many"}, config) == [
        "bot.yaml, line 1, window_days: expected a whole number of days from 1 to 3650, found “none”",
        "bot.yaml, line 2, last_look_days: expected a whole number of days from 1 to 3650, found “Mars”",
        "subscriptions.yaml, line 2, subscriptions[0]: wants nothing: name themes, a query or sources",
        "themes.yaml, line 11, themes[0].alias: unknown key; did you mean `aliases`?",
        "the environment, PORT: expected a number from 0 to 65535, found “many”",
    ]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("slug: bicycle-theft", "slug: Bicycle theft", "line 7, themes[0].slug: expected a slug: small letters"),
        (
            "parent: crime",
            "parent: crimes",
            "line 10, themes[0].parent: expected a group (crime, organisation) or another theme's slug, found “crimes”",
        ),
        ("slug: neighbourhood-teams", "slug: bicycle-theft", "line 18, themes[1].slug: “bicycle-theft” is taken"),
        ("aliases: [bikes]", "aliases: [Neighbourhood teams]", "line 11, themes[0].aliases: "),
        ("strong: [neighbourhood team*, SNT]", "strong: ['*']", "line 22, themes[1].strong: "),
        ("  SNT:", "  snt:", "line 5, acronyms.snt: expected an acronym in capitals"),
        ("name: Bicycle theft", "name: no", ""),
        ("A new bicycle lane was opened.", "A stolen bicycle.", ""),
    ],
)
def test_a_theme_that_breaks_a_rule_is_told_at_its_line(tmp_path: Path, old: str, new: str, said: str) -> None:
    config = write_config(tmp_path, themes=changed(old, new))
    if said:
        assert said in problems({}, config)[0]
    else:
        assert isinstance(load({}, config), Settings)


def test_an_example_that_does_not_match_is_a_problem_of_check(tmp_path: Path) -> None:
    config = write_config(tmp_path, themes=changed("A new bicycle lane was opened.", "A stolen bicycle."))
    told = [str(problem) for problem in check({}, config).problems]
    assert told == [
        f"{config}/themes.yaml, line 17, themes[0].counter_examples[0]: this example matches bicycle-theft because of "
        "“stolen bicycle”: change the phrases or the example"
    ]


def test_check_tells_problems_instead_of_raising(tmp_path: Path) -> None:
    assert check({"PORT": "x"}, tmp_path / "nowhere").problems


# Slack


def test_credentials_in_the_environment_make_one_workspace(tmp_path: Path) -> None:
    environ = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "s3cret"}
    settings = load(environ, write_config(tmp_path))
    (slack,) = settings.slack
    assert (slack.team_id, slack.bot_token, slack.signing_secret, slack.app_token) == (None, "xoxb-1", "s3cret", None)
    assert "xoxb-1" not in repr(settings)
    assert "s3cret" not in repr(settings)


@pytest.mark.parametrize(
    ("environ", "said"),
    [
        ({"SLACK_SIGNING_SECRET": "s"}, "SLACK_BOT_TOKEN: is missing"),
        ({"SLACK_BOT_TOKEN": "xoxb-1"}, "SLACK_SIGNING_SECRET: is missing"),
        ({"SLACK_BOT_TOKEN": "xapp-secret", "SLACK_SIGNING_SECRET": "s"}, "SLACK_BOT_TOKEN: expected a token that begins with xoxb-"),
        ({"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xoxb-secret"}, "SLACK_APP_TOKEN: expected a token that begins with xapp-"),
        ({"SLACK_API_URL": "http://example.test/api"}, "SLACK_API_URL: expected an https:// address"),
        ({"SLACK_API_URL": "https://[broken"}, "SLACK_API_URL: expected an https:// address"),
        ({"DATABASE_URL": "mysql://me:secret@host/db"}, "DATABASE_URL: expected an address that begins with sqlite:/// or postgresql://"),
        ({"PORT": "65536"}, "PORT: expected a number from 0 to 65535"),
    ],
)
def test_what_is_wrong_with_the_environment_is_said_without_the_secret(tmp_path: Path, environ: dict[str, str], said: str) -> None:
    told = "\n".join(problems(environ, write_config(tmp_path)))
    assert said in told
    assert "secret" not in told


def test_a_hosts_postgres_address_is_accepted(tmp_path: Path) -> None:
    assert load({"DATABASE_URL": "postgres://host/db"}, write_config(tmp_path)).database_url == "postgres://host/db"


TWO = """\
workspaces:
  - name: Westshire Police
    team_id: T0WEST
    bot_token_env: WEST_BOT
    signing_secret_env: WEST_SECRET
  - name: Eastshire Police
    team_id: T0EAST
    bot_token_env: EAST_BOT
    app_token_env: EAST_APP
"""


def test_several_workspaces_take_their_secrets_from_the_variables_they_name(tmp_path: Path) -> None:
    environ = {"WEST_BOT": "xoxb-w", "WEST_SECRET": "s", "EAST_BOT": "xoxb-e", "EAST_APP": "xapp-e"}
    west, east = load(environ, write_config(tmp_path, bot=TWO)).slack
    assert (west.name, west.team_id, west.bot_token, west.signing_secret, west.app_token) == (
        "Westshire Police",
        "T0WEST",
        "xoxb-w",
        "s",
        None,
    )
    assert (east.team_id, east.signing_secret, east.app_token) == ("T0EAST", None, "xapp-e")


def test_every_variable_that_is_not_set_is_named(tmp_path: Path) -> None:
    assert problems({"WEST_BOT": "xoxb-w"}, write_config(tmp_path, bot=TWO)) == [
        "bot.yaml, line 5, workspaces[0].signing_secret_env: the environment variable WEST_SECRET is not set",
        "bot.yaml, line 8, workspaces[1].bot_token_env: the environment variable EAST_BOT is not set",
        "bot.yaml, line 9, workspaces[1].app_token_env: the environment variable EAST_APP is not set",
    ]


def test_a_token_in_the_file_is_refused_and_not_repeated(tmp_path: Path) -> None:
    told = problems({}, write_config(tmp_path, bot=TWO.replace("WEST_BOT", "xoxb-123-secret")))
    assert told[0].startswith("bot.yaml, line 4, workspaces[0].bot_token_env: expected the name of an environment variable")
    assert "xoxb" not in "".join(told)


def test_a_workspace_listed_twice_is_refused(tmp_path: Path) -> None:
    environ = {"WEST_BOT": "xoxb-w", "WEST_SECRET": "s", "EAST_BOT": "xoxb-e", "EAST_APP": "xapp-e"}
    same = TWO.replace("T0EAST", "T0WEST").replace("Eastshire", "Westshire")
    assert problems(environ, write_config(tmp_path, bot=same)) == [
        "bot.yaml, line 6, workspaces[1].name: “Westshire Police” is taken: every workspace has a name of its own",
        "bot.yaml, line 7, workspaces[1].team_id: “T0WEST” is listed twice: every workspace stands here once",
    ]


# sources


def test_a_source_is_read_by_its_kind(tmp_path: Path) -> None:
    text = "sources:\n  - {name: press, publisher: Westshire Police, kind: folder, path: x.jsonl}\n"
    (setting,) = load({}, write_config(tmp_path, sources=text)).sources
    assert (setting.source.name, setting.source.publisher) == ("press", "Westshire Police")
    assert (setting.every, setting.enabled, setting.own_network) == (timedelta(minutes=15), True, False)


def test_a_source_says_how_often_it_is_looked_at_and_whether_at_all(tmp_path: Path) -> None:
    entry = "{name: press, publisher: W, kind: folder, path: x, every: 2h, enabled: false, own_network: true}"
    (setting,) = load({}, write_config(tmp_path, sources=f"sources:\n  - {entry}\n")).sources
    assert (setting.every, setting.enabled, setting.own_network) == (timedelta(hours=2), False, True)


@pytest.mark.parametrize("every", ["30s", "0m", "8d", "99999d", "often", "1 h", "'15'"])
def test_an_interval_that_is_too_short_too_long_or_none_is_told(tmp_path: Path, every: str) -> None:
    entry = f"{{name: press, publisher: W, kind: folder, path: x, every: {every}}}"
    (told,) = problems({}, write_config(tmp_path, sources=f"sources:\n  - {entry}\n"))
    assert "sources[0].every: expected how often to look, from 1m to 7d: for example 15m, 1h or 1d, found “" in told


@pytest.mark.parametrize("contact", ["press-desk@westshire.example", "https://westshire.example/contact"])
def test_the_contact_is_an_address(tmp_path: Path, contact: str) -> None:
    assert load({}, write_config(tmp_path, bot=f"contact: {contact}\n")).contact == contact


@pytest.mark.parametrize(
    "contact", ["somebody", "préss@westshire.example", "a b@westshire.example", '"press@westshire.example\\r\\nX: y"', "7"]
)
def test_a_contact_that_is_no_address_is_told(tmp_path: Path, contact: str) -> None:
    (told,) = problems({}, write_config(tmp_path, bot=f"contact: {contact}\n"))
    assert "contact: expected an e-mail address or a web address" in told


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ("{name: a, publisher: W, kind: json-line, path: x}", f"sources[0].kind: expected a kind: {', '.join(KINDS)}, found “json-line”"),
        ("{name: a, publisher: W, path: x}", f"sources[0]: expected keys, among them a kind: {', '.join(KINDS)}"),
        ("{name: a, publisher: W, kind: folder}", "sources[0].path: is missing; expected the path of a file or folder"),
        ("{name: a, publisher: W, kind: folder, pth: x, path: y}", "sources[0].pth: unknown key; did you mean `path`?"),
        ("{name: A b, publisher: W, kind: folder, path: y}", "sources[0].name: expected a name: small letters"),
        ("7", f"sources[0]: expected keys, among them a kind: {', '.join(KINDS)}"),
        ("{name: a, publisher: W, kind: [x], path: y}", f"sources[0].kind: expected a kind: {', '.join(KINDS)}"),
    ],
)
def test_a_source_that_breaks_a_rule_is_told_at_its_line(tmp_path: Path, entry: str, said: str) -> None:
    told = problems({}, write_config(tmp_path, sources=f"sources:\n  - {entry}\n"))
    assert told[0].startswith("sources.yaml, line 2, ")
    assert said in told[0]


def test_two_sources_of_one_name_are_refused(tmp_path: Path) -> None:
    entry = "  - {name: press, publisher: Westshire Police, kind: folder, path: x.jsonl}\n"
    told = problems({}, write_config(tmp_path, sources=f"sources:\n{entry}{entry}"))
    assert told == ["sources.yaml, line 3, sources[1].name: “press” is taken: every source has a name of its own"]


# the admins' channel, and what is still news


def test_the_admins_have_a_channel_and_old_statements_are_no_news(tmp_path: Path) -> None:
    settings = load({}, write_config(tmp_path, bot="admin_channel: '#press-office'\nfreshness_days: 3\n"))
    assert (settings.admin_channel, settings.admin_workspace, settings.freshness_days) == ("#press-office", None, 3)
    settings = load({}, write_config(tmp_path))
    assert (settings.admin_channel, settings.freshness_days) == (None, 7)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("admin_channel: #ops\n", "line 1, admin_channel: is empty: what follows an unquoted # is a comment; write the name in quotes"),
        ("admin_channel: ops\n", "line 1, admin_channel: expected a channel: its name with # in quotes (“#ops”), or its id, found “ops”"),
        ("freshness_days: 0\n", "line 1, freshness_days: expected a whole number of days from 1 to 365, found the number 0"),
    ],
)
def test_what_is_wrong_with_the_channel_of_the_admins_is_told(tmp_path: Path, text: str, said: str) -> None:
    (told,) = problems({}, write_config(tmp_path, bot=text))
    assert said in told


BOTH = {"WEST_BOT": "xoxb-w", "WEST_SECRET": "s", "EAST_BOT": "xoxb-e", "EAST_APP": "xapp-e"}


def test_the_channel_of_the_admins_is_of_a_workspace_that_is_served(tmp_path: Path) -> None:
    fine = f"admin_channel: C0OPS\nadmin_workspace: Eastshire Police\n{TWO}"
    assert load(BOTH, write_config(tmp_path, bot=fine)).admin_workspace == "Eastshire Police"
    (told,) = problems(BOTH, write_config(tmp_path, bot=fine.replace("workspace: E", "workspace: B")))
    assert told == "bot.yaml, line 2, admin_workspace: there is no workspace “Bastshire Police”; did you mean `Eastshire Police`?"
    (told,) = problems(BOTH, write_config(tmp_path, bot=f"admin_channel: C0OPS\n{TWO}"))
    assert told.endswith("is missing: several workspaces are served, so say which of them: Westshire Police, Eastshire Police")


# schemas


@pytest.mark.parametrize("name", ["bot", "sources", "themes", "subscriptions"])
def test_the_shipped_schema_is_the_current_one_and_the_shipped_file_names_it(name: str) -> None:
    assert (SHIPPED / "schema" / f"{name}.json").read_text(encoding="utf-8") == schemas()[f"{name}.json"]
    first = (SHIPPED / f"{name}.yaml").read_text(encoding="utf-8").splitlines()[0]
    assert first == f"# yaml-language-server: $schema=schema/{name}.json"


def test_load_themes_gives_the_book(tmp_path: Path) -> None:
    book = load_themes(write_config(tmp_path) / "themes.yaml")
    assert [match.slug for match in book.classify("", "Forty stolen bicycles were found.")] == ["bicycle-theft"]


def test_the_order_of_precedence_is_read_in_its_order(tmp_path: Path) -> None:
    settings = load({}, write_config(tmp_path, sources="precedence: [National Crime Agency, ' Home Office ']\nsources: []\n"))
    assert settings.precedence == ("National Crime Agency", "Home Office")
    assert load({}, write_config(tmp_path)).precedence == ()


@pytest.mark.parametrize(
    ("precedence", "said"),
    [
        ("[A, b, a]", "line 1, precedence: “a” stands here twice: name each publisher once"),
        ("[A, 3]", "line 1, precedence[1]: expected a publisher's name, found the number 3"),
        ("NCA", "line 1, precedence: expected a list of publishers' names, found “NCA”"),
    ],
)
def test_an_order_of_precedence_that_is_none_is_told_at_its_line(tmp_path: Path, precedence: str, said: str) -> None:
    config = write_config(tmp_path, sources=f"precedence: {precedence}\nsources: []\n")
    assert problems({}, config) == [f"sources.yaml, {said}"]
