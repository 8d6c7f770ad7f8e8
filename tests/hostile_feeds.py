"""Bodies that mean harm to whoever reads them as a feed. Each is made when it is asked for; the largest has 9 MB."""

from __future__ import annotations

from collections.abc import Callable

Body = Callable[[], bytes]

XML = b"Content-Type: application/rss+xml; charset=utf-8"
HTML = b"Content-Type: text/html; charset=utf-8"
JSON = b"Content-Type: application/feed+json"
MUCH = 9_000_000


def rss(inside: bytes = b"", start: bytes = b'<?xml version="1.0"?>') -> bytes:
    """A feed around something."""
    return start + b'<rss version="2.0"><channel><title>Westshire</title>' + inside + b"</channel></rss>"


def item(title: bytes = b"Lost dog found", body: bytes = b"A dog was found.") -> bytes:
    """One item."""
    return (
        b"<item><title>" + title + b"</title><link>https://news.westshire.example/1</link><description>" + body + b"</description></item>"
    )


def doctype(declared: bytes) -> bytes:
    """The start of a document that declares something."""
    return b'<?xml version="1.0"?>\n<!DOCTYPE rss [\n' + declared + b"\n]>\n"


def billion_laughs() -> bytes:
    """Ten entities, each ten times the one before."""
    declared = [b'<!ENTITY a0 "ha ha ha ha">'] + [b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 11)]
    return rss(item(b"&a10;", b"&a10;"), doctype(b"\n".join(declared)))


def quadratic() -> bytes:
    """One long entity, named very often."""
    return rss(item(body=b"&long;" * 100_000), doctype(b'<!ENTITY long "' + b"a" * 100_000 + b'">'))


def utf_16_laughs() -> bytes:
    """The same where a search for bytes does not find it."""
    return billion_laughs().decode().replace('"1.0"', '"1.0" encoding="utf-16"').encode("utf-16")


def filled(start: bytes, again: bytes, end: bytes = b"") -> Body:
    """As much of the same as a body may have."""
    return lambda: start + again * ((MUCH - len(start) - len(end)) // len(again)) + end


def numbered(many: int, piece: bytes) -> bytes:
    """The same with a number in it, so many times."""
    return b"".join(piece % n for n in range(many))


def in_channel(inside: Callable[[], bytes]) -> Body:
    """Within a feed."""
    return lambda: rss(inside())


FEEDS: dict[str, tuple[Body, tuple[bytes, ...]]] = {
    "billion-laughs": (billion_laughs, (XML,)),
    "quadratic-entities": (quadratic, (XML,)),
    "utf-16-laughs": (utf_16_laughs, (XML,)),
    "parameter-entities": (lambda: rss(item(), doctype(b"<!ENTITY % x \"<!ENTITY y 'z'>\">\n%x;\n")), (XML,)),
    "external-entity": (lambda: rss(item(b"&x;"), doctype(b'<!ENTITY x SYSTEM "file:///etc/passwd">')), (XML,)),
    "external-doctype": (lambda: rss(item(), b'<!DOCTYPE rss SYSTEM "http://127.0.0.1:9/secret.dtd">'), (XML,)),
    "many-entities": (lambda: rss(item(), doctype(numbered(200_000, b'<!ENTITY e%d "x">\n'))), (XML,)),
    "unknown-entities": (in_channel(lambda: item(body=b"&nothing;" * 900_000)), (XML,)),
    "many-attributes": (in_channel(lambda: b"<item " + numbered(100_000, b'a%d="1" ') + b"><title>x</title></item>"), (XML,)),
    "many-attributes-unclosed": (in_channel(lambda: b"<item " + numbered(100_000, b"a%d=1 ")), (XML,)),
    "many-namespaces": (in_channel(lambda: b"<item " + numbered(50_000, b'xmlns:a%d="urn:x" ') + b"/>"), (XML,)),
    "many-items": (in_channel(lambda: b"<item/>" * 400_000), (XML,)),
    "many-real-items": (in_channel(lambda: item() * 60_000), (XML,)),
    "deep-nesting": (filled(b"<rss><channel>", b"<a>"), (XML,)),
    "deep-nesting-closed": (in_channel(lambda: b"<a>" * 500_000 + b"</a>" * 500_000), (XML,)),
    "deep-markup": (in_channel(lambda: item(body=b"<![CDATA[" + b"<div>" * 1_500_000 + b"]]>")), (XML,)),
    "deep-escaped-markup": (in_channel(lambda: item(body=b"&lt;b&gt;" * 900_000)), (XML,)),
    "huge-title": (in_channel(lambda: item(title=b"a" * (MUCH - 1000))), (XML,)),
    "huge-attribute": (in_channel(lambda: b'<item x="' + b"a" * (MUCH - 1000) + b'"/>'), (XML,)),
    "open-angles": (filled(b"", b"<"), (XML,)),
    "open-tags": (filled(b"<rss><channel><item>", b"<p "), (XML,)),
    "open-comments": (filled(b"<rss>", b"<!-- "), (XML,)),
    "open-sections": (filled(b"<rss>", b"<![CDATA["), (XML,)),
    "open-declarations": (filled(b"<rss>", b"<!DOCTYPE "), (XML,)),
    "ampersands": (filled(b"<rss><channel><item><title>", b"&"), (XML,)),
    "character-references": (filled(b"<rss><channel><item><title>", b"&#"), (XML,)),
    "huge-reference": (in_channel(lambda: item(b"&#" + b"9" * 1_000_000 + b";")), (XML,)),
    "blanks": (filled(b"", b" "), (XML,)),
    "line-breaks": (filled(b"<rss><channel><item><title>", b"\n"), (XML,)),
    "nulls": (filled(b"", b"\0"), (XML,)),
    "nulls-inside": (in_channel(lambda: item(b"Lost\0 dog")), (XML,)),
    "control-characters": (in_channel(lambda: item(bytes(range(1, 32)))), (XML,)),
    "bad-utf-8": (in_channel(lambda: item(b"\xff\xfe\xc3\x28\xed\xa0\x80")), (XML,)),
    "wrong-bom": (lambda: b"\xff\xfe" + rss(item()), (XML,)),
    "wrong-big-bom": (lambda: b"\x00\x00\xfe\xff" + rss(item()), (XML,)),
    "odd-utf-16": (lambda: rss(item()).decode().encode("utf-16")[:-1], (XML,)),
    "unknown-charset": (lambda: rss(item()), (b"Content-Type: text/xml; charset=no-such-thing-\xff",)),
    "codec-charset": (lambda: rss(item(), b'<?xml version="1.0" encoding="rot13"?>'), (b"Content-Type: text/xml; charset=zlib_codec",)),
    "utf-7": (
        lambda: rss(item(b"+ADw-script+AD4-"), b'<?xml version="1.0" encoding="utf-7"?>'),
        (b"Content-Type: text/xml; charset=utf-7",),
    ),
    "empty": (lambda: b"", (XML,)),
    "one-byte": (lambda: b"<", (XML,)),
    "bom-only": (lambda: b"\xef\xbb\xbf", (XML,)),
    "challenge-page": (lambda: b"<!doctype html><title>Checking your browser</title><p>One moment", (b"Content-Type: text/html",)),
    "picture": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 1000, (b"Content-Type: image/png",)),
    "script-in-title": (in_channel(lambda: item(b"<![CDATA[<script>alert(1)</script>]]>")), (XML,)),
    "hostile-dates": (in_channel(lambda: b"<item><title>x</title><pubDate>" + b"9" * 1_000_000 + b"</pubDate></item>"), (XML,)),
    "hostile-dates-many": (
        in_channel(lambda: b"<item><title>x</title><pubDate>99999999999:99 99/99/9999</pubDate></item>" * 20_000),
        (XML,),
    ),
    "json-deep": (lambda: b"[" * MUCH, (JSON,)),
    "json-deep-closed": (lambda: b'{"items":' + b"[" * 100_000 + b"]" * 100_000 + b"}", (JSON,)),
    "json-huge-number": (lambda: b'{"version":"https://jsonfeed.org/version/1.1","items":[{"id":' + b"9" * 1_000_000 + b"}]}", (JSON,)),
    "json-infinite": (lambda: b'{"version":"https://jsonfeed.org/version/1.1","items":[{"id":1e999999,"title":NaN}]}', (JSON,)),
    "json-many-items": (
        lambda: b'{"version":"https://jsonfeed.org/version/1.1","items":[' + b'{"id":"1"},' * 700_000 + b'{"id":"2"}]}',
        (JSON,),
    ),
    "json-half-characters": (
        lambda: b'{"version":"https://jsonfeed.org/version/1.1","items":[{"id":"1","title":"\\ud800","content_text":"\\udfff\\u0000"}]}',
        (JSON,),
    ),
    "json-wrong-shapes": (
        lambda: (
            b'{"version":"https://jsonfeed.org/version/1.1","items":[null,1,"a",[],{"id":{},"title":[],"authors":7,"date_published":[]}]}'
        ),
        (JSON,),
    ),
}


