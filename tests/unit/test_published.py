"""Which place is told to everybody: the street, never the house."""

import unicodedata

import pytest

from ihanoi_desk.domain.published import without_house


@pytest.mark.parametrize(
    ("place", "told"),
    [
        ("19 Thạch Bích", "Thạch Bích"),
        ("54 Phố Phan Đình Phùng", "Phố Phan Đình Phùng"),
        ("282 Đường Kim Giang", "Đường Kim Giang"),
        ("48B Tăng Bạt Hổ - Viện Dinh Dưỡng", "Tăng Bạt Hổ - Viện Dinh Dưỡng"),
        ("Đại học Phương Đông - 201B Trung Kính", "Đại học Phương Đông - Trung Kính"),
        ("Đối diện 85 Một Thượng", "Đối diện Một Thượng"),
        ("Số nhà 12, ngõ 5 Kim Mã", "ngõ 5 Kim Mã"),
        ("Số 7/3 Hàng Bông, phường Hoàn Kiếm", "Hàng Bông, phường Hoàn Kiếm"),
        ("Nhà số 3 tổ 14, thôn 2", "tổ 14, thôn 2"),
        ("Ngõ 195 Phố Đội Cấn", "Ngõ 195 Phố Đội Cấn"),
        ("Ngõ 195/12 Phố Đội Cấn", "Ngõ 195 Phố Đội Cấn"),
        ("ngách 12/3/45 Kim Mã", "ngách 12 Kim Mã"),
        ("P. 302, căn hộ 12A, Nguyễn Trãi", "Nguyễn Trãi"),
        ("P1203 CT4 Linh Đàm", "CT4 Linh Đàm"),
        ("Cách 50m đường tàu ngã 3 Bắc Hồng", "Cách 50m đường tàu ngã 3 Bắc Hồng"),
        ("Quốc lộ 32, km 14", "Quốc lộ 32, km 14"),
        ("Cầu Long Biên", "Cầu Long Biên"),
        ("12", ""),
        ("", ""),
    ],
)
def test_the_house_is_left_out(place: str, told: str) -> None:
    assert without_house(place) == told
    assert without_house(unicodedata.normalize("NFD", place)) == told
