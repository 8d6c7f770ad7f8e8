"""A press office edits its feed, and the bot looks at it: over real HTTP, in real processes, on SQLite and on PostgreSQL."""

from __future__ import annotations

from datetime import timedelta

from bot.sources.feed import Feed, FeedOptions
from briefings.desk import Desk
from tests.bot.bulletins import Round, Watch, poller, setting
from tests.bot.sources.site import Site

LATER = timedelta(minutes=15)


def rss(site: Site, *texts: str, built: int = 1) -> str:
    """Put a feed with these statements, numbered from the last; returns its address."""
    many = len(texts)
    items = "".join(
        f"<item><title>Notice {many - place}</title><link>/news/{many - place}</link><guid>{site.url}/news/{many - place}</guid>"
        f"<description>{text}</description></item>"
        for place, text in enumerate(texts)
    )
    return site.page("/feed", f"<rss version='2.0'><channel><lastBuildDate>{built}</lastBuildDate>{items}</channel></rss>")


def test_what_is_new_and_edited_arrives_and_a_challenge_is_told(desk: Desk, site: Site) -> None:
    watch = Watch()
    source = Feed("westshire", "Westshire Police", FeedOptions.model_validate({"url": rss(site, "Nine were arrested in Alderwick.")}))
    with poller(desk, setting(source), watch=watch) as made:
        look = Round(made, watch).look
        assert look().taken.new == 1
        rss(site, "Nine were arrested in Alderwick.", built=2)
        unchanged = look(LATER)
        assert (unchanged.taken.new, unchanged.taken.same, unchanged.trouble) == (0, 0, None)
        rss(site, "A horse was found.", "Twelve were arrested in Alderwick.")
        edited = look(LATER)
        assert (edited.taken.new, edited.taken.corrected, edited.trouble) == (1, 1, None)
        site.page("/feed", "<html><title>Just a moment...</title></html>")
        challenged = look(LATER)
        assert challenged.trouble is not None
        assert challenged.trouble.endswith("/feed: expected a feed; an HTML page titled “Just a moment...” came")
        rss(site, "A horse was found.", "Twelve were arrested in Alderwick.")
        again = look(timedelta(hours=2))
        assert (again.taken.new, again.taken.corrected, again.trouble) == (0, 0, None)
