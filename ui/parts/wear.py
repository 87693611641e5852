"""Putting another dress of the style sheet on a part."""

from PySide6.QtWidgets import QWidget


def wear(part: QWidget, name: str, value: object) -> None:
    """Set property `name`, by which the style sheet tells one dress from another. Qt looks at it
    only when the style is put on anew, which costs something and is left when nothing changed."""
    if part.property(name) != value:
        part.setProperty(name, value)
        part.style().unpolish(part)
        part.style().polish(part)
