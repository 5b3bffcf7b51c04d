"""`procgraph build`, stopped at a chosen moment: a script, run in a process group of its own.

    python stopped_build.py DIR kill 17 build … --out DIR     SIGKILL to the group
    python stopped_build.py DIR full 17 build … --out DIR     the disk is full from there on
    python stopped_build.py DIR count 0 build … --out DIR     print the number of moments

A moment is an operation that changes something below DIR: a file is opened to be written, renamed
or removed, a folder is made or removed. The build stops before it is done. A worker runs this file
again as its main module, and counts for itself.
"""

from __future__ import annotations

import errno
import os
import signal
import sys

_FLAGS = os.O_WRONLY | os.O_RDWR | os.O_CREAT
_CHANGES = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link", "os.symlink"}

folder, what, moment = sys.argv[1], sys.argv[2], int(sys.argv[3])
count = 0


def stop(event: str, arguments: tuple[object, ...]) -> None:
    """Count the operations, and stop when it is time."""
    global count
    if event == "open":
        path, _, flags = arguments
        if not isinstance(flags, int) or not flags & _FLAGS:
            return
    elif event in _CHANGES:
        path = arguments[0]
    else:
        return
    if not isinstance(path, str | os.PathLike) or not os.fspath(path).startswith(folder):
        return
    count += 1
    if what == "kill" and count == moment:
        os.killpg(0, signal.SIGKILL)
    if what == "full" and count >= moment and event not in ("os.remove", "os.rmdir"):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), os.fspath(path))


sys.addaudithook(stop)

if __name__ == "__main__":
    from procgraph import workers
    from procgraph.cli import main

    # A dozen documents are enough for two processes here.
    workers.DOCUMENTS_A_PROCESS = 5
    code = main(sys.argv[4:])
    if what == "count":
        print("moments", count)
    sys.exit(code)