def page(inside: bytes) -> bytes:
    """A news index with one regular link, and something."""
    return b'<!doctype html><title>News</title><main><a href="/robots.txt">Lost dog found</a>' + inside


PAGES: dict[str, tuple[Body, tuple[bytes, ...]]] = {
    "page-deep": (lambda: page(b"<div>" * 1_700_000), (HTML,)),
    "page-deep-lists": (lambda: page(b"<ul><li>" * 1_000_000), (HTML,)),
    "page-deep-tables": (lambda: page(b"<table><tr><td>" * 500_000), (HTML,)),
    "page-table-strays": (lambda: page(b"<table>" + b"<b>x" * 1_000_000), (HTML,)),
    "page-open-formatting": (lambda: page(numbered(300_000, b'<a x="%d"><b><i>')), (HTML,)),
    "page-misnested": (lambda: page(b"<a><b><p></a></b>" * 500_000), (HTML,)),
    "page-many-links": (lambda: page(numbered(200_000, b'<a href="/news/%d">A dog</a>')), (HTML,)),
    "page-many-attributes": (lambda: page(b"<a " + numbered(400_000, b'a%d="1" ') + b">x</a>"), (HTML,)),
    "page-open-angles": (lambda: page(b"<" * 8_000_000), (HTML,)),
    "page-open-comments": (lambda: page(b"<!--" * 2_000_000), (HTML,)),
    "page-ampersands": (lambda: page(b"&lt" * 2_500_000), (HTML,)),
    "page-nulls": (lambda: page(b"\0" * 8_000_000), (HTML,)),
    "page-scripts": (lambda: page(b"<script><!--<script>" * 400_000), (HTML,)),
    "page-templates": (lambda: page(b"<template><select><svg>" * 300_000), (HTML,)),
    "page-bad-links": (lambda: page(b'<a href="http://[::1/">x</a><a href="\xff\xfe">y</a><a href="javascript:alert(1)">z</a>'), (HTML,)),
    "page-long-link": (lambda: page(b'<a href="' + b"a" * 8_000_000 + b'">x</a>'), (HTML,)),
    "page-regular": (lambda: page(b""), (HTML,)),
}
"""Bodies that mean harm to whoever reads them as a news index, or as an article."""
