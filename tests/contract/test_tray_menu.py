"""The tray menu of Linux over com.canonical.dbusmenu: read, clicked, and changed while it is open."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from desktop.bus import MENU, BusError, Heard, TrayItem

from contract.notify_desk import NEEDS_A_BUS
from contract.tray_stage import TrayStage, face, tray_stage
from posture_pal.desktop.tray.status_notifier.tray import StatusNotifierTray
from posture_pal.menu import SEPARATOR, Face, Icon, Item, Shape

pytestmark = NEEDS_A_BUS

MENU_PATH = "/StatusNotifierItem/Menu"


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[TrayStage]:
    with tray_stage(tmp_path) as stage:
        yield stage


@contextmanager
def changes(stage: TrayStage) -> Iterator[tuple[Heard, Heard]]:
    """The two signals of a menu: entries that look different, and another layout."""
    hearing = stage.client.hearing
    with hearing(MENU, "ItemsPropertiesUpdated") as looks, hearing(MENU, "LayoutUpdated") as layout:
        yield looks, layout


def ask(stage: TrayStage, item: TrayItem, method: str, signature: str, *body: Any) -> tuple[Any, ...]:
    return stage.client.call(item.service, MENU_PATH, MENU, method, signature, *body)


def with_items(*items: Item) -> Face:
    return Face(Icon(Shape.COUNTING), "Posture Pal", items)


# --- read ------------------------------------------------------------------------------------------------


def test_the_menu_reads_as_the_face_says(stage: TrayStage) -> None:
    _, item = stage.shown(face(prompt="o1"))
    assert stage.client.menu(item).labels() == [
        "Time to change position",
        "Done",
        ["Snooze", ["5 min"]],
        "Skip",
        "",
        ["Take", ["Stretch", "Break"]],
        ["Pause", ["1 h", "2 h"]],
        "",
        ["Settings", ["Sound"]],
        "Quit",
    ]


def test_labels_are_plain_text_whatever_they_hold(stage: TrayStage) -> None:
    _, item = stage.shown(with_items(Item("a_b __ & <i>", ("x",)), Item("größer…", ("y",))))
    assert stage.client.menu(item).labels() == ["a_b __ & <i>", "größer…"]


def test_a_label_without_a_command_cannot_be_chosen(stage: TrayStage) -> None:
    _, item = stage.shown()
    entry = stage.client.menu(item).find("Posture check in")
    assert not entry.enabled
    stage.client.click(item, entry)
    assert stage.chosen == []


def test_check_marks_are_told(stage: TrayStage) -> None:
    _, item = stage.shown(with_items(Item("On", ("a",), checked=True), Item("Off", ("b",), checked=False)))
    menu = stage.client.menu(item)
    assert [menu.find("On").checked, menu.find("Off").checked] == [True, False]


def test_separators_that_separate_nothing_are_left_out(stage: TrayStage) -> None:
    items = (SEPARATOR, Item("A", ("a",)), SEPARATOR, SEPARATOR, Item("B", ("b",)), SEPARATOR)
    _, item = stage.shown(with_items(*items))
    assert stage.client.menu(item).labels() == ["A", "", "B"]


def test_an_empty_menu_is_a_menu(stage: TrayStage) -> None:
    _, item = stage.shown(with_items())
    assert stage.client.menu(item).labels() == []


def test_a_panel_may_read_one_level_one_branch_and_some_properties(stage: TrayStage) -> None:
    _, item = stage.shown()
    take = stage.client.menu(item).find("Take").id
    _, (number, _, children) = ask(stage, item, "GetLayout", "iias", 0, 1, ["label"])
    assert number == 0
    assert [sorted(child[1]) for _, child in children][:2] == [["label"], []]
    assert all(child[2] == [] for _, child in children)
    _, (number, properties, children) = ask(stage, item, "GetLayout", "iias", take, -1, [])
    assert (number, properties["label"]) == (take, ("s", "Take"))
    assert [child[1]["label"] for _, child in children] == [("s", "Stretch"), ("s", "Break")]
    _, (_, _, none) = ask(stage, item, "GetLayout", "iias", 0, 0, [])
    assert none == []


def test_properties_are_told_for_one_entry_and_for_many(stage: TrayStage) -> None:
    _, item = stage.shown()
    quit_, take = (stage.client.menu(item).find(label).id for label in ("Quit", "Take"))
    assert ask(stage, item, "GetProperty", "is", quit_, "label") == (("s", "Quit"),)
    (some,) = ask(stage, item, "GetGroupProperties", "aias", [quit_, 999, take], ["children-display"])
    assert some == [(quit_, {}), (take, {"children-display": ("s", "submenu")})]
    (every,) = ask(stage, item, "GetGroupProperties", "aias", [], [])
    assert len(every) == len(list(stage.client.menu(item).everything()))


def test_nothing_is_ever_out_of_date_when_it_is_about_to_show(stage: TrayStage) -> None:
    _, item = stage.shown()
    assert ask(stage, item, "AboutToShow", "i", 0) == (False,)
    assert ask(stage, item, "AboutToShowGroup", "ai", [0, 999]) == ([], [999])


@pytest.mark.parametrize(
    ("method", "signature", "body"),
    [
        ("GetLayout", "iias", (999, -1, [])),
        ("GetProperty", "is", (999, "label")),
        ("GetProperty", "is", (0, "nonsense")),
        ("EventGroup", "a(isvu)", ([(999, "clicked", ("s", ""), 0)],)),
        ("Nonsense", "", ()),
        ("GetLayout", "s", ("nonsense",)),
    ],
)
def test_nonsense_is_answered_with_an_error(
    stage: TrayStage, method: str, signature: str, body: tuple[Any, ...]
) -> None:
    _, item = stage.shown()
    with pytest.raises(BusError):
        ask(stage, item, method, signature, *body)
    assert stage.client.menu(item).find("Quit")


def test_the_menu_tells_its_version_and_its_direction(stage: TrayStage) -> None:
    _, item = stage.shown()
    told = stage.client.properties(item.service, MENU_PATH, MENU)
    assert told == {"Version": 3, "TextDirection": "ltr", "Status": "normal", "IconThemePath": []}


# --- clicked ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("labels", "command"),
    [
        (("Done",), ("respond", "done", "o1")),
        (("Snooze", "5 min"), ("respond", "snooze", "o1", "300")),
        (("Settings", "Sound"), ("set", "sound")),
        (("Quit",), ("quit",)),
    ],
)
def test_choosing_an_entry_tells_its_command(
    stage: TrayStage, labels: tuple[str, ...], command: tuple[str, ...]
) -> None:
    _, item = stage.shown(face(prompt="o1"))
    stage.client.choose(item, *labels)
    assert stage.chosen == [command]


def test_several_clicks_in_one_message_are_all_told(stage: TrayStage) -> None:
    _, item = stage.shown(face(prompt="o1"))
    menu = stage.client.menu(item)
    events = [
        (number, kind, ("s", ""), 0)
        for number, kind in ((0, "opened"), (menu.find("Skip").id, "clicked"), (999, "clicked"))
    ]
    assert ask(stage, item, "EventGroup", "a(isvu)", events) == ([999],)
    assert stage.chosen == [("respond", "skip", "o1")]


def test_opening_hovering_and_closing_choose_nothing(stage: TrayStage) -> None:
    _, item = stage.shown()
    number = stage.client.menu(item).find("Quit").id
    for kind in ("opened", "hovered", "closed", "x-nonsense"):
        ask(stage, item, "Event", "isvu", number, kind, ("s", ""), 0)
    assert stage.chosen == []


def test_a_click_on_what_is_no_longer_there_chooses_nothing(stage: TrayStage) -> None:
    tray, item = stage.shown(face(prompt="o1"))
    done = stage.client.menu(item).find("Done")
    tray.show(face(prompt="o2"))
    stage.client.click(item, done)
    tray.show(face(minutes=30))
    stage.client.click(item, done)
    assert stage.chosen == []


def test_a_mark_that_the_program_did_not_change_is_turned_back(stage: TrayStage) -> None:
    _, item = stage.shown()
    sound = stage.client.menu(item).find("Settings", "Sound")
    with changes(stage) as (looks, _):
        stage.client.click(item, sound)
        assert looks.next() == ([(sound.id, {"toggle-state": ("i", 0)})], [])


def test_a_mark_that_the_program_changes_at_once_stays_changed(stage: TrayStage) -> None:
    stage.watcher()
    tray = StatusNotifierTray(stage.bus)
    tray.start(face(), lambda _command: tray.show(face(sound=True)))
    item = stage.client.wait_for_item()
    sound = stage.client.menu(item).find("Settings", "Sound")
    with changes(stage) as (looks, _):
        stage.client.click(item, sound)
        assert looks.next() == ([(sound.id, {"toggle-state": ("i", 1)})], [])
        assert looks.nothing_within(0.05)
    tray.close()


# --- changed ---------------------------------------------------------------------------------------------


def test_other_words_change_the_words_and_not_the_layout(stage: TrayStage) -> None:
    tray, item = stage.shown()
    before = stage.client.menu(item)
    with changes(stage) as (looks, layout):
        tray.show(face(minutes=11, sound=True))
        changed, removed = looks.next()
        assert layout.nothing_within(0.1)
    assert removed == []
    assert dict(changed) == {
        before.find("Posture check in").id: {"label": ("s", "Posture check in 11 min")},
        before.find("Settings", "Sound").id: {"toggle-state": ("i", 1)},
    }
    after = stage.client.menu(item)
    assert [entry.id for entry in after.everything()] == [entry.id for entry in before.everything()]
    assert after.find("Posture check in 11 min")


def test_the_same_face_again_says_nothing_at_all(stage: TrayStage) -> None:
    tray, _ = stage.shown()
    with changes(stage) as (looks, layout):
        tray.show(face())
        tray.show(face(sixteenths=11))
        assert layout.nothing_within(0.1)
        assert looks.nothing_within(0.05)


def test_a_mark_that_comes_or_goes_is_told_as_such(stage: TrayStage) -> None:
    tray, item = stage.shown(with_items(Item("Sound", ("x",), checked=True)))
    number = stage.client.menu(item).find("Sound").id
    with changes(stage) as (looks, layout):
        tray.show(with_items(Item("Sound", ("x",))))
        changed, removed = looks.next()
        assert changed == []
        assert [(number, sorted(names)) for number, names in removed] == [
            (number, ["toggle-state", "toggle-type"])
        ]
        assert layout.nothing_within(0.05)


def test_other_entries_change_the_layout_and_what_stays_keeps_its_number(stage: TrayStage) -> None:
    tray, item = stage.shown()
    before = stage.client.menu(item)
    first, _ = ask(stage, item, "GetLayout", "iias", 0, 0, [])
    with changes(stage) as (_, layout):
        tray.show(face(prompt="o1"))
        revision, parent = layout.next()
    assert (revision, parent) == (first + 1, 0)
    assert ask(stage, item, "GetLayout", "iias", 0, 0, [])[0] == revision
    after = stage.client.menu(item)
    for labels in (("Take",), ("Take", "Break"), ("Pause", "2 h"), ("Settings", "Sound"), ("Quit",)):
        assert after.find(*labels).id == before.find(*labels).id


def test_entries_that_change_places_keep_their_numbers(stage: TrayStage) -> None:
    one, two = Item("One", ("one",)), Item("Two", ("two",))
    tray, item = stage.shown(with_items(one, two))
    before = {entry.label: entry.id for entry in stage.client.menu(item).children}
    with changes(stage) as (looks, layout):
        tray.show(with_items(two, one))
        layout.next()
        assert looks.nothing_within(0.05)
    after = stage.client.menu(item)
    assert after.labels() == ["Two", "One"]
    assert {entry.label: entry.id for entry in after.children} == before


def test_no_number_is_ever_given_to_another_command(stage: TrayStage) -> None:
    tray, item = stage.shown()
    meant: dict[int, str] = {}
    for turn in range(12):
        tray.show(face(prompt=f"o{turn}" if turn % 2 else None))
        for entry in stage.client.menu(item).everything():
            if entry.enabled and not entry.children and not entry.is_separator and entry.id:
                stage.chosen.clear()
                stage.client.click(item, entry)
                command = repr(stage.chosen)
                assert meant.setdefault(entry.id, command) == command
    assert len(set(meant.values())) == len(meant)


def test_two_entries_of_one_command_are_two_entries(stage: TrayStage) -> None:
    _, item = stage.shown(with_items(Item("One", ("same",)), Item("Other", ("same",))))
    menu = stage.client.menu(item)
    assert menu.find("One").id != menu.find("Other").id
    stage.client.choose(item, "Other")
    assert stage.chosen == [("same",)]
