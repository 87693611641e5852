"""The sender's account: phone number, level, what each level opens."""

import re
from enum import StrEnum

from ihanoi_desk.domain.kinds import Kind
from ihanoi_desk.domain.refusals import Refused

MOBILE = re.compile(r"0[35789][0-9]{8}")


class Level(StrEnum):
    """How sure the city is of who somebody is; later members are stronger."""

    REGISTERED = "registered"
    VERIFIED = "verified"


def normal_phone(raw: str, refused_prefixes: tuple[str, ...] = ()) -> str:
    """The ten-digit mobile number in `raw`; accepts +84, spaces, dots and dashes.

    Raises Refused for anything else, and for carriers the citizens' guide excludes at present.
    """
    digits = re.sub(r"[\s.\-()]", "", raw)
    digits = re.sub(r"^(\+84|84)(?=\d{9}$)", "0", digits)
    if not MOBILE.fullmatch(digits):
        raise Refused("bad_phone")
    if digits.startswith(refused_prefixes):
        raise Refused("carrier_not_supported", prefix=digits[:3])
    return digits


def check_may_file(kind: Kind, level: Level) -> None:
    """Raises Refused when an account of `level` may not file this kind (citizens' guide)."""
    if kind.needs_verified and level is not Level.VERIFIED:
        raise Refused("needs_verified_account")
