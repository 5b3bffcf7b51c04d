"""What commands write to standard output."""

from __future__ import annotations

import json
import sys
from typing import Any

__all__ = ["counted", "note", "print_json", "print_json_line", "write"]

# What ends a line to many readers, and may stand in a string of JSON as it is.
_LINE_ENDS = str.maketrans({end: f"\\u{ord(end):04x}" for end in "\x85\u2028\u2029"})


def print_json(data: Any) -> None:
    print(json.dumps(data, ensure_ascii=False, indent=1))


def print_json_line(data: Any) -> None:
    """Print `data` on one line, whatever ends a line to those who read it."""
    print(json.dumps(data, ensure_ascii=False).translate(_LINE_ENDS))


def write(text: str) -> None:
    # As it is: print would translate line ends on some systems.
    sys.stdout.flush()
    if hasattr(sys.stdout, "buffer"):
        sys.stdout.buffer.write(text.encode("utf-8", "replace"))
    else:
        sys.stdout.write(text)


def note(text: str) -> None:
    """Tell on standard error what is no error."""
    print(f"procgraph: {text}", file=sys.stderr)


def counted(number: int, name: str) -> str:
    return f"{number:,} {name}" if number == 1 else f"{number:,} {name}s"
