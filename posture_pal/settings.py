"""Where the settings are on this computer, and the plan that they make."""

from __future__ import annotations

from posture_pal import config_files, paths
from posture_pal.config_files import Places
from posture_pal.model import Plan


def places() -> Places:
    """Where the config files are."""
    return Places(paths.builtin_config(), paths.site_config(), paths.user_config())


def load_plan() -> Plan:
    """The plan of the config files as they are. Raises BadInput."""
    return config_files.load(places())
