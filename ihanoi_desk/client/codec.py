"""JSON to values and back, checked: what the server sends is believed only in this shape."""

from collections.abc import Hashable
from functools import cache
from typing import Any, TypeVar, cast

from pydantic import TypeAdapter, ValidationError

from ihanoi_desk.client.errors import BadAnswer

T = TypeVar("T")


@cache
def _adapter(shape: Hashable) -> TypeAdapter[Any]:
    return TypeAdapter(cast(Any, shape))


def decode(shape: type[T], text: str | bytes) -> T:
    """`text` as a value of `shape`. Raises BadAnswer when it is something else."""
    try:
        value: T = _adapter(cast(Hashable, shape)).validate_json(text)
    except ValidationError as error:
        raise BadAnswer(f"{shape}: {error.error_count()} faults") from error
    return value


def encode(value: object) -> str:
    return _adapter(cast(Hashable, type(value))).dump_json(value).decode()
