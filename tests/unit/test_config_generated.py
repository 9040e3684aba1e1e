"""What is generated from the table of keys is as the table says, and lies where people look for it."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from posture_pal.config import keys, manual, schema
from posture_pal.config.seed import seed_text

ROOT = Path(__file__).parents[2]
BUILT_IN = (ROOT / "config.toml").read_text(encoding="utf-8")


def validator() -> jsonschema.Draft4Validator:
    return jsonschema.Draft4Validator(schema.schema())


def test_the_manual_is_up_to_date() -> None:
    written = (ROOT / "docs/config.md").read_text(encoding="utf-8")
    assert written == manual.manual(), "run: .venv/bin/posture-pal config manual > docs/config.md"


def test_the_schema_is_up_to_date() -> None:
    written = (ROOT / "config.schema.json").read_text(encoding="utf-8")
    assert written == schema.text(), "run: .venv/bin/posture-pal config schema > config.schema.json"


def test_the_schema_is_a_schema_and_accepts_the_built_in_config() -> None:
    jsonschema.Draft4Validator.check_schema(schema.schema())
    validator().validate(tomllib.loads(BUILT_IN))
    validator().validate(tomllib.loads(seed_text(BUILT_IN)))


def test_the_config_points_to_the_schema() -> None:
    assert BUILT_IN.split("\n")[0] == f"#:schema ./{schema.FILE_NAME}"


@pytest.mark.parametrize(
    "text",
    [
        "[desks]",
        "[desk]\naway = 1",
        "[prompts]\nsettle = 30",
        '[prompts]\nsettle = "1.5 h"',
        "[prompts]\nmax_per_day = 1001",
        '[hours]\ndays = ["Monday"]',
        '[hours]\nranges = ["08:30"]',
        '[diary]\nat = "24:00"',
        '[[reminder]]\nname = "a"\nkind = "break"',
        '[[reminder]]\nname = "a"\nkind = "break"\nevery = "1 s"\nat = ["09:00"]',
        '[[reminder]]\nname = "A"\nkind = "break"\nevery = "1 s"',
    ],
)
def test_an_editor_with_the_schema_sees_the_mistake_too(text: str) -> None:
    assert not validator().is_valid(tomllib.loads(text))


def test_the_built_in_config_shows_every_key_there_is() -> None:
    values = tomllib.loads(BUILT_IN)
    for row in keys.KEYS.values():
        if row.default is not None and row.table != "reminder":
            assert values.get(row.table, values)[row.name] == row.default, row.path
        if (
            row.table != "policy"
        ):  # which is for a site's file alone; everybody's own begins as a copy of this
            assert row.name in BUILT_IN, row.path


def test_every_row_has_one_sentence_and_a_good_example() -> None:
    from posture_pal.config.spots import Spot

    for row in keys.KEYS.values():
        assert row.doc.endswith(".")
        assert ". " not in row.doc
        spot = Spot(row.path, None)
        assert row.kind.read(row.shown, spot) is not None
        assert not spot.troubles
        assert (row.default is None) == bool(row.without), row.path


def test_every_default_is_in_the_schema() -> None:
    tables: dict[str, Any] = json.loads(schema.text())["properties"]
    for row in keys.KEYS.values():
        table = tables[row.table].get("items", tables[row.table]) if row.table else {"properties": tables}
        assert table["properties"][row.name].get("default") == row.default
