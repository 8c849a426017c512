"""The language is what the page declares, unless its words clearly say otherwise."""

import pytest

from archive.extraction.fields.language import detect_language, language_code, load_detector, settle_language

GERMAN = "Der Stadtrat hat die neue Brücke beschlossen, und die Bürger warten nicht mehr auf eine Fähre. " * 4
ENGLISH = "The council said that the bridge would open in May, and they thanked the people for their patience. " * 4


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("de-AT", "de"),
        ("en_US", "en"),
        ("deu", "de"),
        ("nb-NO", "no"),
        ("zh-Hans", "zh"),
        ("jp", "ja"),
        ("xx", None),
        (None, None),
    ],
)
def test_tags_become_two_letter_codes(tag: str | None, expected: str | None) -> None:
    """Regional, old and three-letter tags name the same language."""
    assert language_code(tag) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (GERMAN, "de"),
        (ENGLISH, "en"),
        (
            "Le conseil a voté pour le pont, mais les travaux ne sont pas prévus dans une ville aux moyens limités. "
            * 3,
            "fr",
        ),
        ("港の新しい橋が昨日ひらかれました。市長はよろこびをかたりました。", "ja"),
        ("市政府昨日宣布新桥通车，市民无需再等候渡轮，通行时间大为缩短。", "zh"),
        ("새 다리가 어제 개통되었다. 시장은 시민들에게 감사를 전했다.", "ko"),
        ("Новый мост открыт, и жители не ждут паром, как это было раньше. " * 3, "ru"),
        (
            "Los vecinos del barrio temen el ruido de las máquinas en verano, y de ahí la queja que da el alcalde. "
            * 2,
            "es",
        ),
        ("Οι κάτοικοι φοβούνται τον θόρυβο των μηχανών.", "el"),
        ("ახალი ხიდი გუშინ გაიხსნა ქალაქში", "ka"),
        ("پل جدید دیروز باز شد و شهردار از مردم شهر برای صبر و همراهی آنان تشکر کرد", "fa"),
        ("ok", None),
    ],
)
def test_detection(text: str, expected: str | None) -> None:
    """Scripts of one language tell it; of the others the letters in a row do, not a few short words."""
    assert detect_language(text) == expected


def test_a_false_declaration_is_overruled() -> None:
    """A theme's `lang="en"` on a German page does not make it English; a short text says nothing."""
    assert settle_language("en", GERMAN) == "de"
    assert settle_language("en", ENGLISH) == "en"
    assert settle_language(None, GERMAN) == "de"
    assert settle_language("en", "Brücke") == "en"
    assert settle_language("fi", ENGLISH) == "en"
    spanish = "La junta de la ciudad dice que el puente abre en mayo y que da las gracias a todos de corazón. " * 4
    assert settle_language("tr", spanish) == "es"


CLEAR = (
    "The council said that the bridge would open in May, and they thanked the people who have waited for it. This was "
    "the third date that was given, from which his office would not move, though there are doubts of its own with the "
    "builders of the piers. "
)


def test_a_clear_text_loads_no_detector() -> None:
    """What is full of one language's function words is asked of nothing else; what two languages share is."""
    load_detector.cache_clear()
    assert detect_language(CLEAR) == "en"
    assert load_detector.cache_info().misses == 0
    assert (
        detect_language("O concello di que a ponte abrirá en maio, e que agradece a paciencia dos veciños. " * 4)
        == "gl"
    )
    assert load_detector.cache_info().misses == 1
