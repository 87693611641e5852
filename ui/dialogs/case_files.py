"""A strip with some files of the case in a sheet; pressing one opens it over the sheet."""

from collections.abc import Iterable
from dataclasses import replace

from PySide6.QtWidgets import QWidget

from ui.dialogs.task import VerbTask
from ui.look.look import Look
from ui.panel.photos import Photos
from ui.pictures.viewer import Viewer


def case_files(window: QWidget, look: Look, task: VerbTask, ids: Iterable[str]) -> Photos:
    """Those of the files `ids` that the case holds."""
    wanted = frozenset(ids)
    files = tuple(file for file in task.album.files if file.id in wanted)
    album = replace(task.album, files=files)
    may = task.me.may_open_originals(task.case.unit)

    def show(position: int) -> None:
        viewer = Viewer(window, look, task.cache, task.tasks, album, position, may)
        task.tasks.spawn(viewer.ask(), "photo")

    return Photos(look, task.cache, task.tasks, files, show)
