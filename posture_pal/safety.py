"""The symptoms that need urgent help, in plain words, and what this program is and is not.

The list is NICE CG150 1.1.1 (R-NICE), SNNOOP10 (R-DO19) and the cauda equina card (R-CES), re-worded. It is a
list to read, never a questionnaire or a score, and it never says that a symptom is harmless.
"""

from __future__ import annotations

STATEMENT = (
    "Posture Pal reminds you to move, rest your eyes and follow a routine you choose. It does not diagnose, "
    "treat or monitor any condition, and it cannot see how you move. Stop anything that causes sharp pain, "
    "dizziness, numbness or tingling. If you have a health condition, are pregnant, are recovering from "
    "surgery, or have pain now, ask a clinician which exercises suit you."
)

URGENT = (
    "A sudden, severe headache that is at its worst within seconds to minutes",
    (
        "Headache or neck pain with weakness, numbness, a drooping face, trouble speaking or swallowing, "
        "double or lost vision, confusion, drowsiness, a fit, a collapse, or being newly unsteady"
    ),
    "Headache with fever and a stiff neck, a rash or drowsiness",
    "Headache or neck pain after an injury to the head or neck",
    (
        "Numbness between the legs, around the genitals or back passage; new trouble passing or holding "
        "urine; loss of bowel control; new sexual numbness; weakness in both legs"
    ),
    "Chest pain, or severe breathlessness",
)

SOON = (
    (
        "A headache that is new after about the age of 50, that changes or gets worse, or that coughing, "
        "strain or a change of position brings on"
    ),
    (
        "Headache with pain in the jaw when chewing, a tender scalp, or a red and painful eye (with loss of "
        "vision: urgent)"
    ),
    "Painkillers for headache on many days",
    "A new headache in pregnancy or after a birth, with a history of cancer, or with weak immunity",
    (
        "Back or neck pain with fever, unexplained loss of weight, pain at night, osteoporosis, or after an "
        "injury"
    ),
    "Numbness or weakness in an arm or a leg",
    "Pain that lasts longer than six weeks, or that spreads",
    "Recent surgery",
)


def lines(emergency: str) -> list[str]:
    """The whole text for a terminal. `emergency` is the number or words of the config."""
    return [
        f"Call emergency services ({emergency}) now for:",
        *(f"  • {symptom}" for symptom in URGENT),
        "",
        "See a clinician soon, and before exercising, for:",
        *(f"  • {symptom}" for symptom in SOON),
        "",
        STATEMENT,
    ]


def page(emergency: str) -> str:
    """The same as one page of HTML that needs nothing else."""
    from html import escape  # with it come the names of 2000 letters, which only this page needs

    urgent, soon = ("".join(f"<li>{escape(symptom)}.</li>" for symptom in group) for group in (URGENT, SOON))
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Help and safety · Posture Pal</title>
<meta name="viewport" content="width=device-width"><style>
:root {{ color-scheme: light dark; }}
body {{ font: 1.1rem/1.5 system-ui, sans-serif; max-width: 42rem; margin: 2rem auto; padding: 0 1.2rem; }}
h1 {{ font-size: 1.6rem; }} h2 {{ font-size: 1.2rem; margin-top: 2rem; }} li {{ margin: .5rem 0; }}
.now {{ border-left: .4rem solid #c0392b; padding-left: 1.2rem; }}
.number {{ font-size: 1.6rem; font-weight: 700; }}
</style></head><body><h1>Help and safety</h1>
<section class="now"><h2>Call emergency services now: <span class="number">{escape(emergency)}</span></h2>
<ul>{urgent}</ul></section>
<h2>See a clinician soon, and before exercising</h2><ul>{soon}</ul>
<h2>What Posture Pal is</h2><p>{escape(STATEMENT)}</p>
</body></html>
"""
