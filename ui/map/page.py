"""The browser page of the map, and the wall between it and the network."""

import logging
from collections.abc import Collection

from PySide6.QtCore import QObject, QUrl
from PySide6.QtWebEngineCore import (
    QWebEnginePage,
    QWebEngineProfile,
    QWebEngineSettings,
    QWebEngineUrlRequestInfo,
    QWebEngineUrlRequestInterceptor,
)

from ui.map.scheme import NAME, register_scheme

log = logging.getLogger(__name__)


class Wall(QWebEngineUrlRequestInterceptor):
    """Lets through our own scheme and the tile servers the organisation has configured."""

    def __init__(self, tile_hosts: Collection[str], parent: QObject) -> None:
        super().__init__(parent)
        self._tile_hosts = frozenset(tile_hosts)

    def interceptRequest(self, info: QWebEngineUrlRequestInfo) -> None:
        url = info.requestUrl()
        if url.scheme() == NAME.decode():
            return
        if url.scheme() in ("https", "http") and url.host() in self._tile_hosts:
            return
        log.info("map page: no request to %s", url.host() or url.scheme())
        info.block(True)


class MapPage(QWebEnginePage):
    """A page that stays where it is and whose script errors reach the log."""

    def acceptNavigationRequest(
        self, url: QUrl | str, kind: QWebEnginePage.NavigationType, is_main_frame: bool
    ) -> bool:
        return QUrl(url).scheme() == NAME.decode()

    def javaScriptConsoleMessage(
        self,
        level: QWebEnginePage.JavaScriptConsoleMessageLevel,
        message: str,
        line: int,
        source: str,
    ) -> None:
        if level != QWebEnginePage.JavaScriptConsoleMessageLevel.InfoMessageLevel:
            log.warning("map page, %s line %d: %s", source, line, message)


class MapProfile(QWebEngineProfile):
    """Keeps nothing on disk and cannot reach the network."""

    def __init__(self, tile_hosts: Collection[str], parent: QObject) -> None:
        register_scheme()
        super().__init__(parent)
        # Qt takes no ownership of the wall: without this reference it would be gone at once.
        self._wall = Wall(tile_hosts, self)
        self.setUrlRequestInterceptor(self._wall)
        attribute = QWebEngineSettings.WebAttribute
        for name in (
            attribute.JavascriptCanOpenWindows,
            attribute.JavascriptCanAccessClipboard,
            attribute.PluginsEnabled,
            attribute.PdfViewerEnabled,
            attribute.ErrorPageEnabled,
            attribute.ShowScrollBars,
        ):
            self.settings().setAttribute(name, False)
