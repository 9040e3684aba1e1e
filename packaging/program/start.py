# ruff: noqa: INP001 - a script by itself, in no package
"""Where a built program starts: as `posture-pal`, or in a module of ours after -m, as Python itself would."""

import os
import runpy
import sys

if sys.stdout is None:  # a program for windows has nowhere to speak to, and must not fail of it
    sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - pathlib costs every start
if sys.stderr is None:
    sys.stderr = sys.stdout

module = "posture_pal"
if sys.argv[1:2] == ["-m"] and sys.argv[2:3]:
    module = sys.argv[2]
    del sys.argv[1:3]
    if module.partition(".")[0] != "posture_pal":
        sys.exit(f"{module} is no part of Posture Pal")
runpy.run_module(module, run_name="__main__", alter_sys=True)
