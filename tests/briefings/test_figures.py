"""Figures as a reader of a briefing sees them: value, noun, qualifier and the words they stand in."""

from __future__ import annotations

import pytest

from briefings.figures import Figure, distinct, read_figures


def read(text: str, title: str = "") -> list[tuple[float | int | str, str]]:
    return [(figure.value, figure.noun) for figure in read_figures(title, text)]


def only(text: str) -> Figure:
    (figure,) = read_figures("", text)
    return figure


@pytest.mark.parametrize(
    ("text", "value", "noun"),
    [
        ("Officers closed 172 county lines.", 172, "county lines"),
        ("At least 1,138 police investigations are open.", 1138, "police investigations"),
        ("Forces stopped 50, 000 vehicles.", 50000, "vehicles"),
        ("A total of 1947 people were held.", 1947, "people"),
        ("They took 1074 knives.", 1074, "knives"),
        ("About 4.1 million cases occurred.", 4100000, "cases"),
        ("Some 2.3m calls came in.", 2300000, "calls"),
        ("Two hundred and fifty interviews were held.", 250, "interviews"),
        ("Half a million people replied.", 500000, "people"),
        ("A quarter of a million people replied.", 250000, "people"),
        ("A dozen forces joined.", 12, "forces"),
        ("Ninety-three arrests were made.", 93, "arrests"),
        ("It helps 41 police and crime commissioners.", 41, "police and crime commissioners"),
        ("All 14 Crown Prosecution Service (CPS) Areas agreed.", 14, "Crown Prosecution Service Areas"),
        ("They took 13 of the largest shops in Westshire.", 13, "shops"),
        ("Officers found 200kg of cocaine.", 200, "kg of cocaine"),
        ("They seized 1,800 rounds of ammunition.", 1800, "rounds of ammunition"),
        ("The team took 2.3 million 999 calls.", 2300000, "999 calls"),
        ("It was used 539 million times.", 539000000, "times"),
        ("It would save 13,000 hours.", 13000, "hours"),
        ("A 500-strong crowd gathered.", 500, "crowd"),
        ("Three men were killed.", 3, "men"),
        ("They looked into 2,000 online offences.", 2000, "online offences"),
        ("It takes 300 daily calls.", 300, "daily calls"),
        ("The plan has six priorities.", 6, "priorities"),
    ],
)
def test_a_count_has_its_noun(text: str, value: float, noun: str) -> None:
    assert read(text) == [(value, noun)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Officers shut 172 lines. The time before, 104 were closed.", [(172, "lines"), (104, "lines")]),
        ("There were 1,693 arrests, 829 of them for knives.", [(1693, "arrests"), (829, "arrests")]),
        ("There were 268 arrests; 90 of them, or 34%, led to a charge.", [(268, "arrests"), (90, "arrests"), (34, "arrests")]),
        ("They get 250,000 reports. Forces, to which 70,000 are passed, do their best.", [(250000, "reports"), (70000, "reports")]),
        ("Forces policed 67 marches in a week and upwards of 2,600 so far.", [(67, "marches"), (2600, "marches")]),
        ("They recovered 557 weapons: 75 firearms, 377 bladed.", [(557, "weapons"), (75, "firearms"), (377, "weapons")]),
        ("Referrals rose from 188 to 568.", [(188, "Referrals"), (568, "Referrals")]),
        ("Seven suspects, six of them women, were charged.", [(7, "suspects"), (6, "suspects")]),
        ("Of 43 forces only five met the standard.", [(43, "forces"), (5, "forces")]),
        ("Officer numbers are down by more than 20,000.", [(20000, "Officer")]),
        ("Last year 1,615 people rang its helpline and 12,057 used its pages.", [(1615, "people"), (12057, "people")]),
        ("Officers and staff deserve better. Over 40,000 of them replied.", [(40000, "Officers and staff")]),
    ],
)
def test_a_count_without_a_noun_finds_it_earlier(text: str, expected: list[tuple[float, str]]) -> None:
    assert read(text) == expected


def test_people_held_with_no_noun_are_people() -> None:
    assert read("", "Ninety-three held in raids") == [(93, "people")]


@pytest.mark.parametrize(
    ("text", "value", "noun"),
    [
        ("Crime recorded by forces in Westshire went up 10%.", 10, "Crime recorded"),
        ("In the year to March burglary fell by 5 per cent.", 5, "burglary"),
        ("Hate crime has risen by 19 per cent this year.", 19, "Hate crime"),
        ("There was a 12 per cent rise in knife crime.", 12, "knife crime"),
        ("It follows a rise in moped crime of more than 600 per cent.", 600, "moped crime"),
        ("The scheme has cut reoffending by 40%.", 40, "reoffending"),
        ("In a poll 72 per cent of respondents agreed.", 72, "respondents"),
        ("About 40% of all crime is fraud.", 40, "crime"),
        ("Police made 40 per cent more arrests.", 40, "arrests"),
        ("The force dealt with cases 55 per cent faster.", 55, "cases"),
        ("The proportion of female officers has reached 35 per cent.", 35, "female officers"),
        ("Thirty-four per cent of victims withdraw.", 34, "victims"),
        ("Offences of this sort are now 2 per cent more numerous.", 2, "Offences of this sort"),
        ("They reached a 65% conviction rate.", 65, "conviction rate"),
    ],
)
def test_a_percentage_says_what_it_is_of(text: str, value: float, noun: str) -> None:
    assert read(text) == [(value, noun)]


