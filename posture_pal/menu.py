"""What the tray menu says, as plain data that any desktop can draw."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from posture_pal import durations, outlook, quiet
from posture_pal.diary import WORST
from posture_pal.model import Hold, Moment, Plan
from posture_pal.profiles import TITLES
from posture_pal.state import State


class Shape(StrEnum):
    """The icon's shapes: told apart by form, never by colour alone."""

    COUNTING = "counting"
    OPEN = "open"
    QUIET = "quiet"
    PAUSED = "paused"
    TROUBLE = "trouble"


@dataclass(frozen=True, slots=True)
class Icon:
    """What the tray icon shows: its shape, and how full the ring of desk time is, in sixteenths."""

    shape: Shape
    sixteenths: int = 0


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a menu. Without a command and without children it is a label; a blank label is a separator.

    command: what the service is asked to do when it is chosen, e.g. ("snooze", "300").
    checked: None for no mark, else whether the check mark is set.
    default: chosen by a plain left click on the icon.
    """

    label: str = ""
    command: tuple[str, ...] = ()
    children: tuple[Item, ...] = ()
    checked: bool | None = None
    default: bool = False

    @property
    def is_separator(self) -> bool:
        return not self.label


SEPARATOR = Item()


@dataclass(frozen=True, slots=True)
class Face:
    """Everything a tray shows at one time."""

    icon: Icon
    tooltip: str
    items: tuple[Item, ...] = field(default_factory=tuple)


# --- from state to face ----------------------------------------------------------------------------------

PAUSES = (("30 min", "30 min"), ("1 h", "1 h"), ("2 h", "2 h"), ("tomorrow", "tomorrow"))


def face(
    plan: Plan,
    state: State,
    now: Moment,
    today: str,
    troubles: dict[str, str],
    *,
    at_login: bool | None = None,
) -> Face:
    """What the tray shows: the icon, a tooltip of one line, and the menu in the order of design 7.

    at_login: whether the system starts the program at login; None where that cannot be chosen.
    """
    headline = outlook.headline(plan, state, now)
    prompt = _prompt(plan, state)
    # An open prompt is what is next, unless something holds: then its reason stands above it.
    head = [] if prompt and not quiet.holds(plan, state, now) else [Item(headline)]
    groups = [
        [*head, *_also_quiet(plan, state, now), *(Item(f"⚠ {why}") for why in troubles.values())],
        prompt,
        [_take(plan, now), *_pause(state)],
        [*_programme(plan, now), Item(today, ("today",)), *_diary(plan)],
        [_settings(plan, at_login), Item("Help and safety", ("safety",))],
        [Item("Quit", ("quit",))],
    ]
    items: list[Item] = []
    for group in groups:
        if group and items:
            items.append(SEPARATOR)
        items += group
    return Face(icon(plan, state, now, in_trouble=bool(troubles)), f"Posture Pal\n{headline}", tuple(items))


def icon(plan: Plan, state: State, now: Moment, *, in_trouble: bool) -> Icon:
    """The shape that matters most just now; the ring fills with desk time since the last break."""
    sixteenths = _sixteenths(plan, state)
    if in_trouble:
        return Icon(Shape.TROUBLE, sixteenths)
    if state.open_prompt() is not None:
        return Icon(Shape.OPEN, sixteenths)
    if state.paused is not None:
        return Icon(Shape.PAUSED, sixteenths)
    if quiet.holds(plan, state, now):
        return Icon(Shape.QUIET, sixteenths)
    return Icon(Shape.COUNTING, sixteenths)


def _sixteenths(plan: Plan, state: State) -> int:
    """How much of the time to the next break is worked off; of the heaviest reminder where there is none."""
    timed = [reminder for reminder in plan.reminders if reminder.enabled and reminder.every]
    if not timed:
        return 0
    heaviest = max(timed, key=lambda reminder: reminder.weight)
    if state.occurrence_of(heaviest.name) is not None:
        return 16
    return min(16, int(16 * state.progress(heaviest) / (heaviest.every or 1.0)))


def _also_quiet(plan: Plan, state: State, now: Moment) -> list[Item]:
    """What else holds, and one way past all of it."""
    standing = quiet.standing(plan, state, now)
    holds = quiet.holds(plan, state, now)
    if not standing:
        return []
    if not holds:
        return [Item(f"Reminding in spite of: {outlook.why_quiet(standing[0], now)}")]
    also = [Item(f"also: {outlook.why_quiet(reason, now)}") for reason in standing[1:]]
    if state.presence.locked or all(reason.hold is Hold.PAUSED for reason in standing):
        return also
    return [*also, Item("Remind me anyway", ("override",))]


def _prompt(plan: Plan, state: State) -> list[Item]:
    prompt = state.open_prompt()
    if prompt is None:
        return []
    snoozes = tuple(Item(durations.spell(s), ("snooze", durations.spell(s))) for s in plan.prompts.snooze)
    reminder = plan.reminder(prompt.reminder)
    guided = plan.guided_window and reminder is not None and reminder.has_session
    return [
        Item(f"{outlook.prompt_title(plan, prompt)} · {durations.spell(prompt.lasts)}"),
        *([Item("Show me how", ("guide", "clicked"))] if guided else []),
        Item("Done", ("done",)),
        Item("Snooze", children=snoozes),
        Item("Skip", ("skip",)),
    ]


_WIDEST_NAME = 40
"""Letters of a programme's title or its author in the menu; what is in force is shown whole at a click."""


