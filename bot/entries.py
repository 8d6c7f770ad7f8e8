"""What models of configuration are made of: strict entries, and words for what is expected."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict


class Entry(BaseModel):
    """The base of every model of a configuration file: strict types, and no key that is not known."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


@dataclass(frozen=True, slots=True)
class Expected:
    """Put beside a field's type: what should stand there, for messages. `private`: never repeat what stood there instead."""

    text: str
    private: bool = False
