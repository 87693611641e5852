"""The address of the map page."""

from PySide6.QtCore import QByteArray
from PySide6.QtWebEngineCore import QWebEngineUrlScheme

NAME = b"ihanoi"
INDEX = "ihanoi://map/index.html"


def register_scheme() -> None:
    """Make the scheme known to the browser part, before its first profile is made.

    That late is early enough while AA_ShareOpenGLContexts is set before QApplication, and spares
    the start of the program the loading of the engine.
    """
    if QWebEngineUrlScheme.schemeByName(QByteArray(NAME)).name() == NAME:
        return
    scheme = QWebEngineUrlScheme(QByteArray(NAME))
    scheme.setSyntax(QWebEngineUrlScheme.Syntax.Host)
    flag = QWebEngineUrlScheme.Flag
    scheme.setFlags(flag.SecureScheme | flag.CorsEnabled | flag.FetchApiAllowed)
    QWebEngineUrlScheme.registerScheme(scheme)
