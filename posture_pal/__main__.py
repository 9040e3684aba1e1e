"""`python -m posture_pal` is the same as `posture-pal`."""

import sys

from posture_pal.cli import main

sys.exit(main())
