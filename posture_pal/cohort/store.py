"""Where the figures of a cohort are put together: DuckDB, shut off from all but the folders it is given."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from posture_pal.errors import PosturePalError, Unavailable

_MISSING = (
    "posture-pal cohort needs DuckDB, which is not installed here. It is an extra:"
    " pip install 'posture-pal[cohort]'"
)
_TOO_LITTLE = "That is not enough memory for these reports. Allow more of it, such as --memory 1GB."
_THREADS = 2


class Refused(PosturePalError):
    """The database could not do something; the message is its first line."""


class TooLittleMemory(PosturePalError):
    """There was not enough of it; the message says what to do."""


class Store:
    """A database that lasts as long as the command. Raises Refused and TooLittleMemory."""

    def __init__(self, connection: Any, failure: type[Exception]) -> None:
        self._connection = connection
        self._failure = failure

    def run(self, words: str, given: Sequence[Any] | dict[str, Any] = ()) -> list[tuple[Any, ...]]:
        """The rows that a statement gives."""
        try:
            return list(self._connection.execute(words, given).fetchall())
        except self._failure as error:
            if type(error).__name__ == "OutOfMemoryException":
                raise TooLittleMemory(_TOO_LITTLE) from None
            raise Refused(_first_line(error)) from None


@contextmanager
def opened(memory: str, *folders: Path) -> Iterator[Store]:
    """A database that uses at most so much memory ("512MB"), and reads and writes in these folders alone.

    What does not fit lies in a private folder that goes again. It loads nothing, installs nothing, reaches no
    network, and no statement can change that. Raises Unavailable where DuckDB is missing.
    """
    try:
        import duckdb
    except ImportError:
        raise Unavailable(_MISSING) from None
    with TemporaryDirectory(prefix="posture-pal-cohort-") as scratch:
        settings: dict[str, str | bool | int | float | list[str]] = {
            "memory_limit": memory,
            "threads": str(_THREADS),
            "temp_directory": scratch,
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "allow_community_extensions": "false",
            "preserve_insertion_order": "false",
        }
        try:
            connection = duckdb.connect(str(Path(scratch) / "cohort.duckdb"), config=settings)
        except duckdb.Error as error:
            raise Refused(_first_line(error)) from None
        try:
            allowed = [f"{folder.absolute()}/" for folder in (*folders, Path(scratch))]
            connection.execute("SET allowed_directories = " + _listed(allowed))
            connection.execute("SET enable_external_access = false")
            connection.execute("SET lock_configuration = true")
            yield Store(connection, duckdb.Error)
        finally:
            connection.close()


def _listed(texts: Sequence[str]) -> str:
    """A list of texts as a statement has it."""
    return "[" + ", ".join("'" + text.replace("'", "''") + "'" for text in texts) + "]"


def _first_line(error: Exception) -> str:
    first = (str(error) or type(error).__name__).splitlines()[0]
    return first.partition(": ")[2] or first
