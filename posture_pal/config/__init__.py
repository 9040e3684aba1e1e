"""What the config files say: read, checked to the line, and laid over each other into one plan."""

from posture_pal.config.document import MOST_BYTES, Layer
from posture_pal.config.plan import origins, parse, policy_of, profile_named

__all__ = ["MOST_BYTES", "Layer", "origins", "parse", "policy_of", "profile_named"]
