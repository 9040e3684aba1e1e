"""A cohort of made-up patients: every figure worked out anew, small groups untold, hostile files left out."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import months
import pytest
from report_reading import Page, contents

from bench import cohort as made_up
from posture_pal import cli
from posture_pal.cohort import figures, listing, reading, store
from posture_pal.errors import Unavailable
from posture_pal.report.data import data

pytestmark = pytest.mark.contract

DAYS = 84
Change = Callable[[dict[str, Any]], None]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Thirty patients with twelve weeks of one of five programmes each."""
    made_up.exports(tmp_path / "in", 30, days=DAYS)
    return tmp_path / "in"


def run(folder: Path, *more: str) -> Path:
    out = folder.parent / "out"
    assert cli.main(["cohort", str(folder), "--out", str(out), *more]) == 0
    return out


def rows(out: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO((out / "cohort.csv").read_text(encoding="utf-8-sig"))))


def told(folder: Path) -> dict[str, list[dict[str, Any]]]:
    """The programmes of all exports, by id, read with nothing but json."""
    found: dict[str, list[dict[str, Any]]] = {}
    for path in sorted(folder.glob("*.json")):
        for one in json.loads(path.read_text())["programmes"]:
            found.setdefault(one["id"], []).append(one)
    return found


def add(folder: Path, name: str, number: int, change: Change) -> None:
    one = made_up.export(number, DAYS)
    change(one)
    (folder / name).write_text(json.dumps(one))


# --- figures ----------------------------------------------------------------------------------------------


def test_every_figure_of_the_table_comes_out_of_the_exports(folder: Path) -> None:
    out, worked_out = run(folder), told(folder)
    found = rows(out)
    assert len(found) > 2
    for row in found:
        mine = worked_out[row["programme"]]
        shares = [one["sessions"]["adherence"] for one in mine]
        assert int(row["patients"]) == len(mine)
        assert int(row["done"]) == sum(share["n"] for share in shares)
        assert int(row["prescribed"]) == sum(share["of"] for share in shares)
        assert int(row["skipped"]) == sum(one["sessions"]["skipped"] for one in mine)
        days = [day for one in mine for day in one["days"] if day["prescribed"]]
        assert int(row["days_due"]) == len(days)
        assert int(row["days_with_data"]) == sum(day["state"] in {"all", "some", "none"} for day in days)


def test_each_programme_told_has_a_page_with_the_same_figures(folder: Path) -> None:
    out = run(folder)
    for row in rows(out):
        words = " ".join(Page((out / f"{row['programme']}.html").read_text()).words)
        assert f"{int(row['done']):,}/{int(row['prescribed']):,}" in words
        assert f"{row['patients']}  patients" in words or f"{row['patients']} patients" in words
    pages = {path.stem for path in out.glob("*.html")} - {"index"}
    assert pages == {row["programme"] for row in rows(out)}


def test_the_pages_need_nothing_from_outside_and_run_nothing(folder: Path) -> None:
    for path in run(folder).glob("*.html"):
        text = path.read_text()
        assert not {"script", "link", "img", "iframe", "form"} & {tag for tag, _ in Page(text).tags}
        assert not re.search(r"@import|url\(|https?:", text)


def test_an_export_as_it_is_really_written_is_read(tmp_path: Path) -> None:
    plan, facts = months.plan("clinic"), months.facts("clinic")
    for number in range(5):
        export = data(
            contents(facts, plan=plan, entries=months.entries(), note=f"a word {number}", name="A. B.")
        )
        (tmp_path / f"{number}.json").write_text(json.dumps(export, indent=1))
    out = tmp_path.parent / f"{tmp_path.name}-out"
    assert cli.main(["cohort", str(tmp_path), "--out", str(out)]) == 0
    (row,) = rows(out)
    assert (row["patients"], row["done"], row["prescribed"]) == ("5", "105", "205")
    assert (row["entered_later"], row["days_with_data"], row["days_due"]) == ("15", "65", "85")


def test_no_name_no_note_and_no_diary_comes_through(folder: Path) -> None:
    add(
        folder,
        "named.json",
        31,
        lambda one: one.update(name="Jo Public", note="my left side", diary=[{"pain": 9}]),
    )
    out = run(folder, "--memory", "128 MB")
    parquet = folder.parent / "parquet"
    assert cli.main(["cohort", str(folder), "--parquet", str(parquet)]) == 0
    for path in [*out.iterdir(), *parquet.iterdir()]:
        content = path.read_bytes()
        assert not any(word in content for word in (b"Jo Public", b"left side", b"Patient 3", b"named.json"))


# --- small groups -----------------------------------------------------------------------------------------


def test_a_programme_of_few_people_is_nowhere_and_cannot_be_worked_out(folder: Path) -> None:
    counts = {name: len(mine) for name, mine in told(folder).items()}
    out = run(folder)
    shown = {row["programme"] for row in rows(out)}
    untold = counts.keys() - shown
    assert all(counts[name] >= 5 for name in shown)
    if any(count < 5 for count in counts.values()):
        assert len(untold) >= 2
        assert sum(counts[name] for name in untold) >= 5
    everything = " ".join(path.read_text() for path in out.iterdir())
    assert not any(name in everything for name in untold)