def test_a_percentage_after_a_count_is_of_what_was_counted() -> None:
    assert read("They gave 35,382 breath tests; 10 per cent were refused.") == [(35382, "breath tests"), (10, "breath tests")]
    assert read("It heard from 45,000 officers. Low morale was reported by 55.9 per cent of them.")[1] == (55.9, "officers")
    assert read("Forces recorded 52,528 crimes, 18 per cent more than before.")[1] == (18, "crimes")


@pytest.mark.parametrize(
    ("text", "value", "noun"),
    [
        ("Ministers pledged £20 million.", 20000000, ""),
        ("Forces face a shortfall put at £1.3bn.", 1300000000, "shortfall"),
        ("Officers took £1.98 million of cash.", 1980000, "cash"),
        ("The gangs cost shops over £4 million.", 4000000, "losses"),
        ("Drugs worth £3.2 million were found.", 3200000, "Drugs"),
        ("A £10m scheme begins.", 10000000, "scheme"),
        ("It is half funded: 54 million pounds.", 54000000, ""),
    ],
)
def test_money_is_read_in_full(text: str, value: float, noun: str) -> None:
    money = [(figure.value, figure.noun) for figure in read_figures("", text) if figure.kind == "money"]
    assert money == [(value, noun)]


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("One in ten women agreed.", "ratio", 0.1),
        ("Nine out of ten victims agreed.", "ratio", 0.9),
        ("It is one for every three constables.", "ratio", 0.333),
        ("Two-thirds of victims agreed.", "ratio", 0.667),
        ("More than half of the plots failed.", "ratio", 0.5),
        ("Thefts rose by a fifth in Westshire.", "multiple", 0.2),
        ("Cases are a third more than before.", "multiple", 0.333),
        ("Work has tripled.", "multiple", 3),
        ("Thefts halved.", "multiple", 0.5),
        ("Inquiries are up six-fold.", "multiple", 6),
        ("Arrests went up tenfold.", "multiple", 10),
        ("That is over three times the number before.", "multiple", 3),
        ("Twice as many men were held.", "multiple", 2),
        ("It was used less than half as often.", "multiple", 0.5),
        ("It may be 12 times as big or more.", "multiple", 12),
    ],
)
def test_parts_and_multiples_are_numbers(text: str, kind: str, value: float) -> None:
    figure = only(text)
    assert (figure.kind, figure.value) == (kind, value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("It has run since May 2015.", "2015-05"),
        ("It has run since 17 October 2016.", "2016-10-17"),
        ("It has run since October 17, 2016.", "2016-10-17"),
        ("It has run since the start of 2015.", "2015"),
        ("It has run since 2015/16.", "2015/16"),
    ],
)
def test_since_is_a_date(text: str, value: str) -> None:
    figure = only(text)
    assert (figure.kind, figure.value, figure.qualifier) == ("since", value, "since")


@pytest.mark.parametrize(
    ("text", "qualifier", "surface"),
    [
        ("They found around 900 offenders there.", "around", "around 900 offenders"),
        ("At least ten attacks were stopped.", "at least", "At least ten attacks"),
        ("More than 30 separate laws apply.", "more than", "More than 30 separate laws"),
        ("An additional 2,000 detectives will come.", "additional", "An additional 2,000 detectives"),
        ("They expect 1,500 additional officers soon.", "additional", "1,500 additional officers"),
        ("A further 2,000 investigators will come.", "further", "A further 2,000 investigators"),
        ("Another 20 suspects are held.", "another", "Another 20 suspects"),
        ("Every one of the 43 forces agreed.", "every one of", "Every one of the 43 forces"),
        ("Crime went up 10%.", "increase", "went up 10%"),
        ("There was a drop of 7%.", "decrease", "a drop of 7%"),
        ("The total is eight officers lower.", "decrease", "eight officers lower"),
        ("Upwards of 2,600 marches took place.", "upwards of", "Upwards of 2,600 marches"),
    ],
)
def test_what_bends_a_number_is_kept(text: str, qualifier: str, surface: str) -> None:
    figure = only(text)
    assert (figure.qualifier, figure.surface) == (qualifier, surface)


def test_both_ends_of_a_range_are_figures() -> None:
    assert read("Between 10 and 20 arrests are made.") == [(10, "arrests"), (20, "arrests")]
    assert read("From 10 to 15 per cent of callers wait.") == [(10, "callers"), (15, "callers")]


def test_a_figure_said_twice_can_be_shown_once() -> None:
    figures = read_figures("Forces run 200 operations", "Police ran 200 operations against 900 offenders.")
    assert [figure.value for figure in figures] == [200, 200, 900]
    assert [figure.value for figure in distinct(figures)] == [200, 900]


def test_a_figure_knows_where_it_stands() -> None:
    (figure,) = read_figures("A title", "Some 900 offenders were found.")
    assert figure.start == len("A title\n")
