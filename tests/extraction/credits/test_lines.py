"""What one line names, by its words alone."""

from archive.extraction.credits.lines import parse_credit_line


def test_a_name_ends_before_another_label_or_a_date() -> None:
    """Lines ran together; the next label has a colon in any language."""
    for line in ("Источник: Вестник Причала Просмотров: 356 Теги: паром", "Источник: Вестник Причала 02.01.2026"):
        assert [found.name for found in parse_credit_line(line, "ru")] == ["Вестник Причала"]


def test_several_addresses_are_several_sources() -> None:
    """Each is an outlet's."""
    named = parse_credit_line("Источник: prichal.example, lodka.example", "ru")
    assert [found.name for found in named] == ["prichal.example", "lodka.example"]


def test_a_hat_tip_is_no_source() -> None:
    """In brackets "via" says who saw it first."""
    assert parse_credit_line("(via BuzzFeed News)", "en") == []
    assert [found.name for found in parse_credit_line("Via: Fox News", "en")] == ["Fox News"]
