"""The map as one widget: what the desk's pages and dialogs put into their layouts."""

import logging
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from platformdirs import user_cache_path
from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, QUrl, Signal
from PySide6.QtGui import QColor
from PySide6.QtWebChannel import QWebChannel
from PySide6.QtWebEngineCore import QWebEnginePage
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from ihanoi_desk.language import say
from ui.map.base_page import BasePage, build, locate
from ui.map.bridge import Bridge
from ui.map.clusters import PointSet, place
from ui.map.files import SchemeHandler
from ui.map.page import MapPage, MapProfile
from ui.map.scheme import INDEX, NAME
from ui.map.words import colours, legend, states, words

log = logging.getLogger(__name__)

LEAST_HEIGHT = 48
MOST_REVIVALS = 3
LEAST_WIDTH = 120


class MapView(QWidget):
    """A map of the city with the points of a query, or of one position with its accuracy.

    Everything may be set before the page has loaded. `theme` is "light" or "dark", `language`
    "vi" or "en". `tile_hosts` are the only hosts the page may ever reach. `title` gives the
    tooltip of a case and is called on hover. `prepare_engine()` must have run before
    QApplication was made.
    """

    ready = Signal()
    """The page has painted for the first time."""
    picked = Signal(int)
    """The id of the case whose symbol was clicked."""
    cluster_picked = Signal(list)
    """list[int]: the cases behind a cluster that no zoom can draw apart."""
    moved = Signal(object)
    """Box: the officer moved or zoomed the map, or its size changed."""
    follow_toggled = Signal(bool)

    def __init__(
        self,
        theme: str,
        language: str,
        tile_hosts: Sequence[str] = (),
        *,
        title: Callable[[int], str] = lambda case_id: "",
        cache_folder: Path | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._language = language
        self._scene: dict[str, Any] = {}
        self._is_loaded = False
        self._revivals = 0
        self._web = QWebEngineView(self)
        # Children die in the order of their birth: the page with the view, then its profile.
        self._profile = MapProfile(tile_hosts, self)
        self._page = MapPage(self._profile, self._web)
        self._bridge = Bridge(self._greet, title, self)
        self._notice = QLabel(self)
        self._arrange()
        self._connect()
        self._base = locate(cache_folder or user_cache_path("ihanoi-desk") / "map")
        self._begin()

    def set_points(self, points: PointSet) -> None:
        """Show the points of the current query instead of the earlier ones."""
        self._bridge.hold(place(points))

    def select(
        self, case_id: int | None, lat: float | None, lon: float | None, centre: bool = True
    ) -> None:
        """Mark a case, and bring it into view with `centre`; None or no position unmarks."""
        self._bridge.selected = case_id
        mark = None if case_id is None or lat is None or lon is None else [case_id, lat, lon]
        self._put("select", mark=mark, centre=centre)

    def set_own_unit(self, code: str | None) -> None:
        """Draw this unit lighter and with the blue edge."""
        self._put("own", code=code)

    def focus_unit(self, unit_code: str) -> None:
        """Zoom to the whole of a unit."""
        self._put("focus", code=unit_code)

    def show_position(
        self,
        lat: float,
        lon: float,
        accuracy_m: float | None,
        near_code: str | None = None,
        metres: float | None = None,
    ) -> None:
        """Show one position, its accuracy circle and the distance to a neighbour's border.

        Turns the map into its small form: no points, no legend, no follow switch.
        """
        self._put("position", lat=lat, lon=lon, accuracy=accuracy_m, near=near_code, metres=metres)

    def set_follow(self, is_on: bool) -> None:
        """Set the follow switch without a signal, for instance from the remembered state."""
        self._put("follow", on=is_on)

    def set_theme(self, theme: str) -> None:
        """ "light" or "dark"."""
        self._theme = theme
        self._page.setBackgroundColor(QColor(colours(theme)["map-land"]))
        self._put("colours", colours=colours(theme))

    def set_language(self, language: str) -> None:
        """ "vi" or "en"."""
        self._language = language
        self._web.setAccessibleName(say(language, "map.name"))
        self._web.setAccessibleDescription(say(language, "map.description"))
        self.setAccessibleName(say(language, "map.name"))
        self._put(
            "words",
            words=words(language),
            states=states(language),
            legend=legend(language),
            language=language,
        )

    def run_js(self, code: str, callback: Callable[[Any], object] = lambda value: None) -> None:
        """Run a piece of script in the page; let it return a string. For tests and timings."""
        self._page.runJavaScript(code, 0, callback)

    def _arrange(self) -> None:
        self._web.setPage(self._page)
        self._web.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self._notice.setWordWrap(True)
        self._notice.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._notice.hide()
        layout = QVBoxLayout(self)  # a stacked one would raise the view and change that order
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._web)
        layout.addWidget(self._notice)
        self.setMinimumSize(LEAST_WIDTH, LEAST_HEIGHT)
        self.setFocusProxy(self._web)
        self.set_theme(self._theme)
        self.set_language(self._language)

    def _connect(self) -> None:
        channel = QWebChannel(self._page)
        channel.registerObject("desk", self._bridge)
        self._page.setWebChannel(channel)
        self._page.renderProcessTerminated.connect(self._revive)
        self._bridge.loaded.connect(self._note_loaded)
        self._bridge.painted.connect(self.ready)
        self._bridge.picked.connect(self.picked)
        self._bridge.cluster_picked.connect(self.cluster_picked)
        self._bridge.moved.connect(self.moved)
        self._bridge.follow_toggled.connect(self.follow_toggled)

    def _begin(self) -> None:
        if self._base.is_ready:
            self._open()
            return
        drawing = _Drawing(self._base)
        drawing.signals.done.connect(self._open)
        drawing.signals.failed.connect(self._tell_failure)
        QThreadPool.globalInstance().start(drawing)

    def _open(self) -> None:
        self._profile.installUrlSchemeHandler(NAME, SchemeHandler(self._base, self._profile))
        self._page.load(QUrl(INDEX))

    def _tell_failure(self, problem: str) -> None:
        self._notice.setText(say(self._language, "map.failed", problem=problem))
        self._notice.show()
        self._web.hide()

    def _revive(self, status: QWebEnginePage.RenderProcessTerminationStatus, code: int) -> None:
        """Load the page again after its process died; everything shown is put back by it."""
        if status == QWebEnginePage.RenderProcessTerminationStatus.NormalTerminationStatus:
            return
        log.warning("map process ended: %s, code %d", status.name, code)
        self._is_loaded = False
        self._revivals += 1
        if self._revivals <= MOST_REVIVALS:
            self._page.load(QUrl(INDEX))
        else:
            self._tell_failure(status.name)

    def _note_loaded(self) -> None:
        self._is_loaded = True

    def _put(self, order: str, **facts: Any) -> None:
        """Remember the latest of each order for a page still loading, and send it on."""
        self._scene[order] = {"do": order, **facts}
        if self._is_loaded:
            self._bridge.tell(order, **facts)

    def _greet(self) -> dict[str, Any]:
        return {"orders": list(self._scene.values())}


class _DrawingSignals(QObject):
    done = Signal()
    failed = Signal(str)


class _Drawing(QRunnable):
    """Draws the base page in a worker: folium takes its time."""

    def __init__(self, base: BasePage) -> None:
        super().__init__()
        self.signals = _DrawingSignals()
        self._base = base

    def run(self) -> None:
        try:
            build(self._base)
        except OSError as problem:
            self.signals.failed.emit(str(problem))
        else:
            self.signals.done.emit()
