"""What every notice's words go through: nothing unprintable, and how to answer where there are no buttons."""

from __future__ import annotations

from posture_pal.desktop.notify.base import Notice

HOW_TO_ANSWER = 'Answer from the tray menu or with "posture-pal done".'


_UNPRINTABLE: dict[int, str | None] = dict.fromkeys((*range(0x20), *range(0x7F, 0xA0), 0xFFFE, 0xFFFF))
_CLEANED = _UNPRINTABLE | {ord("\n"): "\n", ord("\t"): " "}


def clean(text: str) -> str:
    """The text without what XML forbids, which also keeps it from commanding terminals; line breaks stay.

    Half a surrogate pair, which no encoding can carry, becomes a question mark.
    """
    return text.encode("utf-8", "replace").decode("utf-8").translate(_CLEANED).strip()


def without_buttons(notice: Notice) -> str:
    """The body of a notice where no buttons can be drawn: a prompt's ends with how to answer it."""
    body = clean(notice.body)
    if not notice.is_prompt:
        return body
    return f"{body}\n{HOW_TO_ANSWER}" if body else HOW_TO_ANSWER


def shorten(text: str, units: int) -> str:
    """The text in at most so many UTF-16 units, as Windows counts; an ellipsis marks what was cut."""
    if _units(text) <= units:
        return text
    kept = text[: units - 1]
    while _units(kept) > units - 1:
        kept = kept[:-1]
    return kept.rstrip() + "…"


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
