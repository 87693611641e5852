"""A short video, played from memory: the bytes come decrypted and never lie on the disk."""

import importlib
import logging
from typing import Any

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSlider, QVBoxLayout, QWidget

from ui.look.look import Look
from ui.parts.key_button import KeyButton
from ui.parts.labels import label
from ui.pictures.album import length
from ui.pictures.canvas import Canvas
from ui.pictures.levels import Levels

log = logging.getLogger(__name__)
JUMP_MS = 1000


class Film(QWidget):
    """`play` takes the bytes; `stop` lets go of them. Space plays and pauses."""

    moved = Signal(int)
    """Where it is, in milliseconds."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.look = look
        self.canvas = Canvas(look, look.say("film.name"))
        self._button = KeyButton(look, "play", look.say("film.play"), look.say("film.space"))
        self._button.clicked.connect(self.toggle)
        self._slider = QSlider(Qt.Orientation.Horizontal)
        self._slider.setAccessibleName(look.say("film.place"))
        self._slider.setPageStep(JUMP_MS)
        self._slider.sliderMoved.connect(self._seek)
        self._time = label("", "small", "text-2")
        row = QHBoxLayout()
        row.setContentsMargins(12, 6, 12, 6)
        for part, stretch in ((self._button, 0), (self._slider, 1), (self._time, 0)):
            row.addWidget(part, stretch)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.canvas, 1)
        column.addLayout(row)
        self._player: Any = None
        self._sink: Any = None
        self._source: tuple[QByteArray, QBuffer] | None = None

    @property
    def is_playing(self) -> bool:
        return bool(self._player and self._player.isPlaying())

    def play(self, body: bytes) -> None:
        """Begin with the first picture, standing still; the officer starts it."""
        self.stop()
        if not self._player and not self._make_player():
            return
        kept = QByteArray(body)
        buffer = QBuffer(kept)
        buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self._source = (kept, buffer)
        self._player.setSourceDevice(buffer)
        self._player.pause()

    def stop(self) -> None:
        if self._player and self._source:
            self._player.stop()
            self._player.setSourceDevice(None)
            self._source = None

    def toggle(self) -> None:
        if not self._source:
            return
        if self.is_playing:
            self._player.pause()
        else:
            self._player.play()

    def jump(self, by_ms: int) -> None:
        if self._source:
            self._seek(max(0, self._player.position() + by_ms))

    def _make_player(self) -> bool:
        # Only an officer who opens a video pays for the player, and not every machine has one.
        try:
            multimedia = importlib.import_module("PySide6.QtMultimedia")
        except ImportError as error:
            log.warning("no video player: %s", error)
            self.show_trouble("film.no_player")
            return False
        self._player = multimedia.QMediaPlayer(self)
        self._sink = multimedia.QVideoSink(self)
        self._player.setVideoSink(self._sink)
        self._player.setAudioOutput(multimedia.QAudioOutput(self))
        self._sink.videoFrameChanged.connect(self._draw)
        self._player.positionChanged.connect(self._at)
        self._player.durationChanged.connect(self._slider.setMaximum)
        self._player.playingChanged.connect(self._show_button)
        self._player.errorOccurred.connect(self._failed)
        return True

    def _draw(self, frame: Any) -> None:
        image = frame.toImage()
        if not image.isNull():
            levels = Levels((image,))
            (self.canvas.show_frame if self.canvas.has_picture else self.canvas.show_levels)(levels)

    def _at(self, milliseconds: int) -> None:
        if not self._slider.isSliderDown():
            self._slider.setValue(milliseconds)
        whole = self._player.duration() / 1000
        self._time.setText(f"{length(milliseconds / 1000)} / {length(whole)}")
        self.moved.emit(milliseconds)

    def _seek(self, milliseconds: int) -> None:
        self._player.setPosition(milliseconds)

    def _show_button(self, playing: bool) -> None:
        self._button.set_icon("pause" if playing else "play")
        self._button.setText(self.look.say("film.pause" if playing else "film.play"))

    def _failed(self, _error: object, text: str) -> None:
        log.warning("a video does not play: %s", text)
        self.show_trouble("film.broken")

    def show_trouble(self, key: str) -> None:
        self.canvas.show_words(self.look.say(key), "film", "red" if "broken" in key else "text-3")
