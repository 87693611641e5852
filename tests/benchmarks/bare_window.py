"""The least a Qt window can do, as a process: one table of 50 rows, or one empty web map.

The rows are read with bare SQLCipher from the desk's own file with the desk's own key.

Says one line when it is painted; ends with its input.
"""

import importlib
import json
import os
import sys
import threading
import time

from PySide6.QtCore import QCoreApplication, QMetaObject, Qt, QUrl
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QApplication, QMainWindow, QTableView
from sqlcipher3 import dbapi2

from tests.benchmarks.kept_city import KEY
from tests.benchmarks.painted import FirstRows

READ = "SELECT code, headline, category, place, state, due_us, holder_name FROM cases LIMIT 50"


def tell() -> None:
    print(json.dumps({"painted": time.monotonic()}), flush=True)


def show_table(window: QMainWindow, database: str) -> None:
    model = QStandardItemModel()
    connection = dbapi2.connect(database)
    connection.execute(f"PRAGMA key = \"x'{KEY.reveal().hex()}'\"")
    for row in connection.execute(READ):
        model.appendRow([QStandardItem(str(value)) for value in row])
    table = QTableView()
    table.setModel(model)
    model.setParent(table)
    window.setCentralWidget(table)
    FirstRows(table, tell)


def show_map(window: QMainWindow, page: str) -> None:
    # The table alone must not pay for the browser.
    view = importlib.import_module("PySide6.QtWebEngineWidgets").QWebEngineView(window)
    window.setCentralWidget(view)
    view.loadFinished.connect(tell)
    view.load(QUrl.fromLocalFile(page))


def main() -> None:
    what, given = sys.argv[1:3]
    if what == "map" and getattr(os, "geteuid", lambda: 1)() == 0:
        os.environ["QTWEBENGINE_CHROMIUM_FLAGS"] = "--no-sandbox --disable-gpu"
    QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)
    application = QApplication(sys.argv[:1])
    window = QMainWindow()
    window.resize(1366, 768)
    {"table": show_table, "map": show_map}[what](window, given)
    window.show()

    def leave() -> None:
        sys.stdin.buffer.read()
        QMetaObject.invokeMethod(application, "quit", Qt.ConnectionType.QueuedConnection)

    threading.Thread(target=leave, daemon=True).start()
    application.exec()


if __name__ == "__main__":
    main()
