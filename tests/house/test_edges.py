"""One place for the time, one for each platform, none for the network (design, sections 3 and 4.7)."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator

import pytest

from house.reading import ROOT, Module, Rule, expect_none, product

CLOCK = "clock"
"""The only reader of the time."""

TIMERS = frozenset({"threading.Timer", "sched", "asyncio", "signal.alarm", "signal.setitimer"})
"""Waits that APScheduler would not know of."""

READINGS = {"now", "today", "utcnow"}
"""What a datetime or a date is asked when nobody handed the time in."""

PLATFORM = (
    "jeepney",
    "Xlib",
    "gi",
    "winreg",
    "AppKit",
    "Foundation",
    "Quartz",
    "objc",
    "plyer",
    "pystray",
    "PIL",
)
PLATFORM_ROOMS = ("desktop",)
DRAWING_ROOMS = ("figures",)
"""Besides the adapters, where pictures are drawn with Pillow."""

SOCKETS = ("desktop.bus", "desktop.link", "desktop.x11", "desktop.presence.compositor", "desktop.instance")
"""Who may open a socket: each one names AF_UNIX, and nothing else exists for it."""

NETWORK = frozenset(
    [
        *(
            "aiohttp",
            "boto3",
            "botocore",
            "fsspec",
            "grpc",
            "paramiko",
            "pycurl",
            "websocket",
            "websockets",
            "asyncio",
            "ftplib",
            "http",
            "httpx",
            "imaplib",
            "nntplib",
            "poplib",
            "requests",
            "smtplib",
        ),
        *("socketserver", "ssl", "telnetlib", "urllib3", "webbrowser", "xmlrpc"),
    ]
)
NETWORK_PARTS = ("urllib.request", "urllib.error", "urllib.robotparser", "urllib.response")
OTHER_FAMILIES = ("AF_INET", "AF_INET6", "AF_BLUETOOTH", "AF_PACKET", "create_connection", "create_server")


def reads_the_time(module: Module) -> Iterator[str]:
    """The time module, a reading of datetime, or a timer, anywhere but in the clock."""
    if module.name == CLOCK:
        return
    classes = set()
    for imported in module.imports():
        if imported.module == "time" or imported.target in TIMERS or imported.module in TIMERS:
            yield module.says(imported.line, f"{imported.target}: waits and the time come from outside")
        if imported.target in ("datetime", "datetime.datetime", "datetime.date"):
            classes.add(imported.alias)
    for node in ast.walk(module.tree):
        if not isinstance(node, ast.Attribute):
            continue
        if node.attr in READINGS and _root(node.value) in classes:
            yield module.says(node.lineno, f"{ast.unparse(node)} reads the time")
        if ast.unparse(node) in TIMERS:
            yield module.says(node.lineno, f"{ast.unparse(node)} waits by itself")


def touches_the_platform(module: Module) -> Iterator[str]:
    """Platform libraries outside the adapters."""
    if module.room in PLATFORM_ROOMS:
        return
    for imported in module.imports():
        library = imported.target.split(".")[0]
        if library == "PIL" and module.room in DRAWING_ROOMS:
            continue
        if library in PLATFORM:
            yield module.says(imported.line, f"{imported.target} belongs inside an adapter")
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Attribute) and node.attr in ("windll", "oledll"):
            yield module.says(node.lineno, f"{ast.unparse(node)} belongs inside an adapter")


def reaches_the_network(module: Module) -> Iterator[str]:
    """Network libraries anywhere, sockets outside the named edges, and any family but AF_UNIX."""
    may = any(module.name == edge or module.name.startswith(f"{edge}.") for edge in SOCKETS)
    for imported in module.imports():
        first = imported.target.split(".")[0]
        if first in NETWORK or imported.target.startswith(NETWORK_PARTS):
            yield module.says(imported.line, f"{imported.target} is for the network")
        if first == "socket" and not may:
            yield module.says(imported.line, "a socket outside the edges named in SOCKETS")
        if imported.alias in OTHER_FAMILIES:
            yield module.says(imported.line, f"{imported.target}: only AF_UNIX exists here")
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Attribute) and node.attr in OTHER_FAMILIES:
            yield module.says(node.lineno, f"{ast.unparse(node)}: only AF_UNIX exists here")
        is_socket = isinstance(node, ast.Call) and ast.unparse(node.func) in ("socket.socket", "socket")
        if is_socket and "AF_UNIX" not in ast.unparse(node):
            yield module.says(getattr(node, "lineno", 1), "a socket that does not name AF_UNIX")


DATABASES = {"duckdb": ("cohort.store",), "sqlite3": ("event_log",)}
"""Databases can read addresses as well as files: each is opened in one room, which shuts it off."""

NAMED_ELSEWHERE = ("desktop.main_loop", "desktop.own_part", "lean_scheduler", "lean_start")
"""Rooms that import what another line of the product names: a part of a platform, or of APScheduler."""

LOADERS = frozenset({"import_module", "importlib.import_module", "__import__"})


def opens_databases(module: Module) -> Iterator[str]:
    """A database anywhere but in its own room."""
    for imported in module.imports():
        rooms = DATABASES.get(imported.target.split(".")[0])
        if rooms and not any(module.name == room or module.name.startswith(f"{room}.") for room in rooms):
            yield module.says(imported.line, f"{imported.target} is opened in {', '.join(rooms)} alone")


def imports_by_word(module: Module) -> Iterator[str]:
    """An import by a text, of anything but the product's own modules: nobody would see what it brings."""
    if module.name in NAMED_ELSEWHERE:
        return
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in LOADERS and node.args:
            what = ast.unparse(node.args[0])
            if not what.lstrip("f").lstrip("'\"").startswith("posture_pal."):
                yield module.says(node.lineno, f"{what} is imported by a text")


