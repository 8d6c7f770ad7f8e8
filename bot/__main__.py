"""`python -m bot`: the edges of the process, handed to the command line."""

from __future__ import annotations

import io
import os
import sys

from bot.assembly import utc_now
from bot.cli import Terminal
from bot.cli import main as run_one


def main() -> int:
    """Run what was typed; returns the exit code."""
    # Statements hold dashes and quotes that a bare "C" locale could not write.
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    terminal = Terminal(environ=os.environ, stdin=sys.stdin.buffer, out=sys.stdout, err=sys.stderr, clock=utc_now)
    try:
        code = run_one(terminal, sys.argv[1:])
        sys.stdout.flush()
    except BrokenPipeError:
        # `… --json | head`: nobody reads on. The interpreter must not try to flush what is left.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    return code


if __name__ == "__main__":
    sys.exit(main())
