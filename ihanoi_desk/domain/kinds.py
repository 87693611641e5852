"""The kinds of case a citizen can file. Another kind is another row."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """What one kind of report asks of the citizen (the citizens' guide) and how its code begins."""

    code: str
    prefix: str
    required: tuple[str, ...]
    needs_photo: bool
    needs_verified: bool

    def case_code(self, number: int) -> str:
        """The code people see and say, for example ``HT-018734``."""
        return f"{self.prefix}-{number:06d}"


def same_kind(code: str, number: int) -> str:
    """The code of case `number` of the kind that `code` is of."""
    return f"{code.partition('-')[0]}-{number:06d}"


KINDS: dict[str, Kind] = {
    kind.code: kind
    for kind in (
        Kind("scene", "HT", ("place", "content"), needs_photo=True, needs_verified=False),
        Kind("procedure", "TT", ("place", "title", "content"), False, needs_verified=True),
        Kind("waste", "LP", ("place", "content"), False, needs_verified=False),
        Kind("initiative", "SK", ("title", "content"), False, needs_verified=False),
    )
}