def _programme(plan: Plan, now: Moment) -> list[Item]:
    """Whose programme is in force and until when: always in sight, and more of it at a click."""
    line = outlook.programme_line(plan, now.day, _WIDEST_NAME)
    return [] if line is None else [Item(f"Programme: {line}", ("show-programme",))]


def _take(plan: Plan, now: Moment) -> Item:
    enabled = [r for r in plan.reminders if r.enabled and (r.agenda is None or r.times_on(now.day))]
    each = tuple(
        Item(f"{reminder.name} ({durations.spell(reminder.lasts)})", ("start", reminder.name))
        for reminder in enabled
    )
    return Item("Take", children=each or (Item("No reminder is configured"),))


def _pause(state: State) -> list[Item]:
    if state.paused is not None:
        return [Item("Resume", ("resume",))]
    timed = tuple(
        Item(f"{'Until' if word == 'tomorrow' else 'For'} {label}", ("pause", word)) for label, word in PAUSES
    )
    return [Item("Pause", children=(*timed, Item("Until I resume", ("pause",))))]


def _diary(plan: Plan) -> list[Item]:
    """What can be said of the day in two clicks, for who switched the diary on."""
    if not plan.diary_enabled:
        return []
    scores = [str(score) for score in range(1, WORST + 1)]
    pain = [Item(f"Back or neck pain {score}", ("feel", "pain", score)) for score in scores]
    headache = [Item(f"Headache {score}", ("feel", "headache", score)) for score in scores]
    none_of_it = Item("No back or neck pain (0)", ("feel", "pain", "0"))
    no_headache = Item("No headache today", ("feel", "headache", "no"))
    return [Item("Log how I feel…", children=(none_of_it, *pain, SEPARATOR, no_headache, *headache))]


_CHOICES = (
    ("prompts.discreet", "Discreet notifications"),
    ("prompts.sound", "Sound"),
    ("holds.do_not_disturb", "Quiet in do not disturb"),
    ("holds.fullscreen", "Quiet in full screen"),
    ("holds.call", "Quiet on calls"),
)


def _choice(label: str, command: tuple[str, ...], checked: bool, locked: bool) -> Item:
    """A choice with its mark; one that a site has locked shows how it stands, and cannot be chosen."""
    if locked:
        return Item(f"{label} (set for this computer)", checked=checked)
    return Item(label, command, checked=checked)


def _settings(plan: Plan, at_login: bool | None) -> Item:
    set_to = {
        "prompts.discreet": plan.prompts.discreet,
        "prompts.sound": plan.prompts.sound,
        **{
            f"holds.{hold}": hold in plan.respected_holds
            for hold in (Hold.DO_NOT_DISTURB, Hold.FULLSCREEN, Hold.CALL)
        },
    }
    choices = tuple(
        _choice(label, ("set", key, "false" if set_to[key] else "true"), set_to[key], key in plan.locked)
        for key, label in _CHOICES
    )
    profile = tuple(
        _choice(title, ("profile", name), name == plan.profile, "profile" in plan.locked)
        for name, title in TITLES.items()
    )
    login = [Item("Start at login", ("autostart", "off" if at_login else "on"), checked=at_login)]
    files = (Item("Load programme…", ("load-programme",)), Item("Edit settings…", ("edit",)))
    edit = (SEPARATOR, *(login if at_login is not None else ()), *files)
    return Item("Settings", children=(Item("Profile", children=profile), SEPARATOR, *choices, *edit))
