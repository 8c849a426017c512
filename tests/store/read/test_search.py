"""Search: words as people type them, ranked and shown where they stand."""

from typing import Any

import pytest

from archive.errors import QueryError, StoreError
from archive.store.file.database import Database
from archive.store.file.full_text import write_expression
from archive.store.full_text import MOST_FOUND, MOST_READ
from archive.store.plain import Asked
from archive.store.read import matches as matching
from archive.store.read.filters import Filter
from archive.store.read.search import search_articles
from archive.store.read.sites import site_figures
from archive.store.read.stats import archive_stats
from archive.store.search_words import parse_search
from archive.store.write.ledger import Ledger
from tests.build import FERRY, ORCHARD, URL, article, page

STORIES = {
    "ferry": article(f"{URL}/ferry", body=FERRY, title="Last ferry leaves the harbour"),
    "orchard": article(f"{URL}/orchard", body=ORCHARD, title="Frost in the orchards", source="Reuters"),
    "bridge": article(
        f"{URL}/bridge", body='The ferry is gone, said the bridge keeper\'s "union".', title="Bridge traffic"
    ),
    "peking": article(f"{URL}/zh", body="新华社北京电，市政府周三宣布新规定。", title="北京宣布新规定", language="zh"),
    "tokyo": article(f"{URL}/ja", body="東京の港でフェリーが止まった。", title="フェリー停止", language="ja"),
    "bangkok": article(f"{URL}/th", body="เรือเฟอร์รี่ลำสุดท้ายออกจากท่าเรือ", title="ท่าเรือ", language="th"),
    "seoul": article(f"{URL}/ko", body="서울에서 마지막 배가 떠났다.", title="마지막 배", language="ko"),
    "shenzhen": article(f"{URL}/ai", body="深圳的人工智能AI技术发展，GPU价格上涨。", title="深圳消息", language="zh"),
    "mekong": article(f"{URL}/mekong", body="ຂ່າວລາວ, ដំណឹងខ្មែរ, မြန်မာသတင်း and a 渡 there.", title="Mekong"),
}


@pytest.fixture
def filled(database: Database, ledger: Ledger) -> Database:
    ledger.record([page(one) for one in STORIES.values()])
    return database


def names(database: Database, typed: str, wanted: Filter = Filter(), **options: Any) -> list[str]:  # noqa: B008 - frozen
    return [list(STORIES)[hit.article_id - 1] for hit in search_articles(database, typed, wanted, **options)]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("ferry", ["ferry", "bridge"]),
        ("FERRIES", ["ferry", "bridge"]),
        ("ferry noon", ["ferry"]),
        ("ferry AND noon", ["ferry"]),
        ("frost OR noon", ["orchard", "ferry"]),
        ("union NOT frost", ["bridge"]),
        ("union -frost", ["bridge"]),
        ('"last ferry"', ["ferry"]),
        ('"ferry last"', []),
        ("apric*", ["orchard"]),
        ("title:ferry", ["ferry"]),
        ("body:harbour", ["ferry"]),
        ("keeper's", ["bridge"]),
        ("nothing-of-the-kind", []),
        ("北京", ["peking"]),
        ("宣布 市政府", ["peking"]),
        ("title:市政府", []),
        ("北京 OR フェリー", ["tokyo", "peking"]),
        ("フェリー -東京", []),
        ("ท่าเรือ", ["bangkok"]),
        ("เรือท่า", []),
        ("ลาว OR ລາວ", ["mekong"]),
        ("ខ្មែរ မြန်မာ", ["mekong"]),
        ("渡", ["mekong"]),
        ("電 OR 电", ["peking"]),
        ("人智", []),
        ("title:深圳", ["shenzhen"]),
        ("深圳 -title:消息", []),
        ("AI 人工智能", ["shenzhen"]),
        ("人工智能ai技术", ["shenzhen"]),
        ("AI人工智能", []),
        ('"发展，GPU"', ["shenzhen"]),
        ('"发展GPU"', []),
        ("深圳 -GPU", []),
        ("北京 -GPU", ["peking"]),
        ("북 OR 서울 北京 OR 深圳", ["shenzhen"]),
        ("ferries OR 北京", ["peking", "bridge", "ferry"]),
        ("ferries -北京", ["bridge", "ferry"]),
        ("서울", ["seoul"]),
    ],
)
def test_words_find_articles(typed: str, found: list[str], filled: Database) -> None:
    """All words, stemmed; phrases, prefixes, columns, OR, NOT; any part of a sentence where no spaces are."""
    assert names(filled, typed) == found


