"""Reading figures: each mention of a number, with what it is of, what bends it, and the words it stands in. Pure."""

from __future__ import annotations

from briefings.figures.counts import Topic, count_topic
from briefings.figures.figure import Figure
from briefings.figures.mention import Mention
from briefings.figures.mentions import mentions
from briefings.figures.money import money_topic
from briefings.figures.qualifiers import direction_after, direction_before, qualifier_after, qualifier_before
from briefings.figures.shares import share_topic
from briefings.figures.topics import Counted, Ground
from briefings.tokens import tokenise

_LONGEST_TEXT = 100_000


def read_figures(title: str, text: str) -> tuple[Figure, ...]:
    """The figures of a statement in reading order. One that stands in the title and again in the text is given twice (see `distinct`)."""
    page = f"{title}\n{text}"[:_LONGEST_TEXT]
    ground = Ground(tokenise(page))
    figures = []
    for mention in mentions(ground.tokens):
        topic = _topic(ground, mention)
        if topic is None:
            continue
        if mention.kind == "money":
            ground.sums.append(Counted(topic.noun, mention.end - 1, is_count=False))
        figures.append(_figure(page, ground, mention, topic))
        ground.counted.append(Counted(topic.noun if mention.kind != "money" else "", mention.end - 1, mention.kind == "count"))
    return tuple(figures)


def _topic(ground: Ground, mention: Mention) -> Topic | None:
    if mention.kind == "since":
        return Topic("", mention.end)
    if mention.kind == "money":
        return money_topic(ground, mention)
    topic = count_topic(ground, mention) if mention.kind == "count" else share_topic(ground, mention)
    return topic._replace(noun=ground.headline(mention.first)) if topic and not topic.noun else topic


def _figure(page: str, ground: Ground, mention: Mention, topic: Topic) -> Figure:
    """The figure, its text running from the qualifier to the end of its noun."""
    qualifier, first, end = _qualified(ground, mention, topic)
    start, stop = ground.tokens[first].start, ground.tokens[end - 1].end
    return Figure(page[start:stop], mention.value, topic.noun, qualifier, mention.kind, start)


def _qualified(ground: Ground, mention: Mention, topic: Topic) -> tuple[str, int, int]:
    """The qualifier, and the tokens from which and up to which the figure's text runs."""
    tokens = ground.tokens
    if mention.kind == "since":
        return "since", mention.first, mention.end
    end = max(topic.end, mention.end)
    qualifier, first = qualifier_before(tokens, mention.first)
    trailing, length = qualifier_after(tokens, mention.end if mention.kind == "count" else end)
    if trailing:
        end = max(end, mention.end + length) if mention.kind == "count" else end + length
        qualifier = qualifier or trailing
    if mention.kind in {"percent", "multiple"} and mention.form != "times" and not (mention.form == "fold" and qualifier):
        change, place = direction_before(tokens, mention.first)
        if change:
            return change, min(place, first), end
        change = direction_after(tokens, mention.end)
        return change or qualifier, first, end
    if not qualifier and mention.kind == "count" and tokens[end : end + 1] and tokens[end].low in {"lower", "fewer", "higher"}:
        return ("increase" if tokens[end].low == "higher" else "decrease"), first, end + 1
    return qualifier, first, end
