"""Whether a document declares entities that grow, or that stand elsewhere. For the worker, before anything parses the document."""

from __future__ import annotations

import re
from xml.parsers import expat

from bot.sources.source import SourceTrouble

LONGEST = 200
MOST = 300  # HTML has 252 names, which some feeds declare one by one

NAMED = re.compile("&(?!#|$)")


class _Enough(Exception):
    """The first element has begun: nothing is declared after it."""


def refuse_entities(body: bytes) -> None:
    """SourceTrouble if a document declares more than short characters and words by name.

    feedparser leaves such declarations out where it sees them. It looks for them with patterns that some ways of writing them escape, its
    second parser replaces names without any limit, and expat's own limit depends on how Python was built. Nothing is fetched either way.
    """
    parser = expat.ParserCreate()
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    declared = 0

    def entity(_name: str, parameter: int, value: str | None, *_where: object) -> None:
        nonlocal declared
        declared += 1
        if parameter or value is None or len(value) > LONGEST or NAMED.search(value) or declared > MOST:
            raise SourceTrouble("what stands there declares XML entities that could grow without end, and is not read")

    def element(*_tag: object) -> None:
        raise _Enough

    parser.EntityDeclHandler = entity
    parser.StartElementHandler = element
    try:
        parser.Parse(body, True)
    except (_Enough, expat.ExpatError, ValueError, LookupError):
        return  # ill-formed documents are the parser's to judge
