"""HTTP to a SPARQL server: a pool of connections, a password, patience, errors in one line."""

from __future__ import annotations

import os
import time
from collections.abc import Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any

from procgraph.errors import ResourceError, ServerError

try:
    import httpx
except ModuleNotFoundError:
    raise ResourceError(
        "a SPARQL server is spoken to with httpx, which is not installed; "
        "install it with `pip install 'procgraph-kg[servers]'`"
    ) from None

__all__ = ["PAUSES", "Answer", "Client", "Credentials"]

PAUSES = (0.5, 1.0, 2.0, 4.0)
"""The seconds to wait before each further attempt."""

_LONGEST_PAUSE = 30.0
_PASSING = frozenset({408, 425, 429, 502, 503, 504})
_MENDS = {
    403: "this user may not do that: ask for the right to it",
    404: "check the URL",
    405: "check the URL: this one is for something else",
    413: "raise the server's limit on the size of a request",
}
_UNKNOWN_USER = "give --user and PROCGRAPH_PASSWORD, or PROCGRAPH_TOKEN"
_GO_ON = "see the server's log, then call again: it goes on where it stopped"

Query = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Credentials:
    """Who asks: nobody, a user with a password, or whoever holds a token."""

    user: str | None = None
    password: str | None = field(default=None, repr=False)
    token: str | None = field(default=None, repr=False)

    @classmethod
    def from_environment(
        cls,
        user: str | None = None,
        *,
        password_env: str = "PROCGRAPH_PASSWORD",
        token_env: str = "PROCGRAPH_TOKEN",
    ) -> Credentials:
        """The secrets are in environment variables: a command line can be read by others.

        Raises `ServerError` when there is a user and no password.
        """
        name = user or os.environ.get("PROCGRAPH_USER") or None
        if name is None:
            return cls(token=os.environ.get(token_env) or None)
        password = os.environ.get(password_env)
        if password is None:
            raise ServerError(
                "has no password",
                endpoint=f"the user {name!r}",
                mend=f"set the environment variable {password_env}",
            )
        return cls(name, password)

    def auth(self) -> httpx.Auth | None:
        """What signs each request."""
        if self.user is not None:
            return _Password(self.user, self.password or "")
        return _Token(self.token) if self.token else None


class _Password(httpx.Auth):
    """Basic or digest, as the server asks: no password goes out before it has asked."""

    def __init__(self, user: str, password: str) -> None:
        self._basic = httpx.BasicAuth(user, password)
        self._digest = httpx.DigestAuth(user, password)
        self._chosen: httpx.Auth | None = None

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        if self._chosen is None:
            response = yield request
            if response.status_code != 401:
                return
            offered = response.headers.get("www-authenticate", "").lower()
            self._chosen = self._digest if "digest" in offered else self._basic
        yield from self._chosen.auth_flow(request)


