"""The error tree. Every message is fit to be shown to an officer in chat or an operator at a terminal.

BriefingsError
├── BadInput            what a person or a file gave cannot be used; the message says what would be right
│   ├── BadQuery        what was typed after a command
│   ├── BadStatement    a line of an import
│   └── BadConfig       a configuration value that the core refuses
├── NotFound            a well-formed id or address that nothing here answers to
│   └── WasRedacted     a statement that was here, and of which nothing is kept
└── StoreError          the database cannot be used
    └── StoreOutOfDate  its schema is not the one this version needs
"""


class BriefingsError(Exception):
    """Anything this project raises on purpose."""


class BadInput(BriefingsError):
    """What was given cannot be used; the message says what would be right."""


class BadQuery(BadInput):
    """What was typed after a command cannot be understood."""


class BadStatement(BadInput):
    """A line of an import is not a statement."""


class BadConfig(BadInput):
    """A configuration value breaks a rule of the core."""


class NotFound(BriefingsError):
    """A well-formed id or address that nothing here answers to."""


class WasRedacted(NotFound):
    """A statement that was redacted: nothing of it is kept but its id."""


class StoreError(BriefingsError):
    """The database cannot be used."""


class StoreOutOfDate(StoreError):
    """The database's schema is not the one this version needs."""
