"""Where the settings are on this computer, and the plan that they make."""

from __future__ import annotations

from posture_pal import config_files, paths
from posture_pal.config_files import Places
from posture_pal.errors import PosturePalError
from posture_pal.model import Plan


def places() -> Places:
    """Where the config files are."""
    return Places(paths.builtin_config(), paths.site_place(), paths.user_config())


def load_plan() -> Plan:
    """The plan of the config files as they are, with the programme in force. Raises BadInput."""
    return with_programme(config_files.load(places()))[0]


def with_programme(plan: Plan) -> tuple[Plan, str | None]:
    """The plan with the clinic's programme in force; or as it is, and why that cannot be followed."""
    try:
        ever_used = paths.programme_in_force().exists()
    except (PosturePalError, OSError):
        ever_used = False
    if not ever_used:
        return plan, None
    from posture_pal import programme_files  # who uses no programme does not pay for it

    return programme_files.over(plan)