@pytest.mark.parametrize(
    "typed",
    [
        '"unbalanced',
        'ferry"',
        "ferry OR",
        "OR ferry",
        "AND OR ferry NOT",
        "(ferry",
        "ferry)",
        "NEAR(ferry noon, 3)",
        "ferry^2",
        "nocolumn:ferry",
        "title:",
        "title:title:ferry",
        "{title body}: ferry",
        "ferry; DROP TABLE articles",
        "ferry' OR '1'='1",
        "*ferry",
        "ferry**",
        "ferry --",
        "ferry\0",
        "ferry \ud83d",
        "%北_",
        "f" * 100_000,
        "北京" * 50_000,
        '"' + "北a京, " * 5_000,
        "北 -京a " * 30,
        "北京电a" * 20_000,
        "".join(map(chr, range(0x4E00, 0x9000))),
    ],
)
def test_any_words_are_safe(typed: str, filled: Database) -> None:
    """What does not fit as an operator is a word; nothing raises."""
    assert isinstance(search_articles(filled, typed), list)


@pytest.mark.parametrize("typed", ["", "  ", '""', "-ferry", "NOT ferry", "()", "AND", "🙂", "*"])
def test_without_a_word_there_is_nothing_to_look_for(typed: str, filled: Database) -> None:
    """One clear line says so."""
    with pytest.raises(QueryError, match="no word to look for"):
        search_articles(filled, typed)


def test_too_many_words_are_told(filled: Database) -> None:
    """Before FTS5 overflows."""
    with pytest.raises(QueryError, match="more than 64 words"):
        search_articles(filled, "ferry " * 65)


def test_operators_become_what_fts5_reads() -> None:
    """Words are always strings; exclusion is from all."""
    assert write_expression(parse_search('a "b c" OR title:d* -e')) == '(("a" AND "b c") OR (title : "d"*)) NOT ("e")'


def test_a_hit_says_what_and_where(filled: Database) -> None:
    """Its article, and the words marked in the text."""
    (hit,) = search_articles(filled, "noon")
    assert (hit.article_id, hit.url, hit.title) == (1, f"{URL}/ferry", "Last ferry leaves the harbour")
    assert "left the harbour at [noon] on Friday" in hit.snippet
    (hit,) = search_articles(filled, "北京电", marks=("<b>", "</b>"))
    assert hit.snippet == "新华社<b>北京电</b>，市政府周三宣布新规定。"


def test_the_title_counts_most(filled: Database) -> None:
    """Also against a shorter text that says it more often."""
    best, second = search_articles(filled, "ferry")
    assert best.title == "Last ferry leaves the harbour"
    assert best.rank > second.rank > 0


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Filter(source="reuters"), ["orchard"]),
        (Filter(site="harbourtimes.example", language="en"), ["orchard", "bridge"]),
        (Filter(site="elsewhere.example"), []),
        (Filter(since="2026-11-21"), []),
    ],
)
def test_a_search_can_be_narrowed(wanted: Filter, found: list[str], filled: Database) -> None:
    """Before matches are ranked, so that none is lost."""
    assert sorted(names(filled, "union", wanted)) == sorted(found)
    assert names(filled, "北京", Filter(language="ja")) == []


