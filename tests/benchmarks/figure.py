"""One measured figure beside its floor, and how the two are taken in turn."""

import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

Pair = tuple[float, float]
"""A sample of the value and the sample of its floor taken right after it."""


@dataclass(frozen=True, slots=True)
class Figure:
    """`value` must stay within `goal` times `floor`, both in `unit`."""

    name: str
    value: float
    floor: float
    goal: float
    unit: str

    @property
    def ratio(self) -> float:
        return self.value / self.floor

    @property
    def holds(self) -> bool:
        return self.ratio <= self.goal


def compare(name: str, pairs: Iterable[Pair], goal: float, unit: str) -> Figure:
    """The medians of samples that were taken in turn, so that a busy machine hits both."""
    values, floors = zip(*pairs, strict=True)
    return Figure(name, statistics.median(values), statistics.median(floors), goal, unit)


def milliseconds(work: Callable[[], object]) -> float:
    """How long one call of `work` takes."""
    begun = time.perf_counter()
    work()
    return (time.perf_counter() - begun) * 1000
