"""What of a web page is beside its content: menus, footers, sidebars, and buttons that ask nothing.

Pages name their parts by class, id or role. Templates join such a name with others by hyphens and
underscores ('breadcrumb-wrapper', 'mobile-nav__list'); what comes before it may say that a part is
none ('has-sidebar').
"""

from __future__ import annotations

import re
from html import unescape

__all__ = ["Asides", "Attributes", "is_opener"]

Attributes = list[tuple[str, str | None]]

# The elements that pages make menus, footers and the like of.
_CONTAINERS = frozenset("div ul ol section".split())
# What is never content, and what shows that an element before it was left open.
_SKIPPED = frozenset(
    "script style template noscript nav footer aside svg head iframe button select label textarea "
    "option".split()
)
_CONTENTS = frozenset({"h1", "main", "article"})
_HEADING = re.compile(r"h[1-6]")
_NAMES = frozenset({"class", "id", "role"})
_WHERE = r"(?:(?:site|main|page|global|top|mobile|header|primary|secondary|quick|thm)[-_]+)*"
# What a whole page may be named after is none of its parts: 'navbar-fixed'.
_MORE = r"(?:[-_]+(?!(?:fixed|sticky|static|layout|page|open|visible)\b)[\w-]+)?"
_PARTS = r"(?:[-_]+(?:wrap|wrapper|container|area|section|inner|box|list|links?|bar|block))*"
# What may be said before: 'sticky-cta', 'services__sidebar', but not 'no-sidebar'.
_KIND = r"(?!(?:has|with|without|no|is|js)[-_])(?:[a-z]+[-_]+){0,2}"
_CRUMBS = rf"{_WHERE}(?:bread-?)?crumbs?{_MORE}"
_ASIDE = re.compile(
    rf"""
      {_WHERE}(?:navigation|nav|menu|contentinfo|skip-links?|footer){_PARTS}
    | {_WHERE}(?:navbar|pagination|pager){_MORE}
    | footer{_MORE} | (?:mobile|side|sub|top)-?(?:menu|nav(?:igation)?){_MORE}
    | (?:post|page)[-_]nav(?:igation)? | nav-links | prev-next | next-prev
    | top-?bar{_MORE} | header-?top{_PARTS} | (?:gdpr|cookies?){_MORE}
    | (?:(?:site|main|page|blog|post|services?|widget)[-_]+|[\w-]+__)?sidebar{_PARTS}
    | widget[-_](?:recent|categor|archive|search|tag|nav|meta|pages|contact|banner|social)[\w-]*
    | related{_MORE} | {_KIND}(?:cta|testimonials?){_MORE} | call-to-action{_MORE}
    | (?:back-|go-|scroll-)?to-?top | scroll-?(?:to-?)?top | whatsapp{_MORE}
    | copy-?rights?{_MORE} | newsletter{_MORE} | subscribe{_MORE}
    | (?:social|share|sharing)-(?:links|icons|media|buttons|bar|box|list)
    | author-(?:box|bio) | comments(?:-area|-section|-list)?
    """,
    re.IGNORECASE | re.VERBOSE,
)
_CRUMB = re.compile(_CRUMBS, re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")
_LONGEST_BUTTON = 600
_OPENS = frozenset({"aria-expanded", "aria-controls"})
_TOGGLES = frozenset({"data-bs-toggle", "data-toggle"})
_MENU = re.compile(r"(?:nav|menu|toggler|hamburger|search|close|share)", re.IGNORECASE)


class Asides:
    """Keeps the elements beside the content that are open; true while one is."""

    def __init__(self) -> None:
        self._open: list[str] = []
        self._is_banner = False

    def __bool__(self) -> bool:
        return bool(self._open)

    def begins(self, tag: str, attributes: Attributes) -> bool:
        """Whether an element is none of the content: it is beside that, or counted within it."""
        reopens = tag in _CONTENTS or (self._is_banner and _HEADING.fullmatch(tag))
        if reopens and self._open and self._open[0] in _CONTAINERS:
            self._open.clear()  # it was never closed, and what comes is the page
        if tag in _CONTAINERS and not self._open:
            self._is_banner = _is_crumbs(attributes)
        inner = tag in _CONTAINERS and tag in self._open
        if not (tag in _SKIPPED or inner or _is_aside(tag, attributes)):
            return False
        self._open.append(tag)
        return True

    def ends(self, tag: str) -> None:
        """An element that was never closed must not swallow the rest of the page."""
        if tag not in self._open:
            return
        at = self._open.index(tag)
        if tag in _CONTAINERS:
            at = len(self._open) - 1 - self._open[::-1].index(tag)
        del self._open[at:]


def _is_aside(tag: str, attributes: Attributes) -> bool:
    """Whether an element is named as what stands beside the content."""
    if tag not in _CONTAINERS:
        return False
    return any(_ASIDE.fullmatch(name) or _CRUMB.fullmatch(name) for name in _names(attributes))


def _is_crumbs(attributes: Attributes) -> bool:
    """Whether an element is named as the way to the page; its banner may be named so too."""
    return any(map(_CRUMB.fullmatch, _names(attributes)))


def is_opener(attributes: Attributes, source: str, start: int) -> bool:
    """Whether a button, whose text begins at `start`, heads what it opens: it asks something, or
    says that it shows and hides a part of the page."""
    end = source.find("</button", start, start + _LONGEST_BUTTON)
    says = unescape(" ".join(_TAG.sub(" ", source[start:end]).split())) if end > 0 else ""
    if says.rstrip(" +-−–×▼▾⌄").endswith("?"):
        return True
    given = dict(attributes)
    opens = not _OPENS.isdisjoint(given) or any(given.get(key) == "collapse" for key in _TOGGLES)
    is_tab = given.get("role") == "tab"
    is_other = is_tab or "aria-haspopup" in given or any(map(_MENU.search, _names(attributes)))
    return opens and not is_other


def _names(attributes: Attributes) -> list[str]:
    return [
        part for name, value in attributes if name in _NAMES and value for part in value.split()
    ]
