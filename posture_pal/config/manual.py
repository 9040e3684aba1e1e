"""Writes the manual of the config, docs/config.md: `posture-pal config manual > docs/config.md`."""

from __future__ import annotations

from posture_pal import profiles
from posture_pal.config.keys import TABLES, Key, rows
from posture_pal.config.spots import literal
from posture_pal.profiles import Profile

_HEAD = "| key | may be | without it | what it does |\n|---|---|---|---|\n"

_OPENING = """\
# The config

<!-- Written by `posture-pal config manual > docs/config.md`; a test keeps it so. -->

The file is the settings screen. `posture-pal config edit` opens it, and makes it the first time: every
setting is there with its default, after a `#`. Take the `#` away from a line to change it. The program reads
the file again whenever you save it; if something is wrong it says what and where, and goes on as before.

| command | does |
|---|---|
| `posture-pal config path` | prints where your file is |
| `posture-pal config edit` | opens it, and checks it when you are done |
| `posture-pal config check [FILE]` | lists all that is wrong, each with its line; then the exit code is 2 |
| `posture-pal config check --site FILE` | the same of a file that is to be a site's |
| `posture-pal config show [--origin]` | prints all settings in force, and from which file each comes |
| `posture-pal config profile [NAME]` | lists the profiles, or puts one in force |
| `posture-pal config schema` | prints the JSON Schema, for editors that complete and check TOML |
| `posture-pal config manual` | prints this page |

## Four files, one over the other

1. **built-in**: the `config.toml` that comes with the program.
2. **profile**: the ready-made settings that the key `profile` names, if it names others than `"office"`.
3. **site**: what whoever looks after this computer has set for everybody on it, if they have. It cannot
   switch the diary on.
4. **user**: yours.

A setting in a later file goes before the same one in an earlier file; a list is replaced as a whole. A file
that names any `[[reminder]]` replaces all the reminders of the files before it.

| | the site's file is |
|---|---|
| Linux | `/etc/xdg/posture-pal/config.toml` (or the first of `XDG_CONFIG_DIRS` that has one) |
| Windows | `C:\\ProgramData\\posture-pal\\config.toml` |
| macOS | `/Library/Application Support/posture-pal/config.toml` |

It is believed only where nobody but an administrator, or you yourself, could have written it. With
`[policy] locked = ["hours", "prompts.max_per_day"]` it keeps settings as they are for everybody: what a
user's file says of those is left aside, with a note in `config check`. Nothing can lock the diary or what
exercises may ask of the body, nor make the program less quiet than it is; pausing, skipping and quitting
are always there. More for whoever looks after computers: [deployment.md](deployment.md).

## Profiles

`profile = "gentle"`, above all tables, chooses other ready-made settings; so do the tray's *Settings ▸
Profile* and `posture-pal config profile gentle`, which change that one line and keep every other. A profile
is a config file like yours (in `posture_pal/profiles/`) and lies beneath it: whatever you set yourself goes
before it. If your file names any `[[reminder]]`, your reminders stay as they are, and a profile changes
only the rest.

| profile | in the menu | what it does | how sure its numbers are | from |
|---|---|---|---|---|
{profiles}
The sources are written out by `posture-pal config profile --sources`. No profile can switch the diary on.

## How things are written

The format is [TOML](https://toml.io): `name = value` lines under `[table]` headings, `#` before a comment.

| | write | not |
|---|---|---|
| duration | `"30 min"`, `"1 h 30 min"`, `"90 s"`, `"400 days"` | `30`, `"1.5 h"`, `"30 minutes"` |
| clock time | `"09:30"` | `"9:30"`, `09:30` |
| range | `"08:30-12:30"`, `"22:00-06:00"`, `"18:00-24:00"` | `"8 to 12"` |
| day | `"mon"` | `"Monday"` |
| yes or no | `true`, `false` | `"yes"` |

A duration is whole numbers, each with its unit: `day` or `days`, `h`, `min`, `s`, the largest first. Times
are those of the clock on the wall where you are. A range that ends before it begins crosses midnight, and
belongs to the day on which it begins.

Where something is wrong, `reminder[2].every` means the `every` of the second `[[reminder]]` in that file:

```
config.toml:20: reminder[1].evry: unknown key. Did you mean "every"?
    evry = "30 min"
    ^
```

A file has at most 256 KiB and 1000 reminders, and is saved as UTF-8.
"""


def manual() -> str:
    """The manual, generated from the table of keys."""
    opening = _OPENING.replace("{profiles}", "".join(map(_profile, profiles.load().values())))
    head = f"\n## Above all tables\n\n{_HEAD}{''.join(map(_row, rows('').values()))}"
    return opening + head + "".join(_table(name, doc) for name, doc in TABLES.items())


def _profile(told: Profile) -> str:
    return f"| `{told.name}` | {told.title} | {told.about} | {told.sure} | {', '.join(told.sources)} |\n"


def _table(name: str, doc: str) -> str:
    heading = f"[[{name}]]" if name == "reminder" else f"[{name}]"
    return f"\n## `{heading}`\n\n{doc}\n\n{_HEAD}" + "".join(map(_row, rows(name).values()))


def _row(row: Key) -> str:
    without = row.without if row.default is None else f"`{literal(row.default)}`"
    return f"| `{row.name}` | {row.kind.words()} | {without} | {row.doc} |\n"
