"""What commands write to standard output."""

from __future__ import annotations

import json
import sys
from typing import Any

__all__ = ["print_json", "write"]


def print_json(data: Any) -> None:
    print(json.dumps(data, ensure_ascii=False, indent=1))


def write(text: str) -> None:
    # As it is: print would translate line ends on some systems.
    sys.stdout.flush()
    if hasattr(sys.stdout, "buffer"):
        sys.stdout.buffer.write(text.encode("utf-8", "replace"))
    else:
        sys.stdout.write(text)
