"""Of every setting, whichever files name it, the topmost that may is the one that holds."""

from __future__ import annotations

from typing import Any

from hypothesis import given, strategies as st

from posture_pal.config import Layer, origins, parse, policy_of

SETTINGS: dict[str, tuple[Any, ...]] = {
    "desk.away_after": ('"2 min"', '"4 min"', '"6 min"', '"8 min"'),
    "prompts.max_per_day": ("1", "2", "3", "4"),
    "prompts.settle": ('"1 s"', '"2 s"', '"3 s"', '"4 s"'),
    "prompts.discreet": ("true", "false", "true", "false"),
    "holds.call": ("false", "true", "true", "false"),
    "window.guided": ("true", "false", "false", "true"),
    "keep.facts": ('"10 days"', '"20 days"', '"30 days"', '"40 days"'),
    "safety.emergency": ('"1"', '"2"', '"3"', '"4"'),
    "diary.enabled": ("false", "false", "false", "true"),
}
"""Each with the value that the built-in file, the profile, the site and the user have, where they do."""

LAYERS = ("built-in", "profile", "site", "user")
LOCKABLE = [name for name in SETTINGS if not name.startswith("diary.")]
named_in = st.fixed_dictionaries({layer: st.sets(st.sampled_from(sorted(SETTINGS))) for layer in LAYERS})


def text(names: set[str], layer: str) -> str:
    tables: dict[str, list[str]] = {}
    for name in sorted(names):
        table, _, key = name.partition(".")
        tables.setdefault(table, []).append(f"{key} = {SETTINGS[name][LAYERS.index(layer)]}")
    return "\n".join(f"[{table}]\n" + "\n".join(lines) for table, lines in tables.items()) + "\n"


def files(named: dict[str, set[str]], locked: set[str]) -> list[Layer]:
    texts = {layer: text(named[layer], layer) for layer in LAYERS}
    texts["site"] += f"[policy]\nlocked = {sorted(locked)}\n" if locked else ""
    return [Layer(layer, f"{layer}.toml", texts[layer].encode()) for layer in LAYERS]


def may_be_locked(named: dict[str, set[str]], name: str) -> bool:
    """A policy keeps people undisturbed: the values of discreet and call in force below the user say so."""
    holders = [layer for layer in LAYERS[:3] if name in named[layer]]
    value = SETTINGS[name][LAYERS.index(holders[-1])] if holders else None
    return {"prompts.discreet": value == "true", "holds.call": value in {None, "true"}}.get(name, True)


@given(named_in, st.sets(st.sampled_from(LOCKABLE)))
def test_the_topmost_file_holds_unless_the_site_has_locked_it(
    named: dict[str, set[str]], wanted: set[str]
) -> None:
    locked = {name for name in wanted if may_be_locked(named, name)}
    layers = files(named, locked)
    told = {key: (value, origin) for key, value, origin in origins(layers)}
    for name, values in SETTINGS.items():
        holders = [
            layer for layer in LAYERS if name in named[layer] and not (layer == "user" and name in locked)
        ]
        if holders:
            assert told[name] == (values[LAYERS.index(holders[-1])], holders[-1]), name
        else:
            assert told[name][1] == "built-in", name

    now_locked, notes = policy_of(layers)
    assert now_locked == locked
    said = {name: SETTINGS[name][LAYERS.index("user")] for name in locked & named["user"]}
    assert {note.key for note in notes} == {name for name, value in said.items() if value != told[name][0]}
    assert parse(layers).diary_enabled is ("diary.enabled" in named["user"])


@given(named_in, st.sets(st.sampled_from(LOCKABLE)))
def test_a_user_s_file_without_what_is_locked_makes_the_same_plan(
    named: dict[str, set[str]], wanted: set[str]
) -> None:
    locked = {name for name in wanted if may_be_locked(named, name)}
    without = {**named, "user": named["user"] - locked}
    assert parse(files(named, locked)) == parse(files(without, locked))
