"""How the virtual desktop looks and is set up: its variables and the texts of its configuration files."""

from __future__ import annotations

import os
from pathlib import Path

THEME = "Greybird"
ICONS = "elementary-xfce"
FONT = "Cantarell 10"
WALLPAPER = ("#2f4858", "#5b8a8a")
"""The two colours that the wallpaper fades between."""

OPEN_BUS = """\
<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>{kind}</type>
  <listen>{address}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow user="*"/>
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""
"""An open bus that starts no service by itself: what is not started by the test is not there."""

CHANNEL = """\
<?xml version="1.0" encoding="UTF-8"?>
<channel name="{name}" version="1.0">
{properties}
</channel>
"""

PANEL = """\
  <property name="configver" type="int" value="2"/>
  <property name="panels" type="array">
    <value type="int" value="1"/>
    <property name="dark-mode" type="bool" value="{dark}"/>
    <property name="panel-1" type="empty">
      <property name="position" type="string" value="p=6;x=0;y=0"/>
      <property name="length" type="uint" value="100"/>
      <property name="size" type="uint" value="{size}"/>
      <property name="icon-size" type="uint" value="{icon}"/>
      <property name="position-locked" type="bool" value="true"/>
      <property name="plugin-ids" type="array">
        <value type="int" value="1"/>
        <value type="int" value="2"/>
        <value type="int" value="3"/>
        <value type="int" value="4"/>
      </property>
    </property>
  </property>
  <property name="plugins" type="empty">
    <property name="plugin-1" type="string" value="tasklist"/>
    <property name="plugin-2" type="string" value="separator">
      <property name="expand" type="bool" value="true"/>
      <property name="style" type="uint" value="0"/>
    </property>
    <property name="plugin-3" type="string" value="systray">
      <property name="square-icons" type="bool" value="true"/>
    </property>
    <property name="plugin-4" type="string" value="clock">
      <property name="mode" type="uint" value="2"/>
      <property name="digital-layout" type="uint" value="3"/>
      <property name="digital-time-font" type="string" value="{font}"/>
      <property name="digital-time-format" type="string" value="%H:%M"/>
    </property>
  </property>"""

WINDOWS = """\
  <property name="general" type="empty">
    <property name="theme" type="string" value="{theme}"/>
    <property name="title_font" type="string" value="{font}"/>
    <property name="use_compositing" type="bool" value="true"/>
    <property name="show_popup_shadow" type="bool" value="true"/>
    <property name="workspace_count" type="int" value="1"/>
  </property>"""

NOTIFYD = """\
  <property name="theme" type="string" value="{theme}"/>
  <property name="notify-location" type="uint" value="2"/>
  <property name="initial-opacity" type="double" value="1.0"/>
  <property name="do-fadeout" type="bool" value="false"/>
  <property name="do-slideout" type="bool" value="false"/>
  <property name="primary-monitor" type="uint" value="0"/>"""

GTK = """\
[Settings]
gtk-theme-name={theme}
gtk-icon-theme-name={icons}
gtk-font-name={font}
gtk-enable-animations=0
gtk-application-prefer-dark-theme={dark}
"""

DUNST = """\
[global]
    monitor = 0
    origin = top-right
    offset = 16x40
    width = (320, 400)
    height = 220
    frame_width = 1
    frame_color = "#c8ced3"
    corner_radius = 8
    padding = 14
    horizontal_padding = 16
    font = {font}
    markup = full
    format = "<b>%s</b>\\n%b"
    icon_position = left
    icon_theme = {icons}
    enable_recursive_icon_lookup = true
    max_icon_size = 48
    dmenu = {chooser}
    sticky_history = yes
[urgency_low]
    background = "#ffffff"
    foreground = "#2b2f33"
    timeout = 0
[urgency_normal]
    background = "#ffffff"
    foreground = "#2b2f33"
    timeout = 0
[urgency_critical]
    background = "#ffffff"
    foreground = "#2b2f33"
    frame_color = "#c0392b"
    timeout = 0
"""

CHOOSER = """\
#!/bin/sh
# Stands where a person would pick an action from dunst's list: picks the line whose label the test asked for.
grep -F -m 1 -- "$(cat {wanted})"
"""

KEPT = ("PATH", "TZ", "COVERAGE_PROCESS_START")
"""All that a desktop takes over from the environment of the test."""


def environment(home: Path, runtime: Path) -> dict[str, str]:
    """The variables that every program of the desktop is given."""
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    return kept | {
        "LANG": "C.UTF-8",
        "HOME": str(home),
        "USER": "somebody",
        "XDG_CONFIG_HOME": str(home / ".config"),
        "XDG_DATA_HOME": str(home / ".local/share"),
        "XDG_STATE_HOME": str(home / ".local/state"),
        "XDG_CACHE_HOME": str(home / ".cache"),
        "XDG_DATA_DIRS": "/usr/local/share:/usr/share",
        "XDG_RUNTIME_DIR": str(runtime),
        "XDG_CURRENT_DESKTOP": "XFCE",
        "XDG_SESSION_TYPE": "x11",
        "GDK_BACKEND": "x11",
        "GSETTINGS_BACKEND": "memory",
        "NO_AT_BRIDGE": "1",
        "DBUS_SESSION_BUS_ADDRESS": f"unix:path={runtime}/bus",
        "DBUS_SYSTEM_BUS_ADDRESS": f"unix:path={runtime}/system-bus",
    }


def write(home: Path, *, dark: bool, panel_size: int) -> None:
    """Writes every configuration file of the desktop under its home folder."""
    config = home / ".config"
    channels = config / "xfce4" / "xfconf" / "xfce-perchannel-xml"
    theme = f"{THEME}-dark" if dark else THEME
    flag = str(dark).lower()
    icon = max(16, panel_size - 10)
    _channel(channels, "xfce4-panel", PANEL.format(size=panel_size, icon=icon, font=FONT, dark=flag))
    _channel(channels, "xfwm4", WINDOWS.format(theme=theme, font=f"{FONT.rsplit(' ', 1)[0]} Bold 10"))
    _channel(channels, "xfce4-notifyd", NOTIFYD.format(theme=THEME))
    _text(
        config / "gtk-3.0" / "settings.ini", GTK.format(theme=theme, icons=ICONS, font=FONT, dark=int(dark))
    )
    chooser = home / ".local" / "bin" / "choose-action"
    _text(chooser, CHOOSER.format(wanted=home / "wanted-action"))
    chooser.chmod(0o755)
    _text(config / "dunst" / "dunstrc", DUNST.format(font=FONT, icons=f"{ICONS}, Adwaita", chooser=chooser))


def _channel(folder: Path, name: str, properties: str) -> None:
    _text(folder / f"{name}.xml", CHANNEL.format(name=name, properties=properties))


def _text(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
