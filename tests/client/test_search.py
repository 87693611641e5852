"""Searching as people type: without marks, half words, and with any character there is."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ihanoi_desk.client import queues
from ihanoi_desk.client.queues import Query
from ihanoi_desk.client.store import Store
from tests.client.replica_rows import NOW, do, numbered, put
from tests.unit.town import HANDLER

PROFILE = settings(settings.get_profile("client"), max_examples=150)


def found(store: Store, search: str) -> list[int]:
    return list(queues.ids(store, Query("scene", "all", search), HANDLER, NOW))


@pytest.fixture
def street(store: Store) -> Store:
    put(
        store,
        numbered(1, title="Ổ gà", place="Phố Hàng Bông", content="Đường lún.\nCạnh chợ Đồng Xuân"),
        numbered(2, title="", place="Đê Yên Phụ", content="ĐÈN HỎNG"),
        numbered(18734, title="Rác", place="Số 5/12 Huế", content="Xe tải đỗ"),
    )
    return store


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("pho hang bong", [1]),
        ("Phố Hàng Bông", [1]),
        ("bông phố", [1]),
        ("HANG", [1]),
        ("đê", [2]),
        ("de", [2]),
        ("ĐÊ", [2]),
        ("đèn", [2]),
        ("den hong", [2]),
        ("dong xu", [1]),
        ("018734", [18734]),
        ("HT-018734", [18734]),
        ("ht-0187", [18734]),
        ("ht 018734", [18734]),
        ("5/12", [18734]),
        ("ang", []),
        ("18734", []),
        ("hang den", []),
    ],
)
@pytest.mark.parametrize("is_pending", [False, True])
def test_what_people_type_finds_what_they_mean(
    street: Store, typed: str, wanted: list[int], is_pending: bool
) -> None:
    if is_pending:
        for number in (1, 2, 18734):
            do(street, number, "accept")
    assert found(street, typed) == wanted


def test_a_procedure_is_found_by_its_numbers(store: Store) -> None:
    facts = {"pakn_number": "PAKN.20261118.0342", "procedure_code": "1.001193"}
    put(store, numbered(1, kind="procedure", facts=facts), numbered(2, kind="procedure"))
    for typed in ("PAKN.20261118.0342", "pakn 20261118", "1.001193"):
        assert list(queues.ids(store, Query("procedure", "all", typed), HANDLER, NOW)) == [1]


@pytest.mark.parametrize("typed", ['"', "*", "(", " ", '""', "-", "AND", "NEAR(", "^", "\x00", ":"])
def test_signs_alone_narrow_nothing_and_break_nothing(street: Store, typed: str) -> None:
    assert len(found(street, typed)) == (0 if typed[0].isalpha() else 3)


@pytest.mark.parametrize("sign", ['"', "*", "(", ")", "^", ":", "+", "-", "'", ";", "{", "\x00"])
def test_signs_beside_a_word_do_not_hide_it(street: Store, sign: str) -> None:
    assert found(street, f"{sign} hang") == [1]
    assert found(street, f"hang {sign}") == [1]
    assert found(street, f"{sign}hang") == [1]


@PROFILE
@given(st.text(max_size=12))
def test_no_text_at_all_is_an_error(store: Store, typed: str) -> None:
    found(store, typed)
