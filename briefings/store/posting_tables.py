"""The tables of what channels want and what they show. The other tables stand in `schema`."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Float, ForeignKey, Index, Integer, Table, Text, UniqueConstraint, false, text

from briefings.store.columns import UtcTime
from briefings.store.schema import metadata

channels = Table(
    "channels",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("platform", Text, nullable=False),
    Column("tenant", Text, nullable=False),
    # The platform's own id; the name is for people, and may be out of date.
    Column("place", Text, nullable=False),
    Column("name", Text, nullable=False),
    # Why nothing can be posted there just now, and since when. It is tried again now and then all the same.
    Column("stopped", Text),
    Column("stopped_at", UtcTime),
    # The lane: when there may next be something to do (null: nothing is), how urgent that is, and in whose hands it is.
    Column("next_at", UtcTime),
    Column("urgency", Integer, nullable=False, server_default="9"),
    Column("lease_by", Text),
    Column("lease_until", UtcTime),
    # No act before that: something failed that was not a post, or all of it is stopped.
    Column("paced_until", UtcTime),
    Column("failures", Integer, nullable=False, server_default="0"),
    # No post before that: the pace of the channel, or one failed or was refused. And since when it can be posted to again: what was
    # refused of what was begun before says nothing any more.
    Column("posts_after", UtcTime),
    Column("reopened_at", UtcTime),
    UniqueConstraint("platform", "tenant", "place"),
    Index(
        "channels_due",
        "platform",
        "tenant",
        "urgency",
        "next_at",
        sqlite_where=text("next_at IS NOT NULL"),
        postgresql_where=text("next_at IS NOT NULL"),
    ),
)
"""Conversations that can be posted to. Each row is a lane too: only the head of a leased lane is sent."""

budgets = Table(
    "budgets",
    metadata,
    Column("platform", Text, primary_key=True),
    Column("tenant", Text, primary_key=True),
    Column("act", Text, primary_key=True),
    # When the next call would be due if all were evenly spread, in seconds since 1970.
    Column("even", Float, nullable=False, server_default="0"),
    Column("blocked_until", UtcTime),
    Column("reason", Text),
    # Whether the platform will have none of it until something changes there; otherwise it only asked to wait.
    Column("refused", Boolean, nullable=False, server_default=false()),
)
"""How fast a tenant's platform may be asked, over all processes: one row for each kind of act."""

subscriptions = Table(
    "subscriptions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("lineage", Text, nullable=False),
    Column("channel", ForeignKey("channels.id"), nullable=False),
    # See `subscriptions.Subscription.to_json`.
    Column("spec", Text, nullable=False),
    Column("origin", Text, nullable=False),
    Column("started", UtcTime, nullable=False),
    Column("started_by", Text, nullable=False),
    Column("ended", UtcTime),
    Column("ended_by", Text),
    # Everything up to this event is behind it: the next edition begins after.
    Column("after_event", BigInteger, nullable=False),
    # When its next window began.
    Column("since", UtcTime, nullable=False),
    # When its next edition opens, and the key of that slot; null: nothing is to be opened.
    Column("due", UtcTime),
    Column("slot", Text),
    # Grows with every change to any subscription: what changed since is read again, and nothing else.
    Column("change", BigInteger, nullable=False),
    Index("subscriptions_due", "due", sqlite_where=text("due IS NOT NULL"), postgresql_where=text("due IS NOT NULL")),
    Index("subscriptions_lineage", "lineage"),
    Index("subscriptions_channel", "channel"),
    Index("subscriptions_change", "change"),
)
"""Ended, never overwritten."""

