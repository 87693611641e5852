"""Personal data in a text others will read: found, masked, or kept for a reason that is recorded.

Ground: Law 91/2025/QH15 on personal data. The shapes lean towards pointing out too much: a click
settles a false alarm, nothing takes back a number that was sent.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ihanoi_desk.domain.cccd import mask_number
from ihanoi_desk.domain.personal_shapes import FILLER, SHAPES, Kind, is_plausible, normal, plain
from ihanoi_desk.domain.text import mask_phone

HOTLINE, MAIL_DOMAIN = "hotline", "mail_domain"
MOST_REASON = 200
"""Characters in the reason for which something stays."""


@dataclass(frozen=True, slots=True)
class PublicContact:
    """A number or mail domain that is nobody's own. `use`: hotline, public or mail_domain."""

    value: str
    name_vi: str
    use: str


@dataclass(frozen=True, slots=True)
class Finding:
    """`start` and `end` count in the text that was given; `replacement` None: nothing proposed."""

    kind: Kind
    start: int
    end: int
    found: str
    value: str
    """The same for every way of writing it."""
    mask: str
    replacement: str | None = None


def find(text: str, public: Sequence[PublicContact] = ()) -> tuple[Finding, ...]:
    """What in `text` belongs to a person, in the order of the text; works on NFC and NFD alike."""
    if not any(char.isdigit() or char in "@＠" for char in text):
        return ()
    searched = _without_public(plain(text), public)
    replacement = next((row.name_vi for row in public if row.use == HOTLINE), None)
    found: list[Finding] = []
    for kind, start, end in _shapes(searched):
        value = normal(kind, searched[start:end])
        if kind is Kind.EMAIL and _is_public_mail(value, public):
            continue
        proposed = replacement if kind is Kind.PHONE else None
        mask = _mask(kind, value)
        found.append(Finding(kind, start, end, text[start:end], value, mask, proposed))
    return tuple(sorted(found, key=lambda finding: finding.start))


def unsettled(
    text: str, kept: Mapping[str, str], public: Sequence[PublicContact] = ()
) -> tuple[Finding, ...]:
    """The findings that are neither masked nor replaced. `kept` holds, by `value`, the reasons
    for which others stay; an empty reason is none."""
    return tuple(row for row in find(text, public) if not kept.get(row.value, "").strip())


def masked(text: str, public: Sequence[PublicContact] = ()) -> str:
    """`text` with the mask of every finding in its place."""
    for row in reversed(find(text, public)):
        text = text[: row.start] + row.mask + text[row.end :]
    return text


def kept_words(text: str, kept: Mapping[str, str], public: Sequence[PublicContact] = ()) -> str:
    """What stays in `text` and why, for the history: masked, one after the other."""
    reasons = {row.mask: kept[row.value] for row in find(text, public) if row.value in kept}
    return "; ".join(f"{mask}: {reason.strip()}" for mask, reason in reasons.items())


def _shapes(searched: str) -> Iterator[tuple[Kind, int, int]]:
    taken: list[tuple[int, int]] = []
    for shape in SHAPES:
        for match in shape.pattern.finditer(searched):
            start, end = match.span()
            if any(start < other_end and other < end for other, other_end in taken):
                continue
            value = normal(shape.kind, match[0])
            if shape.is_meant(searched, match) and is_plausible(
                shape.kind, value, shape.word is not None
            ):
                taken.append((start, end))
                yield shape.kind, start, end


def _without_public(text: str, public: Sequence[PublicContact]) -> str:
    for row in public:
        if row.use != MAIL_DOMAIN:
            digits = r"[ .\-]?".join(row.value)
            known = re.compile(rf"(?<![0-9])(?<![0-9][.\-]){digits}(?![0-9])")
            text = known.sub(lambda match: FILLER * len(match[0]), text)
    return text


def _is_public_mail(address: str, public: Sequence[PublicContact]) -> bool:
    domain = address.partition("@")[2]
    return any(
        domain == row.value or domain.endswith(f".{row.value}")
        for row in public
        if row.use == MAIL_DOMAIN
    )


def _mask(kind: Kind, value: str) -> str:
    if kind is Kind.EMAIL:
        name, _, domain = value.partition("@")
        return f"{name[0]}•••@{domain}"
    if kind is Kind.CCCD:
        return mask_number(value)
    if kind is Kind.PLATE:
        return f"{value[:2]}••••{value[-2:]}"
    return mask_phone(value)
