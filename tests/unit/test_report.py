"""The report tells what was recorded, every figure of it can be worked out anew, and that is all."""

from __future__ import annotations

import json
import os
import re
import stat
from base64 import b64decode
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any, cast

import months
import pytest
from hypothesis import given, strategies as st
from PIL import Image
from report_reading import Page, contents, figures_from, tables

from posture_pal import cli, diary_file, event_log, stats
from posture_pal.model import Fact, Kind, Moment, Plan, Reminder
from posture_pal.report import SECTIONS, Contents, bundle, data, spreadsheet
from posture_pal.report.page import LONGEST_NOTE, page
from posture_pal.report.style import DARK, LIGHT

pytestmark = pytest.mark.unit

NOTE = "It helped after lunch. What about the left side?"


@pytest.fixture(scope="module")
def told() -> Contents:
    return contents(months.facts("returning"), entries=months.entries(), note=NOTE)


def answered(outcomes: list[str], reminder: str = "posture", **details: object) -> list[Fact]:
    facts = [Fact(_at(0), "started")]
    for number, outcome in enumerate(outcomes):
        name = f"{reminder}-{number}"
        facts.append(Fact(_at(60 + number), "prompted", reminder, name, {"kind": "posture", "showing": 1}))
        facts.append(Fact(_at(60 + number), outcome, reminder, name, dict(details)))
    return facts


def _at(seconds: float) -> Moment:
    return Moment(datetime(2026, 3, 2, 9, tzinfo=UTC) + timedelta(seconds=seconds), seconds)


# --- figures ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("pattern", ["returning", "clinic"])
def test_every_figure_on_the_page_comes_out_of_the_tables_alone(pattern: str) -> None:
    facts = months.facts(pattern)
    told = contents(facts, plan=months.plan(pattern), entries=months.entries(), note=NOTE)
    read = Page(page(told))
    worked_out = figures_from(*tables(facts, told))
    assert read.unmarked == []
    assert read.figures == {key: worked_out[key] for key in read.figures}
    never = {key for key in worked_out if ".reason." in key or key == "adherence.hurt"}
    never |= {
        key for key in worked_out if key.startswith("exercise.") and key.endswith((".missed", ".unseen"))
    }
    assert worked_out.keys() - never <= read.figures.keys()


def test_a_percentage_stands_beside_n_of_n_from_ten_on() -> None:
    assert "posture.done.percent" not in Page(page(contents(answered(["done"] * 9)))).figures
    assert Page(page(contents(answered(["done"] * 10)))).figures["posture.done.percent"] == "(100 %)"


def test_the_data_tells_the_same_as_the_page(told: Contents) -> None:
    read, plain = Page(page(told)).figures, json.loads(json.dumps(data.data(told)))
    for row in plain["reminders"]:
        share = row["completion"]
        assert read[f"{row['reminder']}.done"] == f"{share['n']}/{share['of']}"
        assert share["low"] <= share["n"] / share["of"] <= share["high"]
    assert len(plain["days"]) == 28
    assert sum(day["done"] for day in plain["days"]) == plain["all"]["completion"]["n"]
    assert plain["definitions"]["version"] == stats.VERSION


def test_wilsons_interval_is_that_of_the_textbook() -> None:
    low, high = stats.Share(7, 11).interval or (0, 0)
    assert (round(low, 4), round(high, 4)) == (0.3538, 0.8483)
    assert stats.Share(0, 0).interval is None
    assert stats.Share(10, 10).interval == pytest.approx((0.7225, 1.0), abs=1e-4)


def test_each_day_of_the_strip_is_told_by_what_happened(told: Contents) -> None:
    states = [cell.state for cell in told.cells]
    assert states[5:14] == ["off", "off", *["no data"] * 5, "off", "off"]
    assert {states[n] for n in (0, 1, 2, 3, 4)} == {"some"}
    one_day = lambda outcomes: contents(answered(outcomes)).cells[0].state  # noqa: E731
    assert one_day(["done", "done"]) == "all"
    assert one_day(["missed", "skipped"]) == "none"
    assert one_day(["missed", "partial"]) == "some"
    assert one_day(["unobserved"]) == "quiet"


