"""Datelines: the place and the agencies a story opens with."""

import pytest

from archive.extraction.credits import dateline


@pytest.mark.parametrize(
    ("text", "language", "place", "names"),
    [
        ("WASHINGTON (AP) — The lock was opened on Tuesday.", "en", "WASHINGTON", ["Associated Press"]),
        ("OSLO, Norway (Reuters) - The ferry sailed on.", "en", "OSLO, Norway", ["Reuters"]),
        ("New Delhi, Dec 5 (PTI) The bridge was opened.", "en-in", "New Delhi, Dec 5", ["Press Trust of India"]),
        ("Frankfurt/Main (dpa) - Der Hafen bleibt zu.", "de", "Frankfurt/Main", ["Deutsche Presse-Agentur"]),
        ("Wien (APA/dpa) - Die Bahn fährt wieder.", "de", "Wien", ["Austria Press Agency", "Deutsche Presse-Agentur"]),
        ("PARIS, 3 mars (AFP) - Le pont est ouvert.", "fr", "PARIS, 3 mars", ["Agence France-Presse"]),
        ("Madrid, 4 mar (EFE).- El puente se abre hoy.", "es", "Madrid, 4 mar", ["EFE"]),
        ("(Adnkronos) – Il ponte riapre domani mattina.", "it", None, ["Adnkronos"]),
        ("AGI - Il ponte riapre domani mattina.", "it", None, ["AGI"]),
        ("ANKARA (AA) - Köprü bugün açıldı.", "tr", "ANKARA", ["Anadolu Agency"]),
        ("Москва. 3 марта. INTERFAX.RU - Мост открыт.", "ru", "Москва. 3 марта", ["Interfax"]),
        ("МОСКВА, 3 марта. /ТАСС/. Мост открыт сегодня.", "ru", "МОСКВА, 3 марта", ["TASS"]),
        ("МОСКВА, 3 мар — РИА Новости. Мост открыт.", "ru", "МОСКВА, 3 мар", ["RIA Novosti"]),
        ("新华社北京3月4日电（记者 王小明）大桥今天通车。", "zh", "北京", ["Xinhua News Agency"]),
        ("【ワシントン=共同】橋は今日開通した。", "ja", "ワシントン", ["Kyodo News"]),
        ("【ワシントン時事】橋は今日開通した。", "ja", "ワシントン", ["Jiji Press"]),
        ("【パリAFP時事】橋は今日開通した。", "ja", "パリ", ["Agence France-Presse", "Jiji Press"]),
        ("［東京　１８日　ロイター］ - 橋は今日開通した。", "ja", "東京　１８日", ["Reuters"]),
        ("ISLAMABAD: (APP) The lock was opened on Tuesday.", "en-pk", "ISLAMABAD", ["Associated Press of Pakistan"]),
        ("Wiesbaden (KNA/iz). Die Brücke ist offen.", "de", "Wiesbaden", ["Katholische Nachrichten-Agentur"]),
        ("(서울=연합뉴스) 다리가 오늘 열렸다.", "ko", "서울", ["Yonhap News Agency"]),
        ("عمان 3 آذار (بترا)- افتتح الجسر اليوم.", "ar", "عمان 3 آذار", ["Jordan News Agency"]),
        ("BOSTON--(BUSINESS WIRE)--Harbour Works today said", "en", "BOSTON", ["Business Wire"]),
        ("KVELLER via JTA — The choir sings again.", "en", None, ["Kveller", "Jewish Telegraphic Agency"]),
    ],
)
def test_a_dateline_gives_place_and_agencies(text: str, language: str, place: str | None, names: list[str]) -> None:
    """Each agency of a combined dateline is named, with the place as printed."""
    found = dateline.parse_dateline(text, language)
    assert found is not None
    assert (found.place, [name.organization.name for name in found.names]) == (place, names)


@pytest.mark.parametrize(
    ("text", "language", "names"),
    [
        ("Une double votation VALAIS SION (ATS) .- En Valais, deux votations.", "fr", ["Keystone-SDA"]),
        ("Le bac reprend Londres, 12. — (Havas) — Le bac a repris.", "fr", ["Havas"]),
        ("Le bac reprend LE HAVRE, 12. — Reuter. — Le bac a repris.", "fr", ["Reuters"]),
        ("Das Boot fährt. Wien , 7 . Aug . ( Reuter ) Das Boot fährt wieder.", "de", ["Reuters"]),
        ("LE BAC REPREND LE HAVRE (Afp-Ap). — Le bac.", "fr", ["Agence France-Presse", "Associated Press"]),
        ("The mayor told the news agency (AP) that the lock stays shut.", "en", []),
        ("The lock (see page 12) - now shut - was built in 1911.", "en", []),
        ("Jana Muster (dpa) und Jan Muster (AP)", "de", []),
    ],
)
def test_datelines_within_a_block(text: str, language: str, names: list[str]) -> None:
    """Where a machine read headline and story as one line, date or dash show the dateline; a mention has neither."""
    assert [name.organization.name for name in dateline.datelines_inside(text, language)] == names


@pytest.mark.parametrize(
    "text",
    [
        "Mr. Harbour (Reuters) was in the news today.",
        "Senator Quay (AP) said he would go.",
        "The mayor told the news agency (AP) that the lock stays shut.",
        "Jane Doe (AP)",
        "KHN (Kaiser Health News) is a newsroom that writes about health.",
        "Wolff - der Hund bellt heute sehr laut.",
        "The plan (see below) - is not ready yet.",
        "",
    ],
)
def test_other_openings_are_no_datelines(text: str) -> None:
    """Names in running text, captions and plain parentheses are left alone."""
    assert dateline.parse_dateline(text, "en") is None
