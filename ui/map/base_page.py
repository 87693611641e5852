"""Draws the map's base page once with folium; afterwards only values travel to the page."""

import hashlib
import json
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from ihanoi_desk import __version__
from ui.map.geography import BOUNDARIES, GAZETTEER, read_streets, read_units

SCRIPTS = ("canvas", "shapes", "borders", "labels", "symbols", "position", "controls", "desk")
CENTRE = (21.03, 105.82)


@dataclass(frozen=True, slots=True)
class BasePage:
    """The two generated files: the page itself and what it draws."""

    page: Path
    geography: Path

    @property
    def is_ready(self) -> bool:
        return self.page.is_file() and self.geography.is_file()


def locate(folder: Path) -> BasePage:
    """Where the base page of this version and these boundaries lies, drawn or not."""
    content = hashlib.sha256(BOUNDARIES.read_bytes())
    content.update(GAZETTEER.read_bytes())
    content.update(f"{__version__} {metadata.version('folium')} {SCRIPTS}".encode())
    name = f"map-{content.hexdigest()[:12]}"
    return BasePage(folder / f"{name}.html", folder / f"{name}.json")


def build(base: BasePage) -> None:
    """Write both files and remove those of other versions. Slow (about a second): in a worker.

    Raises OSError when the folder cannot be written.
    """
    folder = base.page.parent
    folder.mkdir(parents=True, exist_ok=True)
    drawn = {"units": read_units(), "streets": read_streets()}
    _write(base.geography, json.dumps(drawn, ensure_ascii=False, separators=(",", ":")))
    _write(base.page, _draw())
    for other in folder.glob("map-*"):
        if other not in (base.page, base.geography):
            other.unlink(missing_ok=True)


def _write(file: Path, text: str) -> None:
    fresh = file.with_suffix(".new")
    fresh.write_text(text, encoding="utf-8")
    fresh.replace(file)


def _draw() -> str:
    import folium  # 0.4 s, and only needed when there is no page yet

    page = folium.Map(
        location=CENTRE,
        zoom_start=11,
        tiles=None,
        prefer_canvas=True,
        zoom_control=False,
        attribution_control=False,
        zoom_snap=0.25,
        wheel_px_per_zoom_level=90,
        track_resize=False,
    )
    page._id = "base"
    page.default_js = [
        ("leaflet", "leaflet/leaflet.js"),
        ("channel", "qwebchannel.js"),
        *((name, f"page/{name}.js") for name in SCRIPTS),
    ]
    page.default_css = [("leaflet_css", "leaflet/leaflet.css"), ("map_css", "page/map.css")]
    return str(page.get_root().render())