events = Table(
    "events",
    metadata,
    # Intakes take turns, so that a higher number always came later.
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("statement", ForeignKey("statements.id"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("revision", Integer, nullable=False),
    Index("events_statement", "statement"),
)
"""What may concern a channel: a statement came as news, was corrected, was withdrawn, or is back."""

postings = Table(
    "postings",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("channel", ForeignKey("channels.id"), nullable=False),
    Column("kind", Text, nullable=False),
    # What makes it one of its kind in its channel.
    Column("subject", Text, nullable=False),
    Column("subscription", ForeignKey("subscriptions.id")),
    # Of an alert; null once it was redacted.
    Column("statement", ForeignKey("statements.id")),
    # Of an edition, a shared briefing or a notice: what is said beside the statements, as JSON; never a statement's words.
    Column("detail", Text),
    Column("made", UtcTime, nullable=False),
    UniqueConstraint("kind", "subject", "channel"),
    Index("postings_statement", "statement"),
)

posting_statements = Table(
    "posting_statements",
    metadata,
    Column("posting", ForeignKey("postings.id"), primary_key=True),
    Column("ordinal", Integer, primary_key=True, autoincrement=False),
    Column("part", Integer, nullable=False),
    Column("section", Text, nullable=False),
    Column("theme", Text),
    # Null once it was redacted.
    Column("statement", ForeignKey("statements.id")),
    Index("posting_statements_statement", "statement"),
    sqlite_with_rowid=False,
)
"""The statements that an edition or a shared briefing shows, and in which of its parts."""

parts = Table(
    "parts",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("posting", ForeignKey("postings.id"), nullable=False),
    Column("channel", ForeignKey("channels.id"), nullable=False),
    # 0 for the first message; what follows it has a higher one.
    Column("ordinal", Integer, nullable=False),
    Column("role", Text, nullable=False),
    # The part that must be shown before, and whether this one stands in its thread.
    Column("after", ForeignKey("parts.id")),
    Column("threaded", Boolean, nullable=False, server_default=false()),
    # Of a reply: the statement and its revision, and the generation that made it.
    Column("statement", ForeignKey("statements.id")),
    Column("revision", Integer),
    Column("generation", BigInteger),
    # What the platform keeps with the message, so that it can be looked up.
    Column("key", Text, nullable=False, unique=True),
    Column("urgency", Integer, nullable=False),
    Column("not_before", UtcTime, nullable=False),
    Column("held", Text),
    Column("made", UtcTime, nullable=False),
    # Fingerprints: what should stand there (null: nothing), and what does.
    Column("wanted", Text),
    Column("shown", Text),
    Column("message", Text),
    # Only to be put in the place of what is shown: never posted where nothing is.
    Column("only_if_shown", Boolean, nullable=False, server_default=false()),
    # No word may stay: when it cannot be edited, it is taken away.
    Column("scrub", Boolean, nullable=False, server_default=false()),
    # An act under way: what was being said, since when, and which act. Left behind by a process that died.
    Column("sending", Text),
    Column("sending_act", Text),
    Column("sent_at", UtcTime),
    # Nobody knows whether it was posted: when it is looked up next, and how often it was.
    Column("look_at", UtcTime),
    Column("looks", Integer, nullable=False, server_default="0"),
    Column("tries", Integer, nullable=False, server_default="0"),
    # What the platform would not take, and why; `closed`: no act will ever do anything.
    Column("refused", Text),
    Column("reason", Text),
    Column("refused_at", UtcTime),
    Column("closed", Boolean, nullable=False, server_default=false()),
    # The generation it was first sent with, and when it was first and last shown as it should be.
    Column("first_generation", BigInteger),
    Column("first_shown", UtcTime),
    Column("last_shown", UtcTime),
    Column("edits", Integer, nullable=False, server_default="0"),
    # Since when wanted and shown differ; null: they do not.
    Column("gap", UtcTime),
    Index("parts_posting", "posting"),
    Index("parts_statement", "statement", sqlite_where=text("statement IS NOT NULL"), postgresql_where=text("statement IS NOT NULL")),
    Index("parts_gap", "channel", "urgency", "id", sqlite_where=text("gap IS NOT NULL"), postgresql_where=text("gap IS NOT NULL")),
    Index("parts_oldest_gap", "gap", sqlite_where=text("gap IS NOT NULL"), postgresql_where=text("gap IS NOT NULL")),
)
"""One message each: what is wanted there, what is shown, and what is known of the way between."""