class _Token(httpx.Auth):
    def __init__(self, token: str) -> None:
        self._token = token

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        request.headers["Authorization"] = f"Bearer {self._token}"
        yield request


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: the body, its media type, and all headers with lower-case names."""

    body: bytes
    media_type: str
    headers: Mapping[str, str]


class Client:
    """Speaks to a server; may be used by several threads.

    A request that fails in passing is sent again after each of the `pauses` (seconds). A server
    that has never answered is not waited for. `timeout` is for connecting and for each silence.
    """

    def __init__(
        self,
        credentials: Credentials | None = None,
        *,
        timeout: float = 120,
        pauses: Sequence[float] = PAUSES,
    ) -> None:
        self._has_secret = credentials is not None and credentials.auth() is not None
        self._pauses = tuple(pauses)
        self._has_answered = False
        self._http = httpx.Client(
            auth=credentials.auth() if credentials else None,
            timeout=httpx.Timeout(timeout, connect=min(timeout, 10)),
            headers={"User-Agent": "procgraph"},
        )

    def __enter__(self) -> Client:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._http.close()

    def send(
        self,
        method: str,
        url: str,
        *,
        doing: str,
        params: Query = (),
        form: Query = (),
        content: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        timeout: float | None = None,
        accepted: Iterable[int] = (),
        again: Iterable[int] = (),
    ) -> Answer:
        """Send a request, and again when it fails in passing.

        `accepted` are codes that are as good as success, `again` further codes that may pass.
        `timeout` limits the whole of each attempt, in seconds.

        Raises `ServerError`, which says what was `doing`.
        """
        body: dict[str, Any] = {"content": content} if content is not None else {}
        if form:
            body = {"data": _repeated(form)}
        request = self._http.build_request(
            method, url, params=list(params) or None, headers=headers, **body
        )
        passing = _PASSING | set(again)
        for pause in (*self._pauses, None):
            try:
                response, found = self._once(request, timeout)
            except httpx.TimeoutException:
                if timeout is not None or pause is None:
                    raise self._late(url, doing, timeout) from None
            except httpx.HTTPError as problem:
                if pause is None or not self._has_answered:
                    raise ServerError(
                        f"no connection ({_shortened(str(problem)) or type(problem).__name__})",
                        endpoint=url,
                        doing=doing,
                        mend="check that the server runs and the URL is right",
                    ) from None
            else:
                if response.is_success or response.status_code in accepted:
                    return found
                if pause is None or response.status_code not in passing:
                    raise self._refused(response, found, url, doing)
                pause = _asked_for(response, pause)
            time.sleep(pause)
        raise AssertionError("the last attempt returns or raises")

    def _once(self, request: httpx.Request, timeout: float | None) -> tuple[httpx.Response, Answer]:
        started = time.monotonic()
        if timeout is not None:
            request.extensions["timeout"] = httpx.Timeout(timeout).as_dict()
        response = self._http.send(request, stream=True)
        try:
            pieces = []
            for piece in response.iter_bytes():
                pieces.append(piece)
                if timeout is not None and time.monotonic() - started > timeout:
                    raise httpx.ReadTimeout("too slow", request=request)
        finally:
            response.close()
        self._has_answered = True
        kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
        headers = {name.lower(): value for name, value in response.headers.items()}
        return response, Answer(b"".join(pieces), kind, headers)

    def _late(self, url: str, doing: str, timeout: float | None) -> ServerError:
        if timeout is None:
            return ServerError("no answer in time", endpoint=url, doing=doing, mend=_GO_ON)
        return ServerError(
            f"no answer within {timeout:g} s",
            endpoint=url,
            doing=doing,
            mend="raise --timeout or narrow the question",
        )

    def _refused(
        self, response: httpx.Response, found: Answer, url: str, doing: str
    ) -> ServerError:
        code = response.status_code
        said = _said(found)
        problem = f"{code} {response.reason_phrase}".strip() + (f" ({said})" if said else "")
        if code == 401:
            mend = "check the user and the password" if self._has_secret else _UNKNOWN_USER
        elif response.has_redirect_location:
            mend = f"it has moved: use {response.headers['location']}"
        else:
            mend = _MENDS.get(code) or (_GO_ON if code >= 500 else "check the URL")
        return ServerError(problem, endpoint=url, doing=doing, mend=mend)


def _repeated(form: Query) -> dict[str, list[str]]:
    fields: dict[str, list[str]] = {}
    for name, value in form:
        fields.setdefault(name, []).append(value)
    return fields


def _asked_for(response: httpx.Response, pause: float) -> float:
    """How long to wait: as long as the server asks for, within reason."""
    wanted = response.headers.get("retry-after", "")
    return min(float(wanted), _LONGEST_PAUSE) if wanted.isdigit() else pause


def _said(found: Answer) -> str:
    """The first line of an error's text; of a web page, that it is one."""
    if found.media_type in ("text/html", "application/xhtml+xml"):
        return "a web page"
    text = found.body[:2000].decode("utf-8", "replace")
    return _shortened(next((line for line in text.splitlines() if line.strip()), ""))


def _shortened(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= 160 else f"{plain[:157]}..."
