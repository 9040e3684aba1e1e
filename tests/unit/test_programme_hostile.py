"""A programme from anybody at all: what is not plain words and numbers within bounds is refused."""

from __future__ import annotations

import pytest
from unit.programmes import HEAD, OWN, PHASE, only, problems

from posture_pal import catalogue, programme
from posture_pal.errors import BadInput
from posture_pal.programme.keys import LONGEST_DAYS, MOST_BYTES, MOST_OWN, MOST_PHASES, MOST_TASKS


def titled(title: str) -> str:
    return (HEAD + PHASE).replace("Neck, two weeks", title)


@pytest.mark.parametrize(
    "words",
    [
        "<b>Neck</b>",
        "<script>alert(1)</script>",
        "< img src=x>",
        "<!-- x -->",
        "Neck &lt;b&gt;",
        "Neck &#60;",
        "see [here](http://example.org)",
    ],
)
def test_markup_is_refused(words: str) -> None:
    assert "without markup" in only(titled(words)).expected


@pytest.mark.parametrize(
    "words", ["5 < 6 and 7 > 6", "Neck & shoulders", "50 % (half) [more]", "Übung für Ärzte", "首の運動"]
)
def test_plain_words_of_any_language_are_not(words: str) -> None:
    assert not problems(titled(words))


@pytest.mark.parametrize(
    "letter",
    [
        "\\u202e",
        "\\u2066",
        "\\u200b",
        "\\u0007",
        "\\u001b[2J",
        "\\n",
        "\\t",
        "\\u2028",
        "\\ufeff",
        "\\u00ad",
        "\\ue000",
    ],
)
def test_letters_that_cannot_be_seen_are_refused(letter: str) -> None:
    problem = only(titled(f"Neck{letter}two"))
    assert "control characters" in problem.expected
    assert str(problem).isprintable()


def test_letters_under_a_pile_of_accents_are_refused() -> None:
    assert "piles of accents" in only(titled("Ne" + "\u0301" * 40 + "ck")).expected
    assert not problems(titled("Ne\u0301ck"))


def test_a_text_over_several_lines_is_refused() -> None:
    assert problems((HEAD + PHASE).replace('"Neck, two weeks"', '"""Neck\ntwo\nweeks"""'))


@pytest.mark.parametrize("key", ["title", "author", "contact", "stop_rule", "note"])
def test_an_endless_text_is_refused(key: str) -> None:
    lines = [line for line in HEAD.splitlines() if not line.startswith(f"{key} =")]
    text = "\n".join([*lines, f'{key} = "{"a" * 600}"', PHASE])
    assert only(text).key == key


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "/etc/passwd", "C:\\\\x", "a/b", "a b", "A", "a" * 26, "__"]
)
def test_an_id_is_never_a_path(name: str) -> None:
    assert problems((HEAD + PHASE).replace("chin_tuck", name))
    assert problems(HEAD + PHASE + OWN.replace("towel_slide", name))


def test_an_address_is_words_like_any_others() -> None:
    text = HEAD + 'contact = "https://example.org/?a=1 or file:///etc/passwd"\n' + PHASE
    assert programme.parse(text.encode(), "p", catalogue.load()).contact.startswith("https://example.org")


def test_a_file_beyond_its_size_is_not_even_read() -> None:
    problem = only(b"#" * (MOST_BYTES + 1))
    assert f"{MOST_BYTES // 1024} KiB" in problem.expected
    assert not problems((HEAD + PHASE + "#" * 200).encode())


def test_too_many_of_anything_are_refused() -> None:
    week = PHASE.replace("[[phase]]", '[[phase]]\nweeks = "{}"', 1)
    many = HEAD + "".join(week.format(n + 1) for n in range(MOST_PHASES + 1))
    assert f"at most {MOST_PHASES}" in only(many.replace("03-15", "12-15")).expected
    names = list(catalogue.load().exercises)[: MOST_TASKS + 1]
    tasks = "".join(f'[[phase.exercise]]\nid = "{name}"\nlasts = "1 min"\n' for name in names)
    assert f"at most {MOST_TASKS}" in only(HEAD + "[[phase]]\ntimes_per_day = 1\n" + tasks).expected
    own = "".join(OWN.replace("towel_slide", f"own_{n}") for n in range(MOST_OWN + 1))
    assert f"at most {MOST_OWN}" in only(HEAD + PHASE + own).expected
    assert f"at most {LONGEST_DAYS}" in only((HEAD + PHASE).replace("ends = 2026", "ends = 2099")).expected


def test_of_thousands_of_unknown_keys_not_all_are_told() -> None:
    found = problems(HEAD + "".join(f"q{n} = 1\n" for n in range(3_000)) + PHASE)
    assert len(found) == 1_001
    assert found[-1].expected == "and 2000 more"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x00" * 100,
        b"\xff\xfe" + "posture_pal_programme = 1".encode("utf-16-le"),
        b"\x80\x81",
        b"PK\x03\x04" + bytes(range(256)),
        b"posture_pal_programme = " + b"9" * 5_000,
        b"a = " + b"[" * 30_000,
        b"a" + b".a" * 10_000 + b" = 1",
        b"posture_pal_programme = 1e999",
        b"posture_pal_programme = nan",
        b"posture_pal_programme = true",
        b"[posture_pal_programme]",
        b"posture_pal_programme = 1\nphase = 3\nexercise = 'x'",
        b"posture_pal_programme = 1\nphase = [1, [2], {exercise = [3]}]",
        b"posture_pal_programme = 1\n[[phase]]\nexercise = {id = 'x'}",
        b"posture_pal_programme = 1\n[[phase]]\n[phase.exercise]\nid = 'x'",
        b"posture_pal_programme = 1\n[[exercise]]\nid = 3\n[[exercise]]\nid = []",
        b"posture_pal_programme = 1\nstarts = 07:00:00\nends = 0001-01-01",
    ],
)  # fmt: skip
def test_any_other_bytes_are_a_clear_error(data: bytes) -> None:
    with pytest.raises(BadInput) as caught:
        programme.parse(data, "p.toml", catalogue.load())
    assert all(letter.isprintable() or letter in "\n\t" for letter in str(caught.value))
    assert len(str(caught.value)) < 20_000
