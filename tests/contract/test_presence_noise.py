"""Bytes that nobody has thought of, read by every parser that listens to another program."""

from __future__ import annotations

import contextlib
import struct
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from contract.doubles.compositor import Compositor
from contract.doubles.ears import Ears
from contract.doubles.fixtures import folder
from contract.doubles.x_server import XServer
from posture_pal.desktop.holds import pulse_words
from posture_pal.desktop.presence.wayland import WaylandPresence
from posture_pal.desktop.presence.x11 import X11Presence
from posture_pal.desktop.x11.address import cookie
from posture_pal.events import PresenceUnknown

__all__ = ["folder"]

noise = st.binary(max_size=400)
each_example_in_the_same_folder = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@given(noise)
def test_a_sound_message_is_read_or_refused(data: bytes) -> None:
    with contextlib.suppress(ValueError, TypeError, struct.error):
        pulse_words.read(data)


@given(st.lists(noise))
def test_a_sound_stream_is_cut_or_refused(chunks: list[bytes]) -> None:
    frames = pulse_words.Frames()
    with contextlib.suppress(ValueError):
        for chunk in chunks:
            assert all(isinstance(message, bytes) for message in frames.feed(chunk))


@each_example_in_the_same_folder
@given(data=noise)
def test_a_file_of_keys_is_read_as_far_as_it_makes_sense(tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "keys"
    file.write_bytes(data)

    assert isinstance(cookie({"XAUTHORITY": str(file)}, "0"), bytes)


@each_example_in_the_same_folder
@given(data=noise)
def test_an_x_server_that_babbles_is_lived_through_or_given_up(folder: Path, data: bytes) -> None:
    with XServer(folder / "x:7") as server:
        source, ears = X11Presence(server.environ), Ears()
        source.start(ears.tell)
        server.send_to_all(data)
        server.vanish()
        ears.wait_until_last(PresenceUnknown)
        assert source.why_not()
        source.close()


@each_example_in_the_same_folder
@given(data=noise)
def test_a_compositor_that_babbles_is_lived_through_or_given_up(folder: Path, data: bytes) -> None:
    with Compositor(folder / "wayland-7") as compositor:
        source, ears = WaylandPresence(compositor.environ, lambda: 0.0), Ears()
        source.start(ears.tell)
        compositor.settle()
        compositor.send_to_all(data)
        compositor.vanish()
        ears.wait_until_last(PresenceUnknown)
        assert source.why_not()
        source.close()


@pytest.mark.parametrize("size", [0, 1, 19, 20, 21])
def test_a_message_that_comes_in_pieces_is_put_together(size: int) -> None:
    whole = pulse_words.frame(35, 7, pulse_words.number(8))
    frames = pulse_words.Frames()

    assert [*frames.feed(whole[:size]), *frames.feed(whole[size:])] == [whole[20:]]
    assert pulse_words.read(whole[20:]) == [35, 7, 8]
