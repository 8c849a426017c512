"""A name beside the date of a head line is a likely source where it is written as outlets are."""

import pytest

from archive import extract
from archive.extraction.credits.forms import Form
from archive.extraction.credits.phrases import phrases_of
from archive.extraction.credits.slots import credits_of_slot
from archive.model import Article, Confidence

STORY = "".join(
    f"<p>桥梁委员会{day}日宣布，城南的古石桥将于明年三月封闭九周，更换桥面下的{day}根木梁，工程由县里出资，桥边的米店照常开门。</p>"
    for day in range(11, 19)
)


@pytest.mark.parametrize(
    ("line", "language", "expected"),
    [
        ("2026-04-14 10:20 临河晨报", "zh", ["临河晨报"]),
        ("2026年04月14日 10:20临河晨报【大 中 小】", "zh", ["临河晨报"]),
        ("Lodka.example 10:20, 14 апреля 2026", "ru", ["lodka.example"]),
        ("【臨河新聞／王小明】", "zh", ["臨河新聞"]),
        ("臨河傳媒╱記者王小明／台北報導 2026-04-14 10:20", "zh", ["臨河傳媒"]),
        ("記者王小明／台北報導", "zh", []),
        ("www.linhe.example 2026-04-14 10:20", "zh", []),
        ("2026-04-14 10:20 王小明", "zh", []),
        ("临河晨报", "zh", []),
        ("羊城晚报", "zh", ["Yangcheng Evening News"]),
        ("临河晨报 – 3小时前", "zh", ["临河晨报"]),
        ("www.linhe.example 2026-04-14 10:20:30 临河新闻网", "zh", ["临河新闻网"]),
        ("Online: http://www.linhe.example/a/20260414/9.html", "en", []),
        ("14 April 2026, 10:20", "en", []),
        ("2026-04-14 本报", "zh", []),
        ("http://www.linhe.example 2026年04月14日08:33 新华网", "zh", ["Xinhua News Agency"]),
        ("2026年04月14日08:33 临河网", "zh", ["临河网"]),
        ("2026-04-14 17:16:28 临河网站 | 我来说两句 (0)", "zh", ["临河网站"]),
        ("臨河健康網╱2026-04-14 10:50", "zh", ["臨河健康網"]),
        ("2026-04-14 10:20 官网", "zh", []),
        ("臨河新聞／王小明", "zh", ["臨河新聞"]),
        ("王小明／臨河新聞", "zh", []),
    ],
)
def test_slots(line: str, language: str, expected: list[str]) -> None:
    """A person, the house's address, a name without a date and the date alone are none."""
    assert [found.name for found in credits_of_slot(line, phrases_of(language), language)] == expected


def test_a_slot_is_likely_and_stands_at_the_head() -> None:
    """No word says that it is the source, so it is never certain; below the text it is about something else."""
    slot = "<p>2026-04-14 10:20 临河晨报</p>"
    for page, expected in ((f"{slot}{STORY}", ["临河晨报"]), (f"{STORY}{slot}", [])):
        article = extract(f"<html lang=zh><h1>古石桥封闭九周</h1>{page}</html>", url="https://wangxi.example/a/1")
        assert isinstance(article, Article)
        assert [credit.organization for credit in article.credits] == expected
        assert all(credit.rule == Form.SLOT and credit.confidence is Confidence.LIKELY for credit in article.credits)
