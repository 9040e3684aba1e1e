"""The guided window: a process of its own, so that the tray stays light and a crash costs nothing.

It is started as `python -m posture_pal.desktop.window`, gets one request on its standard input and says on
its standard output, each as one line of JSON, that it is on screen and how it ended. When its input ends it
goes.
"""
