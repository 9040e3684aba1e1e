"""A programme's text into a programme, or every problem of it at once, each with its line."""

from __future__ import annotations

import re
from binascii import crc32
from dataclasses import replace
from datetime import date

from posture_pal.catalogue import Catalogue
from posture_pal.config.document import Document, Layer, read
from posture_pal.config.spots import Trouble
from posture_pal.errors import BadInput, Problem
from posture_pal.programme.check import Tables, check
from posture_pal.programme.entries import Phase, Programme
from posture_pal.programme.keys import LONGEST_DAYS, MOST_BYTES
from posture_pal.programme.phases import Phases

_LONGEST_SLUG = 24
ID = re.compile(r"[a-z0-9][a-z0-9-]{0,31}-[0-9a-f]{8}")
"""What the id of a programme looks like: safe as a file's name anywhere."""


def parse(data: bytes, source: str, known: Catalogue) -> Programme:
    """The programme in a file. source: what to call the file. known: the catalogue it chooses from.

    Whatever is in it, nothing but BadInput is raised, with every problem and its line.
    """
    if len(data) > MOST_BYTES:
        expected = f"found more than {MOST_BYTES // 1024} KiB; expected a programme, which is far smaller"
        raise BadInput(source, (Problem(1, "", "", expected, source=source),))
    document = read(Layer("programme", source, data))
    tables = check(document.values)
    phases = Phases(tables, known).read()
    _check_dates(tables)
    if tables.troubles:
        raise BadInput(source, document.problems(tables.troubles))
    return _programme(document, tables, phases)


def normal(text: str) -> str:
    """The text as its id is made from it: the way in which it travelled makes no difference."""
    return text.replace("\r\n", "\n").rstrip() + "\n"


def id_of(title: str, text: str) -> str:
    """The id of a programme: its title's letters, and a short digest of its text."""
    return f"{slug(title)}-{crc32(normal(text).encode()):08x}"


def slug(title: str) -> str:
    """A title as a name: small letters and digits, the rest as hyphens."""
    words = re.sub("[^a-z0-9]+", " ", title.lower()).split()
    while len(words) > 1 and len("-".join(words)) > _LONGEST_SLUG:
        words.pop()
    return "-".join(words)[:_LONGEST_SLUG] or "programme"


def _programme(document: Document, tables: Tables, phases: tuple[Phase, ...]) -> Programme:
    top = tables.top
    in_order = sorted(phases, key=lambda phase: phase.first)
    return Programme(
        id=id_of(top["title"], document.text),
        title=top["title"],
        author=top["author"],
        contact=top.get("contact", ""),
        starts=top["starts"],
        ends=top["ends"],
        phases=tuple(replace(phase, number=number) for number, phase in enumerate(in_order, 1)),
        days_off=frozenset(top.get("days_off", ())),
        dates_off=frozenset(top.get("dates_off", ())),
        target=top.get("target"),
        stop_rule=top.get("stop_rule", ""),
        note=top.get("note", ""),
        text=normal(document.text),
    )


def _check_dates(tables: Tables) -> None:
    starts, ends = tables.top.get("starts"), tables.top.get("ends")
    if not isinstance(starts, date) or not isinstance(ends, date):
        return
    if ends < starts:
        tables.troubles.append(Trouble(("ends",), str(ends), f"expected a day from {starts} on"))
    elif (ends - starts).days >= LONGEST_DAYS:
        expected = f"expected at most {LONGEST_DAYS} days in all; a longer one is a programme after it"
        tables.troubles.append(Trouble(("ends",), str(ends), expected))
