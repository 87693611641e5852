"""JSON to values and back, checked: what the server sends is believed only in this shape."""

from collections.abc import Hashable
from functools import cache
from typing import Any, TypeVar, cast

import msgspec

from ihanoi_desk.client.errors import BadAnswer

T = TypeVar("T")
_encoder = msgspec.json.Encoder()


@cache
def _decoder(shape: Hashable) -> "msgspec.json.Decoder[Any]":
    return msgspec.json.Decoder(cast(Any, shape))


def decode(shape: type[T], text: str | bytes) -> T:
    """`text` as a value of `shape`. Raises BadAnswer when it is something else."""
    try:
        value: T = _decoder(cast(Hashable, shape)).decode(text)
    except ValueError as error:  # of which msgspec's own and a broken UTF-8 are kinds
        raise BadAnswer(f"{shape}: {type(error).__name__}") from error
    return value


def encode(value: object) -> str:
    return _encoder.encode(value).decode()
