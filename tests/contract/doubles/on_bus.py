"""Services of a desktop, played on a private bus by a connection of their own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from posture_pal.desktop.bus import Bus, BusError, unknown_method

PROPERTIES = "org.freedesktop.DBus.Properties"
Methods = dict[str, Callable[..., tuple[str, tuple[Any, ...]]]]


class Service:
    """One name on the bus with one object; methods and properties are changed while it runs.

    A method that is set to None in `answers` is never answered properly: it fails.
    """

    def __init__(self, folder: str, name: str, path: str, interface: str) -> None:
        self.name, self.path, self.interface = name, path, interface
        self.methods: Methods = {}
        self.properties: dict[str, tuple[str, Any]] = {}
        self.calls: list[tuple[str, tuple[Any, ...]]] = []
        self._folder = folder
        self._bus: Bus | None = None

    @property
    def bus(self) -> Bus:
        assert self._bus is not None, f"{self.name} is not running"
        return self._bus

    def appear(self) -> None:
        """Takes its name on the bus."""
        self._bus = Bus([f"{self._folder}/bus"], "session")
        self.offer(self._bus)
        assert self._bus.request_name(self.name)

    def offer(self, bus: Bus) -> None:
        """Puts its objects on the bus."""
        bus.export(self.path, self.interface, self._answer, properties=lambda: self.properties)

    def vanish(self) -> None:
        """Ends as a crash would."""
        if self._bus is not None:
            self._bus.close()
            self._bus = None

    def emit(self, member: str, signature: str = "", body: tuple[Any, ...] = ()) -> None:
        self.bus.emit(self.path, self.interface, member, signature, body)

    def change(self, name: str, signature: str, value: Any) -> None:
        """Changes a property and announces it, value and all."""
        self.properties[name] = (signature, value)
        body = (self.interface, {name: (signature, value)}, [])
        self.bus.emit(self.path, PROPERTIES, "PropertiesChanged", "sa{sv}as", body)

    def invalidate(self, name: str, signature: str, value: Any) -> None:
        """Changes a property and announces only that it changed."""
        self.properties[name] = (signature, value)
        self.bus.emit(self.path, PROPERTIES, "PropertiesChanged", "sa{sv}as", (self.interface, {}, [name]))

    def _answer(self, member: str, body: tuple[Any, ...]) -> tuple[str, tuple[Any, ...]]:
        self.calls.append((member, body))
        if member not in self.methods:
            raise unknown_method(member)
        return self.methods[member](*body)


def fails(*_: Any) -> tuple[str, tuple[Any, ...]]:
    """A method that is answered with an error."""
    raise BusError("org.freedesktop.DBus.Error.Failed", "no")


def says(signature: str, *values: Any) -> Callable[..., tuple[str, tuple[Any, ...]]]:
    """A method that always answers the same."""
    return lambda *_: (signature, values)


class Mutter(Service):
    """GNOME's idle monitor, after org.gnome.Mutter.IdleMonitor.xml."""

    def __init__(self, folder: str) -> None:
        super().__init__(
            folder,
            "org.gnome.Mutter.IdleMonitor",
            "/org/gnome/Mutter/IdleMonitor/Core",
            "org.gnome.Mutter.IdleMonitor",
        )
        self.silence = 0
        self.inhibited = False
        self.watches: dict[int, int] = {}
        self._last = 0
        self.methods = {
            "GetIdletime": lambda: ("t", (self.silence,)),
            "AddIdleWatch": self._add,
            "AddUserActiveWatch": lambda: self._add(0),
            "RemoveWatch": self._remove,
        }

    def appear(self) -> None:
        self.watches.clear()
        super().appear()

    def let_silence_grow(self, milliseconds: int) -> None:
        """Lets so much time pass without input, in one step. Watches are mute while idling is inhibited."""
        before, self.silence = self.silence, self.silence + milliseconds
        for watch, limit in sorted(self.watches.items()):
            if limit and before < limit <= self.silence and not self.inhibited:
                self.emit("WatchFired", "u", (watch,))

    def touch(self) -> None:
        """There is input."""
        self.silence = 0
        for watch, limit in list(self.watches.items()):
            if not limit:
                del self.watches[watch]
                self.emit("WatchFired", "u", (watch,))

    def _add(self, milliseconds: int) -> tuple[str, tuple[Any, ...]]:
        self._last += 1
        self.watches[self._last] = milliseconds
        return "u", (self._last,)

    def _remove(self, watch: int) -> tuple[str, tuple[Any, ...]]:
        self.watches.pop(watch, None)
        return "", ()