def test_a_deletion_leaves_a_gap_that_is_told_and_never_a_silent_hundred_percent() -> None:
    facts = [fact for fact in months.facts("steady") if fact.at.day >= date(2026, 3, 23)]
    facts.append(Fact(facts[-1].at, "deleted", details={"before": "2026-03-23"}))
    told = contents(facts)
    assert [cell.state for cell in told.cells[:21]] == ["deleted"] * 21
    assert "The record before 23 March 2026 was deleted on 27 March 2026." in page(told)
    assert (str(told.with_data), told.figures.observed.of) == ("5/28 (18 %)", 20)
    assert data.data(told)["deleted"] == [{"on": "2026-03-27", "before": "2026-03-23"}]


def test_where_nothing_was_recorded_the_page_says_so() -> None:
    read = Page(page(contents([])))
    assert read.figures["days.data"] == "0/28"
    assert read.unmarked == []


# --- the page ---------------------------------------------------------------------------------------------


def test_the_page_needs_nothing_from_outside_and_runs_nothing(told: Contents) -> None:
    text = page(told)
    for tag, attributes in Page(text).tags:
        assert tag not in {"script", "link", "iframe", "object", "embed", "base", "form"}
        assert not any(name.startswith("on") or name == "href" for name in attributes), (tag, attributes)
        for source in (attributes.get("src"), attributes.get("srcset")):
            assert source is None or source.startswith("data:image/png;base64,")
    assert not re.search(r"@import|url\((?!#)|https?:", text)


@pytest.mark.parametrize("section", SECTIONS)
def test_every_section_can_be_left_out_and_then_leaves_nothing_behind(section: str) -> None:
    keys = {
        "reminders": "posture.",
        "days": "day.",
        "work": "work.",
        "diary": "pain.",
        "programme": "session.",
    }
    facts, more = months.facts("clinic"), {"entries": months.entries(), "note": NOTE}
    whole = Page(page(contents(facts, **more)))
    left = Page(page(contents(facts, **more, without=frozenset({section}))))
    if section in keys:
        assert any(key.startswith(keys[section]) for key in whole.figures)
        assert not any(key.startswith(keys[section]) for key in left.figures)
        own = ("all.", "day.", "not.") if section == "programme" else ()  # its sessions are out of the sums
        kept = {k: v for k, v in left.figures.items() if not k.startswith(own)} if own else left.figures
        assert {k: v for k, v in whole.figures.items() if k in kept} == kept
    assert len("".join(left.words)) < len("".join(whole.words))
    plain = json.dumps(data.data(contents(facts, **more, without=frozenset({section}))))
    assert (NOTE in plain) == (section != "note")
    assert ('"severity"' in plain) == (section != "diary")
    assert ("R. Example" in plain) == (section != "programme")
    assert "Self-reported, unverified" in "".join(left.words)


def test_no_name_is_on_the_page_unless_it_was_typed(told: Contents) -> None:
    assert "A. B." not in page(told)
    assert "A. B." in page(contents([], name="A. B."))


@pytest.mark.parametrize("text", ['<script>alert("x")</script>', "</p><img src=x onerror=y>", "\"'&<>"])
def test_what_people_typed_is_text_and_nothing_else(text: str) -> None:
    plan = Plan((Reminder(text, Kind.POSTURE, every=1800.0),))
    facts = answered(["skipped"] * 3, text, reason=text)
    html = page(contents(facts, plan=plan, name=text, note=text))
    read = Page(html)
    assert not {"script", "img"} & {tag for tag, _ in read.tags}
    assert "".join(read.words).count(text) >= 3


@given(st.text(max_size=60))
def test_no_text_breaks_the_page(text: str) -> None:
    facts = answered(["skipped"], text or "x", reason=text)
    Page(page(contents(facts, name=text, note=text)))


def test_a_long_note_is_shortened_on_the_page_and_whole_in_the_data() -> None:
    told = contents([], note="x" * 3000)
    assert "x" * (LONGEST_NOTE - 1) + "…<" in page(told)
    assert data.data(told)["note"] == "x" * 3000


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_letters_and_shapes_stand_out_from_their_ground(colours: dict[str, str]) -> None:
    for name in ("ink", "soft"):
        assert _contrast(colours[name], colours["paper"]) >= 4.5, name
    for name in ("fill", "line"):
        assert _contrast(colours[name], colours["paper"]) >= 3.0, name


def _contrast(one: str, other: str) -> float:
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_the_words_remind_guide_and_log_and_claim_nothing(told: Contents) -> None:
    words = " ".join(Page(page(told)).words).lower()
    claims = (
        "treat|reliev|prevent|heal|correct|monitor|diagnos|improv|worse|better|score|risk|target|good|bad"
    )
    assert not re.findall(rf"\b(?:{claims})\w*", words)
    assert not set("↑↓→←↗↘▲▼") & set(words)


