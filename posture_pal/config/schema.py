"""Tells an editor what a config may say, as JSON Schema, so that it completes and checks while one types."""

from __future__ import annotations

import json
from typing import Any

from posture_pal.config.keys import MOST_REMINDERS, TABLES, Key, rows

FILE_NAME = "config.schema.json"
"""The file that the first line of a config points to, beside it."""


def schema() -> dict[str, Any]:
    """The schema, generated from the table of keys. Never stricter than the program itself."""
    return {
        # The oldest draft that says all this: the editors' TOML extensions read no newer one for sure.
        "$schema": "http://json-schema.org/draft-04/schema#",
        "title": "Posture Pal config",
        "type": "object",
        "additionalProperties": False,
        "properties": {
            **{row.name: _row(row) for row in rows("").values()},
            **{name: _table(name, doc) for name, doc in TABLES.items()},
        },
    }


def text() -> str:
    """The schema as the text of its file."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


def _table(name: str, doc: str) -> dict[str, Any]:
    known = rows(name)
    table: dict[str, Any] = {
        "type": "object",
        "additionalProperties": False,
        "properties": {row.name: _row(row) for row in known.values()},
    }
    if name != "reminder":
        return {"description": doc, **table}
    table["required"] = [row.name for row in known.values() if row.required]
    table["oneOf"] = [{"required": ["every"]}, {"required": ["at"]}]
    return {"description": doc, "type": "array", "maxItems": MOST_REMINDERS, "items": table}


def _row(row: Key) -> dict[str, Any]:
    default = {} if row.default is None else {"default": row.default}
    return {"description": f"{row.doc} {_sentence(row.kind.words())}", **row.kind.schema(), **default}


def _sentence(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}."