@pytest.mark.sqlite
@pytest.mark.parametrize("way", ["all", "each", "times", "rows"])
def test_however_the_index_is_asked_the_same_is_found(
    way: str, filled: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where what is wanted is rare, or frequent, or far apart."""
    monkeypatch.setattr(matching, "_choose_way", lambda *_: way)
    monkeypatch.setattr(matching, "APART", 0 if way == "each" else matching.APART)
    monkeypatch.setattr(matching, "SPARSE", 0)
    wanted = [Filter(site="harbourtimes.example"), Filter(since="2026-11-20"), Filter(source="reuters")]
    found = [[], ["ferry", "orchard", "bridge"], ["orchard"]]
    for one, expected in zip(wanted[1:], found[1:], strict=True):
        assert sorted(names(filled, "ferry OR union OR frost", one)) == sorted(expected)
    assert names(filled, "ferry noon", wanted[0]) == ["ferry"]
    assert names(filled, "北京", wanted[1]) == ["peking"]


@pytest.mark.sqlite
def test_how_the_index_is_asked_follows_from_what_is_rare(filled: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """Few articles are looked up; many, that a time tells, by the matches; of a word that most have the newest do."""
    monkeypatch.setattr(matching, "LOOKED_UP", 1)
    ways: list[str] = []
    choose = matching._choose_way

    def noted(asked: Asked, wanted: Filter, last: int, share: float) -> str:
        ways.append(choose(asked, wanted, last, share))
        return ways[-1]

    monkeypatch.setattr(matching, "_choose_way", noted)
    monkeypatch.setattr(matching, "SAMPLE", len(STORIES))
    assert names(filled, "ferry", Filter(source="reuters")) == []
    assert names(filled, "ferry", Filter(since="2026")) == ["ferry", "bridge"]
    assert names(filled, "ferry", Filter(since="2026", language="en")) == ["ferry", "bridge"]
    assert names(filled, "ferry", Filter(language="en")) == ["ferry", "bridge"]
    monkeypatch.setattr(matching, "SPREAD", 12)
    assert names(filled, "ferry", Filter(language="en")) == ["ferry", "bridge"]
    assert ways == ["each", "times", "all", "all", "rows"]
    monkeypatch.setattr(matching, "COMMON", 1)
    monkeypatch.setattr(matching, "SAMPLE", 1)
    assert names(filled, "mekong OR ferry", Filter(since="2026")) == ["mekong"]
    assert len(names(filled, "mekong OR ferry")) == 3


def test_only_the_newest_matches_are_ranked(filled: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """A word that is everywhere costs no more than a bounded number of them."""
    for name in MOST_FOUND:
        monkeypatch.setitem(MOST_FOUND, name, 1)
    assert names(filled, "ferry") == ["bridge"]
    for name in MOST_READ:
        monkeypatch.setitem(MOST_READ, name, 1)
    assert names(filled, "北京") == ["peking"]
    assert names(filled, "的 OR の") == names(filled, "的 OR のX") == ["shenzhen"]


def test_the_limit_holds(filled: Database) -> None:
    """The best so many."""
    assert names(filled, "ferry", limit=1) == ["ferry"]


def test_pages_that_are_no_articles_are_out_of_searches_counts_and_stories(database: Database, ledger: Ledger) -> None:
    """A shop's page is kept and flagged; who asks for everything finds it, in whatever script."""
    shop = article("https://shop.example/ferry", body=FERRY, title="Model ferry", flags=("not_an_article", "product"))
    dense = article("https://shop.example/zh", body="北京的船模型。", title="船", flags=("not_an_article", "product"))
    walled = article("https://herald.example/walled", body="The ferry again", flags=("paywalled",))
    ledger.record([page(one) for one in (STORIES["ferry"], shop, dense, walled, STORIES["peking"])])

    def found(words: str, *, everything: bool) -> list[int]:
        return sorted(hit.article_id for hit in search_articles(database, words, everything=everything))

    assert [found("ferry", everything=every) for every in (False, True)] == [[1, 4], [1, 2, 4]]
    assert [found("北京", everything=every) for every in (False, True)] == [[5], [3, 5]]
    stats = archive_stats(database)
    assert (stats.articles, stats.sites, stats.stories) == (3, 2, 0)
    assert stats.flags == (("not_an_article", 2), ("product", 2), ("paywalled", 1))
    assert "shop.example" not in [one.site for one in site_figures(database)]


@pytest.mark.sqlite
def test_a_damaged_index_is_no_answer(filled: Database) -> None:
    """Where words that stand in an article find nothing, the index is damaged; a word that stands nowhere is not."""
    assert names(filled, "zeppelin") == []
    assert names(filled, "渡船") == []
    for index, word in (("articles_fts", "ferry"), ("articles_fts_pairs", "北京")):
        with filled.writer() as connection:
            connection.exec_driver_sql(f"UPDATE {index}_data SET block = zeroblob(length(block)) WHERE id > 10")
        with pytest.raises(StoreError, match="search index is damaged"):
            names(filled, word)
