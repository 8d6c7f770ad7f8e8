"""Generated feeds of plainly fictional forces, written as the publishing systems of real ones write them: for measuring only."""

from __future__ import annotations

import random
from collections.abc import Sequence
from email.utils import format_datetime
from html import escape

from briefings.statements import LONDON, Draft

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wfw="http://wellformedweb.org/CommentAPI/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"
 xmlns:slash="http://purl.org/rss/1.0/modules/slash/">
<channel>
<title>{force} Police news</title>
<atom:link href="https://news.{host}.example/feed/" rel="self" type="application/rss+xml" />
<link>https://news.{host}.example/</link>
<description>News from {force} Police</description>
<lastBuildDate>{built}</lastBuildDate>
<language>en-GB</language>
<sy:updatePeriod>hourly</sy:updatePeriod>
<sy:updateFrequency>1</sy:updateFrequency>
<generator>https://press.example/?v=6.4</generator>
"""
_FOOT = "</channel>\n</rss>\n"
_SUMMARY_WORDS = 45


def feed(drafts: Sequence[Draft], *, full: bool, built: str = "Tue, 24 Nov 2026 09:00:00 +0000", host: str = "westshire") -> bytes:
    """One RSS document of these statements, newest first. `full`: with the whole text beside the summary."""
    chance = random.Random(len(drafts))
    items = "".join(_item(draft, chance, host, full=full) for draft in drafts)
    return (_HEAD.format(force=host.title(), host=host, built=built) + items + _FOOT).encode()


def _item(draft: Draft, chance: random.Random, host: str, *, full: bool) -> str:
    assert draft.published is not None
    link = f"https://news.{host}.example/news/{draft.published.day:%Y/%m}/{draft.id}/"
    published = format_datetime(draft.published.at.astimezone(LONDON))
    words = draft.text.split()
    summary = " ".join(words[:_SUMMARY_WORDS]) + (" […]" if len(words) > _SUMMARY_WORDS else "")
    after = (
        f'<p>{escape(summary)}</p>\n<p>The post <a href="{link}">{escape(draft.title)}</a> appeared first on {host.title()} Police.</p>\n'
    )
    content = f"<content:encoded><![CDATA[{_page(draft, chance, link)}]]></content:encoded>\n" if full else ""
    return (
        f"<item>\n<title>{escape(draft.title)}</title>\n<link>{link}</link>\n<comments>{link}#respond</comments>\n"
        f"<dc:creator><![CDATA[Press office]]></dc:creator>\n<pubDate>{published}</pubDate>\n"
        f"<category><![CDATA[News]]></category>\n<category><![CDATA[{draft.publisher}]]></category>\n"
        f'<guid isPermaLink="false">https://news.{host}.example/?p={draft.id}</guid>\n'
        f"<description><![CDATA[{after}]]></description>\n{content}"
        f"<wfw:commentRss>{link}feed/</wfw:commentRss>\n<slash:comments>0</slash:comments>\n</item>\n"
    )


def _page(draft: Draft, chance: random.Random, link: str) -> str:
    """The text in paragraphs with the marks an editor makes: a picture, links, a list, a quotation."""
    sentences = [f"{part.rstrip('.')}." for part in draft.text.split(". ")]
    paragraphs = [" ".join(sentences[at : at + 2]) for at in range(0, len(sentences), 2)]
    parts = [
        f'<figure class="wp-block-image size-large"><img loading="lazy" width="1024" height="683" src="{link}picture.jpg" '
        'alt="" srcset="picture-300.jpg 300w, picture-768.jpg 768w" sizes="(max-width: 1024px) 100vw, 1024px" /></figure>'
    ]
    for number, paragraph in enumerate(paragraphs):
        text = escape(paragraph)
        if number % 5 == 3:
            text = f'<strong>{text}</strong> <a href="https://www.{chance.choice("abcdef")}.example/advice">More advice</a>'
        parts.append(f"<blockquote><p>{text}</p></blockquote>" if number % 6 == 4 else f"<p>{text}</p>")
    parts.append("<ul><li>Call 101</li><li>Report it online</li><li>In an emergency call 999</li></ul>")
    return "\n\n\n\n".join(parts)