def test_one_small_programme_takes_the_next_smallest_with_it(tmp_path: Path) -> None:
    def named(which: str) -> Change:
        return lambda one: one["programmes"][0].update(id=f"{which}-0abcdef0", title=which)

    sizes = {"many": 12, "some": 7, "few": 3}
    number = 0
    (tmp_path / "in").mkdir()
    for which, size in sizes.items():
        for _ in range(size):
            add(tmp_path / "in", f"{number}.json", number, named(which))
            number += 1
    out = run(tmp_path / "in")
    assert [row["title"] for row in rows(out)] == ["many"]
    assert "2</b> programmes not told" in (out / "index.html").read_text()


def test_exercises_and_weeks_of_few_people_are_untold_as_well(folder: Path) -> None:
    name = max((mine for mine in told(folder).items()), key=lambda one: len(one[1]))[0]
    taken = [path for path in sorted(folder.glob("*.json")) if name in path.read_text()]
    for path in taken[:-3]:
        one = json.loads(path.read_text())
        mine = next(one for one in one["programmes"] if one["id"] == name)
        mine["days"] = [day for day in mine["days"] if day["day"] < "2023-04-10"]
        of = sum(day["prescribed"] for day in mine["days"])
        mine["sessions"]["adherence"].update(n=sum(day["done"] for day in mine["days"]), of=of)
        mine["exercises"] = mine["exercises"][:3]
        path.write_text(json.dumps(one))
    out = run(folder)
    words = " ".join(Page((out / f"{name}.html").read_text()).words)
    assert words.count("not told") >= 7
    assert "exercises not told: too few people" in words
    assert "hip hinge" not in words


# --- what is no report ------------------------------------------------------------------------------------

HOSTILE: dict[str, bytes | Change] = {
    "empty": b"",
    "no json": b"posture",
    "cut off": b'{"posture_pal_report": 1, "programmes": [',
    "a depth of brackets": b"[" * 200_000,
    "no text": bytes(range(256)) * 20,
    "a list": b"[1, 2, 3]",
    "null": b"null",
    "two reports": b'{"posture_pal_report": 1}\n{"posture_pal_report": 1}',
    "a number for a list": b'{"posture_pal_report": 1, "programmes": 7}',
    "another form": lambda one: one.update(posture_pal_report=2),
    "other definitions": lambda one: one.update(definitions={"version": "1"}),
    "an endless period": lambda one: one.update(to="2999-01-01"),
    "a path for an id": lambda one: one["programmes"][0].update(id="../../etc/passwd"),
    "the same programme twice": lambda one: one.update(programmes=[one["programmes"][0]] * 2),
    "a giant of a title": lambda one: one["programmes"][0].update(title="x" * 5000),
    "no sessions": lambda one: one["programmes"][0].pop("sessions"),
    "more done than prescribed": lambda one: one["programmes"][0]["sessions"]["adherence"].update(n=10**6),
    "fewer than none": lambda one: one["programmes"][0]["sessions"].update(skipped=-1),
    "a number too large": lambda one: one["programmes"][0]["sessions"].update(skipped=10**30),
    "sums that do not add up": lambda one: one["programmes"][0]["days"][0].update(prescribed=77),
    "a day twice": lambda one: one["programmes"][0]["days"].append(one["programmes"][0]["days"][0]),
    "a day elsewhere": lambda one: one["programmes"][0]["days"][0].update(day="1999-01-01"),
    "no days": lambda one: one["programmes"][0].update(days=[]),
    "words for numbers": lambda one: one["programmes"][0]["sessions"]["adherence"].update(
        n="; DROP TABLE courses"
    ),
}