# --- tables -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "  =1", "\uff1d1", '=HYPERLINK("x")']
)
def test_no_text_becomes_a_formula_in_a_spreadsheet(text: str) -> None:
    facts = tuple(answered(["skipped"], text, reason=text))
    rows, *_ = tables(facts, contents(facts))
    assert rows[0]["reason"] == rows[0]["reminder"] == "'" + text


@given(st.text(max_size=40))
def test_a_text_comes_back_from_the_table_as_it_was_but_for_the_guard(text: str) -> None:
    facts = tuple(answered(["skipped"], "posture", reason=text))
    rows, *_ = tables(facts, contents(facts))
    assert rows[0]["reason"] in {text, "'" + text}


def test_every_row_of_every_table_has_the_version_of_the_definitions(clinic: Contents) -> None:
    for table in tables(months.facts("clinic"), clinic):
        assert table
        assert {row["definitions"] for row in table} == {stats.VERSION}
    assert spreadsheet.days(clinic).count("\r\n") == 29


# --- the bundle -------------------------------------------------------------------------------------------


def test_the_bundle_is_fhir_r4_and_comes_back_as_it_was(told: Contents) -> None:
    from fhir.resources.R4B.bundle import Bundle

    written = bundle.bundle(told)
    read = Bundle.model_validate(json.loads(json.dumps(written)))
    assert json.loads(read.model_dump_json()) == json.loads(json.dumps(written))


def test_the_bundle_tells_what_the_page_tells_and_identifies_nobody(told: Contents) -> None:
    resources = [entry["resource"] for entry in bundle.bundle(told)["entry"]]
    assert [r["resourceType"] for r in resources[:2]] == ["Patient", "CarePlan"]
    assert resources[0].keys() == {"resourceType", "text"}
    pain = [r for r in resources if r.get("code", {}).get("coding", [{}])[0].get("code") == "72514-3"]
    entries = months.entries()
    assert [r["valueQuantity"]["value"] for r in pain] == [
        e.pain for e in entries.values() if e.pain is not None
    ]
    figures = Page(page(told)).figures
    for row, found in zip(told.rows, [r for r in resources if "valueRatio" in r], strict=True):
        ratio = found["valueRatio"]
        n_of = f"{ratio['numerator']['value']}/{ratio['denominator']['value']}"
        assert n_of == figures[f"{row.name}.done"]
        assert sum(part["valueInteger"] for part in found["component"]) == ratio["denominator"]["value"]


@pytest.fixture(scope="module")
def clinic() -> Contents:
    return contents(months.facts("clinic"), plan=months.plan("clinic"), entries=months.entries())


def test_a_programme_is_in_the_bundle_with_its_author_and_what_came_of_it(clinic: Contents) -> None:
    from fhir.resources.R4B.bundle import Bundle

    written = json.loads(json.dumps(bundle.bundle(clinic)))
    read = Bundle.model_validate(written)
    assert json.loads(read.model_dump_json()) == written
    resources = [entry["resource"] for entry in written["entry"]]
    theirs, own = [one for one in resources if one["resourceType"] == "CarePlan"]
    assert theirs["author"] == {"display": "R. Example, physiotherapist, Example Clinic"}
    assert theirs["subject"] == own["author"]
    assert len(theirs["activity"]) == 5
    assert len(own["activity"]) == 3
    figures = Page(page(clinic)).figures
    ratios = [one for one in resources if "programme-adherence" in json.dumps(one.get("code", {}))]
    marks = ["adherence", *(f"exercise.{item}" for item in clinic.programmes[0].items)]
    for mark, one in zip(marks, ratios, strict=True):
        ratio = one["valueRatio"]
        n_of = f"{ratio['numerator']['value']}/{ratio['denominator']['value']}"
        assert n_of == figures[f"{mark}.done"]


def test_a_bundle_without_the_diary_has_no_health_data(told: Contents) -> None:
    left = contents(months.facts("returning"), entries=months.entries(), without=frozenset({"diary"}))
    assert "survey" in json.dumps(bundle.bundle(told))
    assert "survey" not in json.dumps(bundle.bundle(left))


# --- the commands -----------------------------------------------------------------------------------------


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("POSTURE_PAL_HOME", str(tmp_path / "home"))
    data = tmp_path / "home" / "data"
    data.mkdir(parents=True)
    facts = months.facts("returning")
    log, _ = event_log.open_log(data / "facts.sqlite3", facts[0].at)
    log.append(facts, "kept")
    log.close()
    for entry in months.entries().values():
        diary_file.add(data / "diary.jsonl", entry)
    monkeypatch.chdir(tmp_path)
    return tmp_path


