"""The command line: one thin function a command, one module a group of commands.

Exit codes: 0 done; 1 done, and the answer is no; 2 the input or the call is at fault. Results go to
standard output; progress, warnings and errors (one line each) to standard error.
"""

from __future__ import annotations

from procgraph.cli.application import app, main

__all__ = ["app", "main"]
