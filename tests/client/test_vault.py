"""The key file: opens with its password alone, and every other failure has a name of its own."""

import json
import os
import stat
import time
import unicodedata
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ihanoi_desk.client import vault
from ihanoi_desk.client.key import KeyDropped
from ihanoi_desk.client.vault import Key, Owner, VaultDamaged, VaultMissing, WrongPassword
from tests.desk_key import CHEAP

OWNER = Owner(
    login="mau.canbo",
    name="Trần Thị Mẫu",
    role="handler",
    unit_name="Phường Ví Dụ",
    server_name="iHanoi thử",
    base_url="http://city.test",
    signed_in_at=datetime(2026, 11, 23, 2, 0, 0, 123456, tzinfo=UTC),
)
PASSWORD = "Mật khẩu thử 2026"
PROFILE = settings(settings.get_profile("client"), max_examples=40)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "desks" / "mau-1.key"


@pytest.fixture
def key(path: Path) -> Key:
    return vault.create(path, OWNER, PASSWORD, CHEAP)


def test_the_password_gives_the_key_back(path: Path, key: Key) -> None:
    assert vault.unlock(path, PASSWORD).reveal() == key.reveal()
    assert vault.owner_of(path) == OWNER
    assert len(key.reveal()) == 32


def test_another_keyboard_spells_the_same_password(path: Path, key: Key) -> None:
    apart = unicodedata.normalize("NFD", PASSWORD)
    assert apart != PASSWORD
    assert vault.unlock(path, apart).reveal() == key.reveal()


def test_two_files_under_one_password_share_nothing(path: Path, key: Key, tmp_path: Path) -> None:
    other = tmp_path / "khac.key"
    assert vault.create(other, OWNER, PASSWORD, CHEAP).reveal() != key.reveal()
    one, two = (json.loads(file.read_text()) for file in (path, other))
    assert one["head"]["salt"] != two["head"]["salt"]
    assert one["wrapped"] != two["wrapped"]


@pytest.mark.parametrize("wrong", ["", "mật khẩu thử 2026", PASSWORD + " ", "x" * 10_000])
def test_another_password_is_told(path: Path, key: Key, wrong: str) -> None:
    with pytest.raises(WrongPassword):
        vault.unlock(path, wrong)


def test_a_missing_file_is_told(path: Path) -> None:
    for ask in (vault.owner_of, lambda missing: vault.unlock(missing, PASSWORD)):
        with pytest.raises(VaultMissing) as told:
            ask(path)
        assert told.value.path == path


@pytest.mark.parametrize("length", [0, 1, 100, -200, -1])
def test_a_file_cut_short_is_told(path: Path, key: Key, length: int) -> None:
    path.write_bytes(path.read_bytes()[:length])
    with pytest.raises(VaultDamaged) as told:
        vault.unlock(path, PASSWORD)
    assert told.value.path == path
    with pytest.raises(VaultDamaged):
        vault.owner_of(path)


@PROFILE
@given(st.data())
def test_a_flipped_bit_is_told_or_means_nothing(path: Path, data: st.DataObject) -> None:
    if not path.exists():
        vault.create(path, OWNER, PASSWORD, CHEAP)
    whole = path.read_bytes()
    before = vault.unlock(path, PASSWORD).reveal()
    spot = data.draw(st.integers(0, len(whole) - 1))
    bit = data.draw(st.integers(0, 7))
    try:
        path.write_bytes(whole[:spot] + bytes([whole[spot] ^ 1 << bit]) + whole[spot + 1 :])
        # White space between the fields says nothing, so it may be anything that is white too.
        assert vault.unlock(path, PASSWORD).reveal() == before
        assert vault.owner_of(path) == OWNER
        assert whole[spot : spot + 1].isspace()
    except VaultDamaged:
        pass
    finally:
        path.write_bytes(whole)


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("name", "Lê Văn Thử"),
        ("base_url", "http://gia.test"),
        ("signed_in_at", datetime(2030, 1, 1, tzinfo=UTC)),
    ],
)
def test_a_head_forged_with_care_does_not_pass(
    path: Path, key: Key, part: str, value: object
) -> None:
    """Whoever forges it can make its digest right again, but not the wrap."""
    content = msgspec.json.decode(path.read_bytes(), type=vault.Content)
    head = replace(content.head, owner=replace(OWNER, **{part: value}))  # type: ignore[arg-type]
    digest = vault.digest_of(head, content.proof, content.wrapped)
    path.write_bytes(msgspec.json.encode(replace(content, head=head, digest=digest)))
    assert vault.owner_of(path) != OWNER
    with pytest.raises(VaultDamaged):
        vault.unlock(path, PASSWORD)


@pytest.mark.parametrize(
    ("field", "value"),
    [("memory_kib", 1 << 40), ("rounds", 10**9), ("lanes", 0), ("memory_kib", 1)],
)
def test_a_forged_cost_is_not_paid(path: Path, key: Key, field: str, value: int) -> None:
    content = json.loads(path.read_text())
    content["head"]["cost"][field] = value
    path.write_text(json.dumps(content))
    begun = time.monotonic()
    with pytest.raises(VaultDamaged):
        vault.unlock(path, PASSWORD)
    assert time.monotonic() - begun < 5


def test_rewrapping_keeps_the_key_and_ends_the_former_password(path: Path, key: Key) -> None:
    before = json.loads(path.read_text())
    vault.rewrap(path, key, OWNER, "mật khẩu mới 12", CHEAP)
    with pytest.raises(WrongPassword):
        vault.unlock(path, PASSWORD)
    assert vault.unlock(path, "mật khẩu mới 12").reveal() == key.reveal()
    assert json.loads(path.read_text())["head"]["salt"] != before["head"]["salt"]
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_a_file_is_never_overwritten_by_a_new_key(path: Path, key: Key) -> None:
    with pytest.raises(FileExistsError):
        vault.create(path, OWNER, PASSWORD, CHEAP)
    assert vault.unlock(path, PASSWORD).reveal() == key.reveal()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such mode")
def test_it_is_the_officer_s_own_file(path: Path, key: Key) -> None:
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_no_secret_is_in_the_file_nor_in_what_is_shown(path: Path, key: Key) -> None:
    text = path.read_text(encoding="utf-8")
    assert PASSWORD not in text
    assert key.reveal().hex() not in text
    assert key.reveal().hex() not in f"{key!r}{key}{vars(vault)}"


def test_a_dropped_key_is_gone() -> None:
    key = Key.random()
    kept = key.copy()
    key.drop()
    with pytest.raises(KeyDropped):
        key.reveal()
    assert len(kept.reveal()) == 32


def test_the_price_of_a_try_is_paid_in_production(tmp_path: Path) -> None:
    path = tmp_path / "that.key"
    vault.create(path, OWNER, PASSWORD)
    cost = json.loads(path.read_text())["head"]["cost"]
    assert cost == {"memory_kib": 64 * 1024, "rounds": 3, "lanes": 4}
    assert vault.unlock(path, PASSWORD)
