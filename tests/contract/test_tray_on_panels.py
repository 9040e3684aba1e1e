"""The tray of Linux as panels meet it: found, lost and found again, looked at and clicked."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from desktop.bus import ITEM, BusError
from desktop.waiting import wait_for

from contract.notify_bus import private_bus
from contract.notify_desk import NEEDS_A_BUS
from contract.tray_stage import TrayStage, face, tray_stage
from contract.tray_watcher import Watcher
from posture_pal.desktop.bus import Bus
from posture_pal.desktop.tray.drawing import draw
from posture_pal.desktop.tray.status_notifier.tray import StatusNotifierTray
from posture_pal.errors import Unavailable
from posture_pal.menu import Face, Icon, Item, Shape

pytestmark = NEEDS_A_BUS


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[TrayStage]:
    with tray_stage(tmp_path) as stage:
        yield stage


# --- being found -----------------------------------------------------------------------------------------


def test_it_registers_with_the_panel_that_is_there(stage: TrayStage) -> None:
    watcher = stage.watcher()
    tray = stage.tray()
    wait_for(tray.is_visible, what="the tray being shown")
    assert watcher.registered == ["/StatusNotifierItem"]
    assert stage.client.registered_items() == [(stage.bus.unique_name, "/StatusNotifierItem")]


def test_it_waits_for_a_panel_that_comes_late(stage: TrayStage) -> None:
    tray = stage.tray()
    assert not tray.is_visible()
    watcher = stage.watcher()
    wait_for(tray.is_visible, what="the tray being shown")
    assert watcher.registered == ["/StatusNotifierItem"]


def test_it_comes_back_with_a_panel_that_went(stage: TrayStage) -> None:
    first = stage.watcher()
    tray = stage.tray()
    wait_for(tray.is_visible, what="the tray being shown")
    for _ in range(3):
        first.leave()
        wait_for(lambda: not tray.is_visible(), what="the tray knowing that it is not shown")
        first = stage.watcher()
        wait_for(tray.is_visible, what="the tray being shown again")
        assert first.registered == ["/StatusNotifierItem"]


def test_a_list_that_nobody_shows_does_not_count_as_being_seen(stage: TrayStage) -> None:
    watcher = stage.watcher(hosted=False)
    tray = stage.tray()
    wait_for(lambda: watcher.registered, what="the registration")
    stage.bus.has_owner("any.name")
    assert not tray.is_visible()
    watcher.set_hosted(True)
    wait_for(tray.is_visible, what="the tray being shown")
    watcher.set_hosted(False)
    wait_for(lambda: not tray.is_visible(), what="the tray knowing that it is not shown")


def test_a_list_that_wants_a_name_gets_one(stage: TrayStage) -> None:
    watcher = stage.watcher(knows_paths=False)
    tray = stage.tray()
    wait_for(tray.is_visible, what="the tray being shown")
    assert watcher.registered == ["/StatusNotifierItem", stage.bus.unique_name]


def test_it_says_that_there_is_no_panel_and_what_would_bring_one(stage: TrayStage) -> None:
    tray = StatusNotifierTray(stage.bus)
    assert "GNOME needs the extension AppIndicator" in (tray.why_not() or "")
    assert tray.can_wait()
    stage.watcher()
    assert tray.why_not() is None


def test_without_a_bus_it_says_so_and_refuses_to_start() -> None:
    tray = StatusNotifierTray(None)
    assert "no session bus" in (tray.why_not() or "")
    assert not tray.can_wait()
    with pytest.raises(Unavailable, match="no session bus"):
        tray.start(face(), lambda _command: None)


def test_a_bus_that_dies_takes_the_icon_and_nothing_else(tmp_path: Path) -> None:
    with private_bus(tmp_path) as socket:
        bus = Bus([str(socket)], "session")
        watcher = Watcher(f"unix:path={socket}")
        tray = StatusNotifierTray(bus)
        tray.start(face(), lambda _command: None)
        wait_for(tray.is_visible, what="the tray being shown")
    watcher.leave()
    wait_for(lambda: not bus.is_open, what="the loss")
    tray.show(face(minutes=3, prompt="o1", shape=Shape.OPEN))
    assert not tray.is_visible()
    assert tray.why_not()
    tray.close()


# --- being looked at -------------------------------------------------------------------------------------


def test_it_tells_all_that_the_specification_asks_for(stage: TrayStage) -> None:
    _, item = stage.shown()
    looks = stage.client.look(item)
    assert looks["Category"] == "ApplicationStatus"
    assert looks["Id"] == "posture-pal"
    assert looks["Title"] == "Posture Pal"
    assert looks["Status"] == "Active"
    assert looks["Menu"] == "/StatusNotifierItem/Menu"
    assert looks["ToolTip"] == ("", [], "Posture Pal", "posture check in 12 min")
    assert looks["IconAccessibleDesc"] == "Posture Pal\nposture check in 12 min"
    assert looks["IconName"] == looks["OverlayIconName"] == looks["AttentionIconName"] == ""


def test_a_tooltip_is_never_taken_for_markup(stage: TrayStage) -> None:
    _, item = stage.shown(Face(Icon(Shape.COUNTING), "Posture Pal\n<b>5 < 6 & 7", ()))
    assert stage.client.look(item)["ToolTip"][3] == "&lt;b&gt;5 &lt; 6 &amp; 7"


def test_the_picture_comes_in_every_common_size_alpha_first(stage: TrayStage) -> None:
    icon = Icon(Shape.OPEN)
    _, item = stage.shown(Face(icon, "x", ()))
    pixmaps = stage.client.look(item)["IconPixmap"]
    assert [(wide, high) for wide, high, _ in pixmaps] == [(n, n) for n in (16, 22, 24, 32, 48, 64)]
    for size, _, pixels in pixmaps:
        assert len(pixels) == 4 * size * size
        for x, y in ((0, 0), (size // 5, size // 2), (size // 2, size // 2)):
            red, green, blue, alpha = draw(icon, size).getpixel((x, y))
            assert tuple(pixels[4 * (y * size + x) :][:4]) == (alpha, red, green, blue)


def test_another_face_is_signalled_part_by_part(stage: TrayStage) -> None:
    tray, item = stage.shown()
    with stage.client.hearing(ITEM, "NewIcon") as icon, stage.client.hearing(ITEM, "NewToolTip") as tooltip:
        before = stage.client.look(item)["IconPixmap"]
        tray.show(face(minutes=11))
        assert tooltip.next() == ()
        assert icon.nothing_within(0.05)
        tray.show(face(minutes=11, sixteenths=9))
        assert icon.next() == ()
        assert tooltip.nothing_within(0.05)
    after = stage.client.look(item)
    assert after["IconPixmap"] != before
    assert after["ToolTip"][3] == "posture check in 11 min"


def test_introspection_names_every_method_and_property_that_is_there(stage: TrayStage) -> None:
    _, item = stage.shown()
    (text,) = stage.client.call(item.service, item.path, "org.freedesktop.DBus.Introspectable", "Introspect")
    interface = next(node for node in ET.fromstring(text).findall("interface") if node.get("name") == ITEM)
    methods = {node.get("name") for node in interface.findall("method")}
    assert {"Activate", "SecondaryActivate", "ContextMenu", "Scroll"} <= methods
    properties = {node.get("name"): node.get("type") for node in interface.findall("property")}
    (told,) = stage.client.call(
        item.service, item.path, "org.freedesktop.DBus.Properties", "GetAll", "s", ITEM
    )
    assert properties == {name: signature for name, (signature, _) in told.items()}


# --- being clicked ---------------------------------------------------------------------------------------


def test_a_plain_click_chooses_the_default_item(stage: TrayStage) -> None:
    _, item = stage.shown(face(prompt="o1"))
    assert stage.client.look(item)["ItemIsMenu"] is False
    stage.client.activate(item)
    assert stage.chosen == [("respond", "done", "o1")]


def test_where_nothing_is_default_a_plain_click_is_for_the_menu(stage: TrayStage) -> None:
    _, item = stage.shown(face())
    assert stage.client.look(item)["ItemIsMenu"] is True
    with pytest.raises(BusError, match="UnknownMethod"):
        stage.client.activate(item)
    assert stage.chosen == []


@pytest.mark.parametrize(
    ("method", "signature", "body"),
    [
        ("SecondaryActivate", "ii", (1, 1)),
        ("ContextMenu", "ii", (1, 1)),
        ("Scroll", "is", (120, "vertical")),
        ("ProvideXdgActivationToken", "s", ("token",)),
    ],
)
def test_other_gestures_do_no_harm(
    stage: TrayStage, method: str, signature: str, body: tuple[object, ...]
) -> None:
    _, item = stage.shown(face(prompt="o1"))
    assert stage.client.call(item.service, item.path, ITEM, method, signature, *body) == ()
    assert stage.chosen == []
    assert stage.reported == []


def test_a_choice_that_fails_is_reported_and_the_tray_lives_on(stage: TrayStage) -> None:
    stage.watcher()
    tray = StatusNotifierTray(stage.bus)

    def fail(_command: tuple[str, ...]) -> None:
        raise TypeError("no")

    tray.start(Face(Icon(Shape.COUNTING), "x", (Item("Quit", ("quit",), default=True),)), fail)
    item = stage.client.wait_for_item()
    with pytest.raises(BusError):
        stage.client.activate(item)
    with pytest.raises(BusError):
        stage.client.choose(item, "Quit")
    assert len(stage.reported) == 2
    assert stage.client.menu(item).labels() == ["Quit"]
    tray.close()


# --- the long run ----------------------------------------------------------------------------------------


def test_two_thousand_faces_later_nothing_has_grown(stage: TrayStage) -> None:
    tray, item = stage.shown()

    def show(number: int) -> None:
        tray.show(
            face(
                minutes=number,
                sixteenths=number % 17,
                sound=bool(number % 2),
                prompt=f"o{number}" if number % 5 == 0 else None,
                shape=list(Shape)[number % 5],
            )
        )
        if number % 100 == 0:
            stage.client.look(item)
            stage.client.menu(item)

    for number in range(200):
        show(number)
    files, threads = len(os.listdir("/proc/self/fd")), threading.active_count()  # noqa: PTH208
    for number in range(200, 2200):
        show(number)
    assert len(os.listdir("/proc/self/fd")) == files  # noqa: PTH208
    assert threading.active_count() == threads
    numbers = tray._icon._dbusmenu._numbers._given
    assert len(numbers) == len(list(stage.client.menu(item).everything())) - 1
    assert len(stage.bus._unanswered) == 0


def test_a_closed_tray_is_gone_and_may_be_closed_again(stage: TrayStage) -> None:
    tray, item = stage.shown()
    with stage.client.hearing(ITEM, "NewStatus") as status:
        tray.close()
        assert status.next() == ("Passive",)
    assert not tray.is_visible()
    with pytest.raises(BusError):
        stage.client.look(item)
    tray.close()
    stage.panel.leave()
    stage.watcher()
    stage.bus.has_owner("any.name")  # by then the tray has heard of the panel, if it still listens
    assert stage.client.registered_items() == []
    assert not tray.is_visible()
