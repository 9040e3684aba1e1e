"""The report: figures gathered into sections, and those as a page, as tables, as data or as a bundle."""

from __future__ import annotations

from posture_pal.report.content import SECTIONS, Cell, Contents, Deletion, Row, Wanted, Work, gather

__all__ = ["SECTIONS", "Cell", "Contents", "Deletion", "Row", "Wanted", "Work", "gather"]