def session_manager(folder: str) -> Service:
    """GNOME's session manager, which tells what is inhibited."""
    name = "org.gnome.SessionManager"
    service = Service(folder, name, "/org/gnome/SessionManager", name)
    service.properties["InhibitedActions"] = ("u", 0)
    return service


class ScreenSaver(Service):
    """A screen saver: the name is its interface too."""

    def __init__(self, folder: str, name: str, path: str) -> None:
        super().__init__(folder, name, path, name)
        self.active = False
        self.silence = 0
        self.methods = {
            "GetActive": lambda: ("b", (self.active,)),
            "GetSessionIdleTime": lambda: ("u", (self.silence,)),
        }

    def cover(self, active: bool) -> None:
        """Covers the screen, or uncovers it."""
        self.active = active
        self.emit("ActiveChanged", "b", (active,))


class Logind(Service):
    """The login service with one session, after org.freedesktop.login1(5)."""

    SESSION = "/org/freedesktop/login1/session/_32"

    def __init__(self, folder: str) -> None:
        super().__init__(
            folder, "org.freedesktop.login1", "/org/freedesktop/login1", "org.freedesktop.login1.Manager"
        )
        self.session = Service(folder, self.name, self.SESSION, "org.freedesktop.login1.Session")
        self.session.properties["LockedHint"] = ("b", False)
        self.user = Service(
            folder, self.name, "/org/freedesktop/login1/user/_31", "org.freedesktop.login1.User"
        )
        self.user.properties["Display"] = ("(so)", ("2", self.SESSION))
        self.methods = {
            "GetSession": lambda name: ("o", (self.SESSION,)) if name == "2" else fails(),
            "GetSessionByPID": says("o", self.SESSION),
            "GetUser": says("o", self.user.path),
        }

    def offer(self, bus: Bus) -> None:
        super().offer(bus)
        for part in (self.session, self.user):
            part._bus = bus
            part.offer(bus)

    def prepare_for_sleep(self, begins: bool) -> None:
        self.emit("PrepareForSleep", "b", (begins,))

    def lock(self, locked: bool) -> None:
        """The desktop's locker reports to the session."""
        self.session.change("LockedHint", "b", locked)


def notifications(folder: str, daemon: str, interface: str = "org.freedesktop.Notifications") -> Service:
    """A notification daemon by its own name; its properties are of `interface`."""
    name, path = "org.freedesktop.Notifications", "/org/freedesktop/Notifications"

    class Daemon(Service):
        def offer(self, bus: Bus) -> None:
            super().offer(bus)
            if interface != name:
                bus.export(path, name, self._answer)

    service = Daemon(folder, name, path, interface)
    service.methods["GetServerInformation"] = says("ssss", daemon, "its makers", "1.0", "1.2")
    return service


def settings_service(folder: str) -> Service:
    """Xfce's settings, in which nothing has ever been set."""

    def never_set(*_: Any) -> tuple[str, tuple[Any, ...]]:
        raise BusError("org.xfce.Xfconf.Error.PropertyNotFound", "it does not exist")

    service = Service(folder, "org.xfce.Xfconf", "/org/xfce/Xfconf", "org.xfce.Xfconf")
    service.methods["GetProperty"] = never_set
    return service


def swaync(folder: str) -> Service:
    """SwayNotificationCenter's control centre."""
    name = "org.erikreider.swaync.cc"
    service = Service(folder, name, "/org/erikreider/swaync/cc", name)
    service.methods["GetDnd"] = says("b", False)
    return service
