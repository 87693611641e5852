"""The address of the map page: needed before QApplication, everything else much later."""

from PySide6.QtCore import QByteArray
from PySide6.QtWebEngineCore import QWebEngineUrlScheme

NAME = b"ihanoi"
INDEX = "ihanoi://map/index.html"


def register_scheme() -> None:
    """Make the scheme known to the browser part; must run before QApplication exists."""
    if QWebEngineUrlScheme.schemeByName(QByteArray(NAME)).name() == NAME:
        return
    scheme = QWebEngineUrlScheme(QByteArray(NAME))
    scheme.setSyntax(QWebEngineUrlScheme.Syntax.Host)
    flag = QWebEngineUrlScheme.Flag
    scheme.setFlags(flag.SecureScheme | flag.CorsEnabled | flag.FetchApiAllowed)
    QWebEngineUrlScheme.registerScheme(scheme)
