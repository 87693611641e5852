"""Serves the map page from `ihanoi://map/…`: a fixed list of bundled files, nothing else."""

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QFile, QIODevice, QObject
from PySide6.QtWebEngineCore import QWebEngineUrlRequestJob, QWebEngineUrlSchemeHandler

from ihanoi_desk.resources import RESOURCES
from ui.map.base_page import SCRIPTS, BasePage

CHANNEL = ":/qtwebchannel/qwebchannel.js"
"""Compiled into the QtWebChannel module."""
TYPES = {
    ".html": b"text/html;charset=utf-8",
    ".js": b"text/javascript;charset=utf-8",
    ".css": b"text/css;charset=utf-8",
    ".json": b"application/json;charset=utf-8",
    ".svg": b"image/svg+xml",
    ".ttf": b"font/ttf",
}


class SchemeHandler(QWebEngineUrlSchemeHandler):
    """Answers the page's requests from the list of files it may see."""

    def __init__(self, base: BasePage, parent: QObject) -> None:
        super().__init__(parent)
        self._files = _list_files(base)

    def requestStarted(self, job: QWebEngineUrlRequestJob) -> None:
        url = job.requestUrl()
        name = url.path().lstrip("/")
        file = self._files.get(name) if url.host() == "map" else None
        if file is None:
            job.fail(QWebEngineUrlRequestJob.Error.UrlNotFound)
            return
        content = _read(file)
        if content is None:
            job.fail(QWebEngineUrlRequestJob.Error.RequestFailed)
            return
        body = QBuffer(job)
        body.setData(content)
        body.open(QIODevice.OpenModeFlag.ReadOnly)
        job.reply(TYPES[Path(name).suffix], body)


def _list_files(base: BasePage) -> Mapping[str, str]:
    own = RESOURCES / "map"
    icons = RESOURCES / "icons"
    files = {
        "index.html": base.page,
        "geography.json": base.geography,
        "leaflet/leaflet.js": own / "leaflet" / "leaflet.js",
        "leaflet/leaflet.css": own / "leaflet" / "leaflet.css",
        "page/map.css": own / "page" / "map.css",
        **{f"page/{name}.js": own / "page" / f"{name}.js" for name in SCRIPTS},
        **{f"states/{file.name}": file for file in (icons / "states").glob("*.svg")},
        **{f"icons/{name}.svg": icons / f"{name}.svg" for name in ("plus", "minus", "ruler")},
        "icons/locate-fixed.svg": icons / "locate-fixed.svg",
        **{f"fonts/{file.name}": file for file in (RESOURCES / "fonts").glob("Inter-*.ttf")},
    }
    return {"qwebchannel.js": CHANNEL, **{name: str(file) for name, file in files.items()}}


def _read(path: str) -> QByteArray | None:
    file = QFile(path)
    return file.readAll() if file.open(QIODevice.OpenModeFlag.ReadOnly) else None
