"""The real desk, signed in over the kept replica and without a server, as a process.

Says one line when the list (or, asked for it, the map) is painted; ends with its input.
"""

import gc
import json
import sys
import threading
import time
from datetime import timedelta
from pathlib import Path

gc.disable()  # as the program itself does

import qasync

from ihanoi_desk.client.session import Session
from ihanoi_desk.client.shift import Shift
from ihanoi_desk.config import Config
from tests.benchmarks.kept_city import KEY, City, standing_clock
from tests.benchmarks.painted import FirstRows
from ui.application import make_application
from ui.desk import DeskProgram
from ui.window import Window

NOBODY = "http://127.0.0.1:9"
"""An address where no server answers."""


class SignedInDesk(DeskProgram):
    """The program as it goes on after the sign-in page."""

    def __init__(self, city: City, awaited: str) -> None:
        config = Config(data=city.folder / "data", server=NOBODY, undo=timedelta(seconds=10))
        super().__init__(config, standing_clock)
        self._city, self._awaited = city, awaited

    def _begin(self) -> None:
        session = Session(self._city.me, "", NOBODY, "", self._city.store, KEY.copy())
        pictures = self._config.data / "pictures"
        self._begin_shift(Shift.open(session, pictures, self._clock))

    def _show_window(self) -> None:
        super()._show_window()
        assert isinstance(self.front, Window) and self.front.page
        self._page = self.front.page
        if self._awaited == "list":
            FirstRows(self._page.table, self._tell)
        else:
            self._page.map.ready.connect(self._tell)

    def _tell(self) -> None:
        said = {
            "painted": time.monotonic(),
            "rows": self._page.model.rowCount(),
            "map_started": self._page.map.view is not None,
        }
        print(json.dumps(said), flush=True)


def main() -> None:
    application = make_application()
    loop = qasync.QEventLoop(application)
    program = SignedInDesk(City(Path(sys.argv[1])), awaited=sys.argv[2])

    def leave() -> None:
        sys.stdin.buffer.read()
        loop.call_soon_threadsafe(program.leave)

    threading.Thread(target=leave, daemon=True).start()
    with loop:
        loop.run_until_complete(program.run())


if __name__ == "__main__":
    main()
