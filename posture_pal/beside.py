"""Reads the text files that lie beside a package's modules and come with them wherever these go."""

from __future__ import annotations

from importlib.machinery import ModuleSpec


def text(spec: ModuleSpec | None, name: str) -> str:
    """The file of that name beside the package with this spec, through whatever loaded the package.

    Raises OSError where there is none.
    """
    get_data = getattr(spec.loader, "get_data", None) if spec is not None else None
    if spec is None or get_data is None or not spec.submodule_search_locations:
        raise FileNotFoundError(name)
    data: bytes = get_data(f"{spec.submodule_search_locations[0]}/{name}")
    return data.decode()
