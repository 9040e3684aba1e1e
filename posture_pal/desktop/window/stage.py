"""What the window shows of a session: the figure and its steps, the ring that empties, and what is next."""

from __future__ import annotations

from math import ceil

from posture_pal.desktop.window import painting
from posture_pal.desktop.window.film import Film
from posture_pal.desktop.window.sheet import Sheet
from posture_pal.session_parts import ALWAYS, Part
from posture_pal.session_progress import Progress

WIDE = (800, 584)
"""The window's width and height in its own units, with a figure."""
COMPACT = (620, 312)
"""The same for checks alone."""

_FIGURE = (32, 32, 340)
_WORDS = (408, 360)
"""Where the words begin beside the figure, and how wide they are."""
_RING = (32, 396, 84)
_WORDS_END = 396.0
"""Where they end at the latest: the controls come below."""
_STEP_SIZES = (17.0, 15.0, 13.5, 12.0)
"""The steps' height, the first that fits: a clinic's own may be long."""
_PART, _STEPS, _CLOCK = "part", "steps", "clock"


class Stage:
    """Draws a progress's part when it changes, and its clock and figure as they move."""

    def __init__(self, sheet: Sheet, progress: Progress, *, still: bool) -> None:
        self.sheet = sheet
        self.is_compact = all(part.is_check for part in progress.session.parts)
        self.size = COMPACT if self.is_compact else WIDE
        self.has_drawn_figure = False
        self._still = still
        self._films: dict[tuple[str, str | None], Film] = {}
        self._shown: tuple[int, int | None, int, str] | None = None
        self.ready(progress.part)

    def ready(self, part: Part | None) -> None:
        """Begins to draw a part's figure, so that it is there when its turn comes."""
        if part is None or not part.has_figure or (part.id, part.side) in self._films:
            return
        sheet = self.sheet
        film = Film(part, sheet.px(_FIGURE[2]), sheet.tones.name, sheet.tones.ground, still=self._still)
        self._films[part.id, part.side] = film
        film.start()

    def clear(self) -> None:
        """Takes everything off the sheet."""
        self.sheet.clear(_PART, _CLOCK, "figure", "ring", "ring time")
        self._shown = None

    def show_part(self, progress: Progress) -> None:
        """Draws the words of the running part anew."""
        self.clear()
        self.ready(progress.part)
        if self.is_compact:
            self._check(progress)
        else:
            self._words(progress)
            self._foot(progress)
        self.show_time(progress)

    def show_time(self, progress: Progress) -> None:
        """Draws what moves: the figure, the ring and the time that is left."""
        film = self._films.get((progress.part.id, progress.part.side))
        if film is not None and self.has_drawn_figure:
            film.go_on()
        number = film.number(progress.position) if film is not None else None
        shares = round(progress.left / progress.part.seconds * 360)
        seen = (progress.place, number, shares, _left(progress))
        if seen == self._shown:
            return
        before, self._shown = self._shown, seen
        if film is not None and number is not None and (before is None or before[:2] != seen[:2]):
            self.sheet.picture("figure", film.frame(number), _FIGURE[:2], _PART)
            self.has_drawn_figure = True
            if number > 0 or self._still:
                self.ready(progress.next_part)
        if before is None or before[2:] != seen[2:]:
            self._ring(progress, shares / 360)

    # --- an exercise, or a rest --------------------------------------------------------------------------

    def _words(self, progress: Progress) -> None:
        sheet, part, tones = self.sheet, progress.part, self.sheet.tones
        left, wide = _WORDS
        if not part.has_figure:
            self._empty_card()
        y = 36.0
        count = len(progress.session.parts)
        place = f"  ·  {progress.place + 1} of {count}" if count > 1 else ""
        y = sheet.write(
            progress.session.title + place, (left, y), 13.5, tag=_PART, ink=tones.muted, wrap=wide
        )
        if progress.session.author:
            author = f"From {progress.session.author}"
            y = sheet.write(author, (left, y + 1), 13.5, tag=_PART, ink=tones.muted, wrap=wide)
        name, other = _names(part)
        y = sheet.write(name, (left, y + 6), 27, tag=_PART, bold=True, wrap=wide)
        if other:
            y = sheet.write(other, (left, y + 1), 15, tag=_PART, ink=tones.muted, wrap=wide)
        side = f"{part.side.capitalize()} side" if part.side else ""
        dose = "  ·  ".join(word for word in (part.dose, side) if word)
        if dose:
            y = sheet.write(dose, (left, y + 5), 15, tag=_PART, ink=tones.warm, bold=True, wrap=wide)
        for size in _STEP_SIZES:
            sheet.clear(_STEPS)
            if self._steps(part, y + 20, size) <= _WORDS_END:
                break

    def _steps(self, part: Part, y: float, size: float) -> float:
        """Draws the steps and what to take care with; returns where they end."""
        y = self._lines(part, y, size)
        if part.note:
            ink, tags = self.sheet.tones.muted, (_PART, _STEPS)
            y = self.sheet.write(part.note, (_WORDS[0], y + 6), 13.5, tag=tags, ink=ink, wrap=_WORDS[1])
        return y

    def _lines(self, part: Part, y: float, size: float) -> float:
        sheet, tones, tags = self.sheet, self.sheet.tones, (_PART, _STEPS)
        left, wide = _WORDS
        numbered = len(part.lines) > 1
        for number, words in enumerate(part.lines, 1):
            if numbered:
                sheet.write(f"{number}", (left, y), size, tag=tags, ink=tones.primary, bold=True)
            indent = 26 if numbered else 0
            y = sheet.write(words, (left + indent, y), size, tag=tags, wrap=wide - indent) + size * 0.65
        return y

    def _empty_card(self) -> None:
        """A rest has no figure: its ring stands large in the figure's place."""
        x, y, side = _FIGURE
        pixels = self.sheet.px(side)
        card = painting.plate((pixels, pixels), pixels * 0.09, self.sheet.tones.card, self.sheet.tones.ground)
        self.sheet.picture("figure", card, (x, y), _PART)
        self.has_drawn_figure = True

    def _foot(self, progress: Progress) -> None:
        """What comes next, and the line that stands beside every exercise."""
        sheet, tones, part = self.sheet, self.sheet.tones, progress.next_part
        is_rest = not progress.part.id
        stop_rule = progress.session.stop_rule
        why = "" if is_rest else stop_rule or progress.session.why
        left = _RING[0] + _RING[2] + 20 if progress.part.has_figure else _RING[0]
        y = float(_RING[1]) + (30 if is_rest else 4 if why or not progress.part.has_figure else 16)
        if part is not None:
            side = f", {part.side} side" if part.side else ""
            same = part.id == progress.part.id
            words = f"Next: {'the ' + part.side + ' side' if same and part.side else _names(part)[0] + side}"
        else:
            words = "The last one" if len(progress.session.parts) > 1 else "Take your time"
        y = sheet.write(words, (left, y), 16, tag=_PART, bold=True, wrap=420)
        if not is_rest:
            y = sheet.write(ALWAYS, (left, y + 5), 14.5, tag=_PART, ink=tones.muted, wrap=440)
        if why:
            ink = tones.text if stop_rule else tones.muted
            sheet.write(why, (left, y + 5), 13.5, tag=_PART, ink=ink, wrap=470)

    # --- a check -----------------------------------------------------------------------------------------

    def _check(self, progress: Progress) -> None:
        sheet, part, tones = self.sheet, progress.part, self.sheet.tones
        self.has_drawn_figure = True
        y = sheet.write(part.name, (36, 36), 13.5, tag=_PART, ink=tones.muted)
        y = sheet.write(part.lines[0], (36, max(y + 12, 66)), 27, tag=_PART, bold=True, wrap=420)
        sheet.write(part.note, (36, y + 14), 16, tag=_PART, ink=tones.muted, wrap=420)

    # --- the clock ---------------------------------------------------------------------------------------

    def _ring(self, progress: Progress, share: float) -> None:
        sheet, tones = self.sheet, self.sheet.tones
        x, y, size, letters, ground = self._ring_place(progress)
        fill = tones.primary if progress.running else tones.muted
        picture = painting.ring(sheet.px(size), share, tones.track, fill, ground)
        sheet.picture("ring", picture, (x, y), _CLOCK)
        sheet.clear("ring time")
        middle = (x + size / 2, y + size / 2)
        sheet.write(_left(progress), middle, letters, tag="ring time", bold=True, anchor="center")

    def _ring_place(self, progress: Progress) -> tuple[float, float, float, float, tuple[int, int, int]]:
        tones = self.sheet.tones
        if self.is_compact:
            return self.size[0] - 36 - 92, 40, 92, 21, tones.ground
        if not progress.part.has_figure:
            x, y, side = _FIGURE
            return x + 60, y + 60, side - 120, 46, tones.card
        return *_RING, 20, tones.ground


def _names(part: Part) -> tuple[str, str]:
    """A part's name, and the other one that stands in brackets after it."""
    name, _, other = part.name.partition(" (")
    return name, other.removesuffix(")").capitalize()


def _left(progress: Progress) -> str:
    minutes, seconds = divmod(ceil(progress.left - 1e-6), 60)
    return f"{minutes}:{seconds:02}"
