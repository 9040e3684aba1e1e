"""PyObjC's tools."""