MONTH = ("--from", "2026-03-02", "--to", "2026-03-29")


@pytest.mark.parametrize("form", ["html", "csv", "json", "fhir"])
def test_the_preview_is_exactly_what_is_written(form: str, home: Path, capfdbinary: Any) -> None:
    assert cli.main(["report", *MONTH, f"--{form}", "--preview"]) == 0
    preview = capfdbinary.readouterr().out
    assert not list(home.glob("posture-pal-report*"))
    assert cli.main(["report", *MONTH, f"--{form}"]) == 0
    names = capfdbinary.readouterr().out.decode().splitlines()[:-1]
    written = b"".join((home / name).read_bytes() for name in names)
    moment = rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d|urn:uuid:[0-9a-f-]{36}"
    assert preview
    assert re.sub(moment, b"", preview) == re.sub(moment, b"", written)


@pytest.mark.skipif(os.name != "posix", reason="permissions as POSIX has them")
def test_what_is_written_is_for_its_owner_alone(home: Path) -> None:
    cli.main(["report", *MONTH, "--csv", "--out", "r.csv"])
    assert {stat.S_IMODE(file.stat().st_mode) for file in home.glob("r-*.csv")} == {0o600}


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize(
    "wrong",
    [
        ["--days", "3", "--from", "2026-03-02"],
        ["--from", "2026-03-03", "--to", "2026-03-02"],
        ["--name", "x" * 41],
    ],
)
def test_a_period_or_a_name_that_makes_no_sense_is_refused(wrong: list[str]) -> None:
    assert cli.main(["report", *wrong]) == 2


def test_a_deletion_asks_first_and_is_told_in_every_later_report(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["data", "delete", "--before", "2026-03-16"]) == 1
    assert cli.main(["data", "delete", "--before", "2026-03-16", "--diary", "--yes"]) == 0
    log = home / "home" / "data" / "facts.sqlite3"
    facts = event_log.read(log)
    assert min(fact.at.day for fact in facts) == date(2026, 3, 16)
    assert facts[-1].details == {"before": "2026-03-16"}
    with closing(event_log.read_log(log)) as read:
        assert (read.state(), read.verify()) == ("kept", ())
    assert not (home / "home" / "data" / "diary.jsonl").exists()
    capsys.readouterr()
    cli.main(["report", *MONTH, "--preview"])
    assert "The record before 16 March 2026 was deleted" in capsys.readouterr().out


def test_an_export_has_every_fact_and_every_entry(home: Path) -> None:
    assert cli.main(["data", "export", "copy"]) == 0
    facts = [json.loads(line) for line in (home / "copy" / "facts.jsonl").read_text().splitlines()]
    assert [fact["fact"] for fact in facts] == [fact.name for fact in months.facts("returning")]
    entries = (home / "copy" / "diary.jsonl").read_text()
    assert entries == (home / "home" / "data" / "diary.jsonl").read_text()


@pytest.mark.usefixtures("home")
def test_a_line_about_today_stands_there_only_when_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["report", "--preview", "--today"]) == 0
    assert "Today: 0 of 0 done" in capsys.readouterr().out
    cli.main(["report", "--preview"])
    assert "Today:" not in capsys.readouterr().out


def test_each_exercise_of_the_catalogue_has_its_figure_beside_it_and_the_clinics_own_has_room() -> None:
    told = contents(months.facts("clinic"), plan=months.plan("clinic"))
    rows = re.findall(r'<div class="what"><i>(.*?)</i><span data-label="name">(.*?)</span>', page(told))
    assert [(name, bool(drawn)) for drawn, name in rows] == [
        ("Chin tuck", True),
        ("Scapular retraction", True),
        ("Towel slide on the wall", False),
    ]
    light, dark = re.findall(r'="data:image/png;base64,([^"]+)"', rows[0][0])[::-1]
    for written, ground in ((light, (237, 241, 246)), (dark, (32, 38, 48))):
        picture = Image.open(BytesIO(b64decode(written))).convert("RGBA")
        r, g, b, opaque = cast("tuple[int, int, int, int]", picture.getpixel((10, 64)))
        assert opaque == 255
        assert all(abs(one - other) < 8 for one, other in zip((r, g, b), ground, strict=True))