def test_whatever_is_no_report_is_listed_and_left_out_and_the_rest_is_counted(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    expected = rows(run(folder))
    for number, (name, what) in enumerate(HOSTILE.items()):
        if isinstance(what, bytes):
            (folder / f"hostile {name}.json").write_bytes(what)
        else:
            add(folder, f"hostile {name}.json", 100 + number, what)
    capsys.readouterr()
    assert rows(run(folder)) == expected
    heard = capsys.readouterr()
    assert f"{len(HOSTILE)} files left out" in heard.err
    assert "30 reports read" in heard.out
    found = listing.look(folder)
    with store.opened("128MB", folder) as opened:
        reading.take_in(opened, found, lambda *_: None)
    assert {name.removeprefix("hostile ").removesuffix(".json") for name in found.left_out} == set(HOSTILE)


def test_markup_in_a_title_is_text(folder: Path) -> None:
    for path in folder.glob("*.json"):
        one = json.loads(path.read_text())
        one["programmes"][0].update(title="<script>alert(1)</script>", author='=cmd|"x"', id="same-0abcdef0")
        path.write_text(json.dumps(one))
    out = run(folder)
    for path in out.glob("*.html"):
        assert "script" not in {tag for tag, _ in Page(path.read_text()).tags}
    assert rows(out)[0]["author"].startswith("'=")


def test_links_giants_and_copies_are_left_out(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.json").write_text(json.dumps(made_up.export(77, DAYS)))
    (folder / "link.json").symlink_to(tmp_path / "secret.json")
    (folder / "copy.json").write_bytes((folder / "00003.json").read_bytes())
    with (folder / "giant.json").open("wb") as giant:
        giant.truncate(listing.MOST_BYTES + 1)
    os.mkfifo(folder / "pipe.json")
    found = listing.look(folder)
    assert len(found.files) == 30
    assert found.left_out["copy.json"] == "it is the same report as 00003.json"
    assert {"link.json", "giant.json", "pipe.json"} <= found.left_out.keys()


# --- Parquet ----------------------------------------------------------------------------------------------


def test_the_tables_tell_the_same_as_the_exports_and_open_in_any_engine(folder: Path, tmp_path: Path) -> None:
    expected = rows(run(folder))
    tables = tmp_path / "tables"
    assert cli.main(["cohort", str(folder), "--parquet", str(tables)]) == 0
    assert sorted(path.name for path in tables.iterdir()) == sorted(listing.PARQUET)
    assert all(path.read_bytes()[:4] == path.read_bytes()[-4:] == b"PAR1" for path in tables.iterdir())
    assert cli.main(["cohort", str(tables), "--out", str(tmp_path / "again")]) == 0
    assert rows(tmp_path / "again") == expected


def test_tables_that_are_broken_are_refused_with_their_name(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tables = tmp_path / "tables"
    cli.main(["cohort", str(folder), "--parquet", str(tables)])
    (tables / "weeks.parquet").write_bytes(b"PAR1 nothing PAR1")
    assert cli.main(["cohort", str(tables), "--out", str(tmp_path / "again")]) == 1
    assert "weeks.parquet is no table" in capsys.readouterr().err


# --- the edges --------------------------------------------------------------------------------------------


def test_the_database_reaches_nothing_but_its_folder(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere.json").write_text("{}")
    with store.opened("128MB", folder) as opened:
        for forbidden in (
            f"SELECT * FROM read_json('{tmp_path / 'elsewhere.json'}')",
            "SELECT * FROM read_csv('/etc/passwd')",
            "SELECT * FROM read_json('https://example.org/x.json')",
            "INSTALL httpfs",
            "LOAD httpfs",
            f"ATTACH '{tmp_path / 'other.db'}'",
            f"COPY (SELECT 1) TO '{tmp_path / 'out.csv'}'",
            "SET enable_external_access = true",
            "SET memory_limit = '8GB'",
        ):
            with pytest.raises(store.Refused):
                opened.run(forbidden)


def test_without_duckdb_the_extra_is_named(folder: Path, tmp_path: Path) -> None:
    program = "import sys; sys.modules['duckdb'] = None; from posture_pal import cli; sys.exit(cli.main())"
    words = [sys.executable, "-c", program, "cohort", str(folder), "--out", str(tmp_path / "out")]
    found = subprocess.run(words, capture_output=True, text=True, check=False)
    assert found.returncode == Unavailable.exit_code
    assert "pip install 'posture-pal[cohort]'" in found.stderr
    assert "Traceback" not in found.stderr


@pytest.mark.parametrize("wrong", ["plenty", "1 MB", "-5 GB", "64"])
def test_a_memory_that_is_none_is_refused(folder: Path, wrong: str) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["cohort", str(folder), f"--memory={wrong}"])
    assert ended.value.code == 2


def test_a_folder_that_is_none_and_one_without_reports_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["cohort", str(tmp_path / "nowhere"), "--out", str(tmp_path / "out")]) == 1
    assert "is no folder" in capsys.readouterr().err
    (tmp_path / "empty").mkdir()
    assert cli.main(["cohort", str(tmp_path / "empty"), "--out", str(tmp_path / "out")]) == 0
    assert "No programme" in capsys.readouterr().out


def test_quarters_are_told_of_many_alone(folder: Path) -> None:
    with store.opened("128MB", folder) as opened:
        reports = reading.take_in(opened, listing.look(folder), lambda *_: None)
        found = figures.gather(opened, reports)
    assert all(course.quarters is None for course in found.courses if course.patients < 20)


def test_how_far_it_is_is_drawn_where_somebody_looks(folder: Path, tmp_path: Path) -> None:
    import pty

    ours, theirs = pty.openpty()
    words = [sys.executable, "-m", "posture_pal", "cohort", str(folder), "--out", str(tmp_path / "out")]
    done = subprocess.run(words, stderr=theirs, stdout=subprocess.DEVNULL, check=False)
    os.close(theirs)
    heard = os.read(ours, 65536).decode()
    os.close(ours)
    assert done.returncode == 0
    assert "25/30 reports" in heard
    assert "30/30 reports" in heard


def test_too_little_memory_is_told_and_leaves_no_sound_report_out(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise store.TooLittleMemory("not enough")

    monkeypatch.setattr(reading, "_read", full)
    found = listing.look(folder)
    with store.opened("128MB", folder) as opened, pytest.raises(store.TooLittleMemory):
        reading.take_in(opened, found, lambda *_: None)
    assert found.left_out == {}