def _root(node: ast.expr) -> str:
    while isinstance(node, ast.Attribute):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def test_only_the_clock_reads_the_time() -> None:
    expect_none(reads_the_time)


def test_platform_libraries_are_touched_by_adapters_alone() -> None:
    expect_none(touches_the_platform)


def test_nothing_reaches_the_network() -> None:
    expect_none(reaches_the_network)


def test_databases_are_opened_in_one_room_each() -> None:
    expect_none(opens_databases)


def test_nothing_is_imported_by_a_text() -> None:
    expect_none(imports_by_word)


@pytest.mark.parametrize(
    ("rule", "name", "text"),
    [
        (opens_databases, "report.page", "def f():\n    import duckdb"),
        (opens_databases, "cohort.figures", "from duckdb import connect"),
        (opens_databases, "diary", "import sqlite3"),
        (imports_by_word, "cli.update", "import importlib\nimportlib.import_module('http.client')"),
        (imports_by_word, "cli.update", "__import__('so' + 'cket')"),
    ],
)
def test_a_database_or_a_hidden_import_is_found(rule: Rule, name: str, text: str) -> None:
    assert list(rule(Module(name, text)))


def test_importing_the_packages_and_their_choosers_imports_no_platform_library() -> None:
    packages = [
        ".".join(filter(None, ("posture_pal", module.name)))
        for module in product()
        if (module.is_package or module.name.endswith((".base", ".choose")))
        and module.room not in DRAWING_ROOMS
    ]
    program = f"import sys, {', '.join(packages)}; print(*{set(PLATFORM)!r} & sys.modules.keys())"
    seen = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (seen.returncode, seen.stdout.strip(), seen.stderr) == (0, "", "")


@pytest.mark.parametrize(
    "text",
    [
        "import time",
        "from time import monotonic as m",
        "from datetime import datetime as d\nd.now()",
        "import datetime\ndatetime.datetime.now(tz)",
        "from datetime import date\ndate.today()",
        "import threading\nthreading.Timer(1, f)",
        "from threading import Timer",
    ],
)
def test_a_reading_of_the_time_is_found(text: str) -> None:
    assert list(reads_the_time(Module("service", text)))
    assert not list(reads_the_time(Module("clock", text)))


def test_a_clock_that_is_handed_in_may_be_asked() -> None:
    text = "from datetime import time\ndef f(clock):\n    return clock.now(), time(10, 30)"
    assert not list(reads_the_time(Module("service", text)))


@pytest.mark.parametrize(
    "text", ["import jeepney", "def f():\n    from PIL import Image", "ctypes.windll.user32"]
)
def test_a_platform_library_outside_the_adapters_is_found(text: str) -> None:
    assert list(touches_the_platform(Module("service", text)))
    assert not list(touches_the_platform(Module("desktop.tray.win", text)))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("cli.update", "import urllib.request"),
        ("cli.update", "from http import client"),
        ("cli.update", "import socket"),
        ("desktop.bus.line", "import socket\nsocket.socket()"),
        ("desktop.bus.line", "import socket\nsocket.socket(socket.AF_INET)"),
        ("desktop.bus.line", "from socket import create_connection"),
    ],
)
def test_a_way_to_the_network_is_found(name: str, text: str) -> None:
    assert list(reaches_the_network(Module(name, text)))


def test_a_local_socket_in_its_edge_is_not() -> None:
    text = "import socket\nsocket.socket(socket.AF_UNIX, socket.SOCK_STREAM)"
    assert not list(reaches_the_network(Module("desktop.bus.line", text)))
