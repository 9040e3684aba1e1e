"""`posture-pal exercises why`: what prompts say in turns, why, and where each thought comes from."""

from __future__ import annotations

import argparse
import json
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from posture_pal import prompt_messages
from posture_pal.catalogue import load
from posture_pal.model import Kind
from posture_pal.prompt_messages import Message

_WIDE = 96


def add(subcommands: Any) -> None:
    """Adds the subcommand."""
    parser = subcommands.add_parser(
        "why",
        help="list what prompts say in turns, why, and where that comes from",
        description="A reminder without a message of its own takes these in turns. A source says where a "
        "thought comes from, and promises nothing; docs/evidence.md says how sure each is.",
    )
    parser.add_argument("--kind", choices=list(Kind), help="of one kind of reminder")
    parser.add_argument("--json", action="store_true", help="print them as JSON, for a script")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Prints every message with its why, and its sources written out."""
    chosen = [message for message in prompt_messages.load() if args.kind in (None, message.kind)]
    sources = load().sources
    if args.json:
        print(json.dumps([_plain(message, sources) for message in chosen], ensure_ascii=False, indent=2))
    else:
        print("\n".join(_lines(chosen, sources)))
    return 0


def _lines(messages: Sequence[Message], sources: Mapping[str, str]) -> Iterator[str]:
    kind = None
    for message in messages:
        if message.kind is not kind:
            kind = message.kind
            yield f"{str(kind).upper()}"
        yield f"  {message.text}"
        yield f"      {message.why} ({', '.join(message.sources)})"
    yield ""
    for source in sorted({source for message in messages for source in message.sources}):
        yield from textwrap.wrap(f"{source}: {sources[source]}", _WIDE, subsequent_indent="    ")


def _plain(message: Message, sources: Mapping[str, str]) -> dict[str, Any]:
    return {
        "kind": message.kind,
        "text": message.text,
        "why": message.why,
        "sources": {source: sources[source] for source in message.sources},
    }
