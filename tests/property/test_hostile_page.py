"""Whatever stands in a name, a note, a reason or a reminder, the page is built as it would be without."""

from __future__ import annotations

from datetime import UTC, date, datetime
from html.parser import HTMLParser

from hypothesis import example, given, strategies as st
from report_reading import contents

from posture_pal.diary import Entry
from posture_pal.model import Fact, Kind, Moment, Plan, Reminder
from posture_pal.report.page import page
from posture_pal.safety import page as safety_page

PIECES = st.sampled_from(
    [
        "<",
        ">",
        "&",
        '"',
        "'",
        "</p>",
        "<script>",
        "--",
        "<!--",
        "]]>",
        "&#60;",
        "javascript:",
        "onload=",
        "=",
        " ",
    ]
)
TEXTS = st.lists(PIECES | st.text(max_size=4), min_size=1, max_size=8).map("".join).filter(str.strip)
AT = Moment(datetime(2026, 3, 2, 9, tzinfo=UTC), 0.0)


class _Skeleton(HTMLParser):
    """Tags with their attributes, and no text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.bones: list[tuple[str, ...]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.bones.append((tag, *(f"{name}={value}" for name, value in attrs)))

    def handle_endtag(self, tag: str) -> None:
        self.bones.append((f"/{tag}",))

    def handle_comment(self, data: str) -> None:
        self.bones.append(("comment", data))

    def handle_pi(self, data: str) -> None:
        self.bones.append(("instruction", data))


def built_with(text: str) -> list[tuple[str, ...]]:
    name = text.replace(".", ",")  # with a dot it is a programme's session, which is told elsewhere
    facts = [Fact(AT, "started")]
    facts += [Fact(AT, "prompted", name, "a", {"kind": "posture", "showing": 1})]
    facts += [Fact(AT, "skipped", name, "a", {"reason": text})]
    plan = Plan((Reminder(name, Kind.POSTURE, every=1800.0),))
    entries = {date(2026, 3, 2): Entry(date(2026, 3, 2), AT.wall, pain=3, note=text)}
    html = page(contents(facts, plan=plan, entries=entries, name=text, note=text))
    bones = _Skeleton(html).bones
    # A figure is marked with the name of its reminder, which only a script of the tests ever reads.
    return [tuple(part for part in bone if not part.startswith("data-n=")) for bone in bones]


@given(TEXTS)
@example('"><script>alert(1)</script>')
@example("' onload='x")
def test_a_text_adds_no_tag_and_no_attribute_to_the_report(text: str) -> None:
    assert built_with(text) == built_with("words")


@given(TEXTS)
def test_nor_to_the_page_about_urgent_help(text: str) -> None:
    assert _Skeleton(safety_page(text)).bones == _Skeleton(safety_page("112")).bones
