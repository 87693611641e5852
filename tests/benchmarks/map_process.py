"""The desk's map in a window of its own: pans and zooms, empty and with all points in turn.

Says one line with the worst frame of every round, in milliseconds.
"""

import importlib
import json
import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
from PySide6.QtCore import QEventLoop, QTimer

from ihanoi_desk.client.points import points
from ihanoi_desk.client.queues import Query
from ihanoi_desk.client.store import Store
from ihanoi_desk.domain.kinds import KINDS
from tests.benchmarks.kept_city import KEY, NOW, City
from ui.application import make_application

FIELDS = ("ids", "lat", "lon", "state", "late", "urgent")
ROUNDS = 7
MOVES = 40
ASK_EVERY_MS = 20


def read_points(city: City) -> SimpleNamespace:
    """The points of every case of every kind."""
    store = Store.open(city.store, KEY)
    found = [points(store, Query(kind, "all"), city.me, NOW) for kind in KINDS]
    store.close()
    return SimpleNamespace(
        **{name: np.concatenate([getattr(some, name) for some in found]) for name in FIELDS}
    )


def ask(view, code: str) -> str:
    """What a piece of script in the page gives."""
    answers: list[str] = []
    loop = QEventLoop()

    def take(answer: str) -> None:
        answers.append(answer)
        loop.quit()

    view.run_js(code, take)
    loop.exec()
    return answers[0]


def pan_and_zoom(view) -> float:
    """The worst frame of one run through the page's own benchmark."""
    ask(view, f"ihanoi.bench({MOVES}); ''")
    loop = QEventLoop()
    timer = QTimer(interval=ASK_EVERY_MS)
    answer = ""

    def look() -> None:
        nonlocal answer
        timer.stop()
        answer = ask(view, "ihanoi.benchResult || ''")
        if answer:
            loop.quit()
        else:
            timer.start()

    timer.timeout.connect(look)
    timer.start()
    loop.exec()
    return float(json.loads(answer)["worstFrameMs"])


def main() -> None:
    city = City(Path(sys.argv[1]))
    application = make_application()
    # The browser may only be imported once its switches are set.
    view = importlib.import_module("ui.map.view").MapView("light", "vi")
    view.resize(1100, 600)
    painted = QEventLoop()
    view.ready.connect(painted.quit)
    view.show()
    painted.exec()
    full = read_points(city)
    empty = SimpleNamespace(**{name: getattr(full, name)[:0] for name in FIELDS})
    rounds = []
    for _ in range(1 + ROUNDS):
        pair = []
        for some in (full, empty):
            view.set_points(some)
            pair.append(pan_and_zoom(view))
        rounds.append(pair)
    print(json.dumps({"points": len(full.ids), "rounds": rounds[1:]}), flush=True)
    view.deleteLater()
    QTimer.singleShot(0, application.quit)
    application.exec()


if __name__ == "__main__":
    main()
