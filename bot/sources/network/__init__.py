"""Reaching other machines without being led astray, held up or filled up by them. `bot.sources.http` is the way in."""
