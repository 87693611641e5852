"""JSON to values and back, checked: what the server sends is believed only in this shape."""

from collections.abc import Hashable
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar, cast

from ihanoi_desk.client.errors import BadAnswer

if TYPE_CHECKING:
    from pydantic import TypeAdapter

T = TypeVar("T")


@cache
def _adapter(shape: Hashable) -> "TypeAdapter[Any]":
    # pydantic costs 0.2 s to import and the first page of a queue decodes nothing.
    from pydantic import TypeAdapter

    return TypeAdapter(cast(Any, shape))


def decode(shape: type[T], text: str | bytes) -> T:
    """`text` as a value of `shape`. Raises BadAnswer when it is something else."""
    adapter = _adapter(cast(Hashable, shape))
    try:
        value: T = adapter.validate_json(text)
    except ValueError as error:  # pydantic's ValidationError is one
        raise BadAnswer(f"{shape}: {type(error).__name__}") from error
    return value


def encode(value: object) -> str:
    return _adapter(cast(Hashable, type(value))).dump_json(value).decode()
