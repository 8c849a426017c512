"""Site memory in the database: what repeats on a site leaves its articles, what is theirs stays."""

from dataclasses import replace

import pytest

from archive.fingerprint import block_hash
from archive.judge.change import Change
from archive.model import Article, Block, Confidence, Credit, Intake, Label, Outcome, Role
from archive.store.file.database import Database
from archive.store.read.catalog import Catalog
from archive.store.read.search import search_articles
from archive.store.write import site_memory, young_blocks
from archive.store.write.ledger import Ledger
from tests.build import article, one, page, rows, sound

BOX = "Every Friday our correspondents talk about the week on Radio Eastmouth."
OTHER_BOX = "Photographs of this story hang in our window in Market Street."
SHORT = "Ask the harbour desk"
HOUSE = (
    "The Harbour Times has been printed in Eastmouth since 1931 and belongs to those who read it. It takes no money "
    "from parties, and publishes its accounts every spring."
)
HEADING = "What happens next"
CREDIT = "With material from Reuters, and other agencies."


@pytest.fixture(autouse=True)
def waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no block wait: each comes into the table at once."""
    monkeypatch.setattr(young_blocks, "YOUNG", 0)


def story(number: int) -> list[str]:
    """Five paragraphs that no other story has."""
    name = ("Marta", "Sandvig", "Norwick", "Tarrow", "Callan", "Helm", "Quay", "Wester", "Alder", "Brack")[number]
    return [
        f"The coaster {name} reached the roads on Tuesday evening and waited two days for the pilot to come out.",
        f"Her master said that the crew of the {name} had never been in danger, though the deck load had shifted.",
        f"Merchants on {name} Street hope to sell the cargo before the first frost makes the road impassable.",
        f"The harbour office has promised an answer to the {name} by Friday, if the telegraph is mended until then.",
        f"Nobody at the {name} wanted to say who will pay for the rope, and the insurer did not return a call.",
    ]


def address(number: int, site: str = "harbourtimes.example") -> str:
    return f"https://www.{site}/ships/{number}"


def repeating(number: int, *furniture: str, site: str = "harbourtimes.example", **fields: object) -> Intake:
    """Story `number` as a page of a site, furniture after its second and last paragraphs."""
    paragraphs = story(number)
    texts = [*paragraphs[:2], *furniture[:1], *paragraphs[2:], *furniture[1:]]
    blocks = tuple(Block(place, text, Label.BODY, "prose") for place, text in enumerate(texts))
    return page(article(address(number, site), "\n\n".join(texts), blocks=blocks, **({"credits": ()} | fields)))


def said(intake: Intake) -> Article:
    """The article that a page gives."""
    assert isinstance(intake.result, Article)
    return intake.result


def body(database: Database, number: int) -> list[str]:
    """The paragraphs of the article with that number."""
    return Catalog(database).article(number).article.body.split("\n\n")


def test_works_from_the_second_page_on_and_cleans_the_first(database: Database, ledger: Ledger) -> None:
    """The second article is stored without the box, and the first loses it; no revision is made, and search follows."""
    ledger.record([repeating(0, BOX)])
    assert BOX in body(database, 1)
    (result,) = ledger.record([repeating(1, BOX)])
    assert (result.outcome, result.stripped) == (Outcome.ADDED, 1)
    assert [body(database, 1), body(database, 2)] == [story(0), story(1)]
    assert (
        rows(database, "SELECT rule, label, text FROM blocks WHERE NOT kept")
        == [("site memory: stands on other articles of the site", "navigation", BOX)] * 2
    )
    assert rows(database, "SELECT article_id, number, change FROM revisions ORDER BY id") == [
        (1, 1, "first"),
        (2, 1, "first"),
    ]
    both = "SELECT {0}.body, {0}.digest FROM articles a JOIN revisions r ON r.id = revision_id ORDER BY a.id"
    assert rows(database, both.format("a")) == rows(database, both.format("r"))
    assert search_articles(database, "correspondents") == []
    assert one(database, "SELECT word_count FROM articles WHERE id = 1") == len(" ".join(story(0)).split())
    sound(database)


def test_pages_of_one_batch_know_each_other(database: Database, ledger: Ledger) -> None:
    """The first page of a batch is stored clean for what stands on the others."""
    results = ledger.record([repeating(number, BOX) for number in range(3)])
    assert [result.stripped for result in results] == [1, 1, 1]
    assert [body(database, number) for number in (1, 2, 3)] == [story(0), story(1), story(2)]


def test_sites_do_not_know_each_other(database: Database, ledger: Ledger) -> None:
    """A line that two sites print is no furniture of either."""
    ledger.record([repeating(0, BOX), repeating(1, BOX, site="valleypost.example")])
    assert [BOX in body(database, number) for number in (1, 2)] == [True, True]


def test_short_and_long_blocks_need_more_articles(database: Database, ledger: Ledger) -> None:
    """Two articles may say the same by chance: short lines and long paragraphs go when a third has them."""
    ledger.record([repeating(0, SHORT, HOUSE)])
    ledger.record([repeating(1, SHORT, HOUSE)])
    assert [SHORT in body(database, 1), HOUSE in body(database, 1)] == [True, True]
    ledger.record([repeating(2, SHORT, HOUSE)])
    assert [body(database, number) for number in (1, 2, 3)] == [story(0), story(1), story(2)]


def test_a_paragraph_amid_the_text_stays_until_six_articles_have_it(database: Database, ledger: Ledger) -> None:
    """Papers repeat a paragraph of background; amid the text it takes five other articles to be furniture."""
    for number in range(5):
        ledger.record([repeating(number, HOUSE)])
    assert all(HOUSE in body(database, number) for number in range(1, 6))
    ledger.record([repeating(5, HOUSE)])
    assert [body(database, number) for number in range(1, 7)] == [story(number) for number in range(6)]


def test_credit_lines_stay(database: Database, ledger: Ledger) -> None:
    """What credits somebody is no furniture, found by the extractor or not, however often it comes back."""
    known = Credit("Wire Nord", Role.AGENCY, "Wire Nord", BOX, "tail", Confidence.CERTAIN, position=2)
    for number in range(4):
        ledger.record([repeating(number, BOX, CREDIT, credits=(known,))])
    assert all(line in body(database, number) for line in (BOX, CREDIT) for number in range(1, 5))


def test_a_story_told_again_stays(database: Database, ledger: Ledger) -> None:
    """An update under a new URL shares most paragraphs with the first: they stay, and the furniture of both goes."""
    first, second = repeating(0, BOX), repeating(1, BOX)
    told = [*story(0)[:4], story(2)[4]]
    blocks = tuple(Block(place, text, Label.BODY, "prose") for place, text in enumerate([*told[:2], BOX, *told[2:]]))
    again = page(article("https://www.harbourtimes.example/ships/0b", "\n\n".join(told), blocks=blocks, credits=()))
    for intake in (first, again, second):
        ledger.record([intake])
    assert [body(database, number) for number in (1, 2, 3)] == [story(0), told, story(1)]


def test_headings_of_paragraphs_stay(database: Database, ledger: Ledger) -> None:
    """Papers head different stories with the same words; a heading goes only with what it heads."""
    for number in range(4):
        first, second, *rest = story(number)
        told = [first, HEADING, f"{second} {rest[0]}", *rest[1:]]
        labels = [Label.SUBHEADING if text == HEADING else Label.BODY for text in told]
        blocks = tuple(
            Block(place, text, label, "") for place, (text, label) in enumerate(zip(told, labels, strict=True))
        )
        ledger.record([page(article(address(number), "\n\n".join(told), blocks=blocks, credits=()))])
    assert one(database, f"SELECT count(*) FROM blocks WHERE text = '{HEADING}' AND kept") == 4


def test_what_memory_has_learnt_is_no_revision(database: Database, ledger: Ledger) -> None:
    """A page seen again, in other bytes, after memory has grown or was lost, is unchanged."""
    ledger.record([repeating(0, BOX), repeating(1, BOX), repeating(2, OTHER_BOX)])
    with database.writer() as connection:  # another box becomes known behind the articles' backs
        connection.exec_driver_sql(
            "INSERT INTO site_blocks SELECT site, hash, 9, 99, NULL, last_seen_at, text FROM site_blocks "
            "WHERE first_article_id = 3 ON CONFLICT (site, hash) DO UPDATE SET articles = 9, first_article_id = 99"
        )
        connection.exec_driver_sql("DELETE FROM site_blocks WHERE first_article_id = 1")
    again = [repeating(0, BOX), repeating(2, OTHER_BOX)]
    at = "2026-11-22T10:00:00Z"
    again = [page(said(intake), payload=bytes([place]), at=at) for place, intake in enumerate(again)]
    assert [result.outcome for result in ledger.record(again)] == [Outcome.UNCHANGED, Outcome.UNCHANGED]
    assert one(database, "SELECT count(*) FROM revisions") == 3
    assert body(database, 1) == story(0)
    sound(database)


def test_a_changed_article_is_compared_like_with_like(database: Database, ledger: Ledger) -> None:
    """One word changed and a box learnt in between: the revision is a typo, not an edit."""
    ledger.record([repeating(0, BOX)])
    ledger.record([repeating(1, BOX)])
    changed = repeating(0, BOX)
    blocks = tuple(
        Block(block.position, block.text.replace("evening", "evenning"), block.label, block.rule)
        for block in said(changed).blocks
    )
    text = "\n\n".join(block.text for block in blocks)
    new = article(address(0), text, blocks=blocks, credits=())
    (result,) = ledger.record([page(new, at="2026-11-22T10:00:00Z")])
    assert (result.outcome, result.detail) == (Outcome.REVISED, Change.TYPO)
    assert BOX not in body(database, 1)


def test_the_copy_of_a_page_is_found_whatever_was_stripped(database: Database, ledger: Ledger) -> None:
    """A print version of an article that lost its box later is its duplicate."""
    ledger.record([repeating(0, BOX)])
    ledger.record([repeating(1, BOX)])
    first = said(repeating(0, BOX))
    copy = article("https://www.harbourtimes.example/print/0", first.body, blocks=first.blocks, credits=())
    assert [result.outcome for result in ledger.record([page(copy)])] == [Outcome.DUPLICATE]
    assert one(database, "SELECT articles FROM site_blocks WHERE text LIKE 'Every Friday%'") == 2


def test_the_table_can_be_looked_at(database: Database, ledger: Ledger) -> None:
    """It says on how many articles a block was seen, which were first, and what it says once it came back."""
    ledger.record([repeating(0, BOX), repeating(1, BOX), repeating(2, BOX)])
    seen = rows(
        database, "SELECT site, articles, first_article_id, next_articles, text FROM site_blocks WHERE articles > 1"
    )
    assert seen == [("harbourtimes.example", 3, 1, "[2, 3]", BOX)]
    assert one(database, "SELECT count(*) FROM site_blocks WHERE articles = 1 AND text IS NULL") == 15


def test_the_table_is_bounded(database: Database, ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    """At the end of a run the oldest of the blocks seen once are forgotten; what came back stays."""
    monkeypatch.setattr(site_memory, "SINGLES", 7)
    run_id = ledger.start_run("ingest", "2026-11-21T10:00:00Z")
    ledger.record([repeating(number, BOX) for number in range(3)], run_id)
    ledger.finish_run(run_id, {}, "2026-11-21T10:01:00Z")
    assert rows(database, "SELECT articles, first_article_id, count(*) FROM site_blocks GROUP BY 1, 2") == [
        (1, 3, 5),
        (3, 1, 1),
    ]


@pytest.mark.sqlite
def test_blocks_are_looked_up_by_their_key(database: Database) -> None:
    """What is held of a page's blocks is found as fast on a site that has a million of them."""
    with database.reader() as connection:
        question = site_memory.HELD.compile(dialect=connection.dialect)
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {question}", ("{}",)).all()
    assert "SEARCH site_blocks USING PRIMARY KEY (site=? AND hash=?)" in [step.detail for step in plan]


def test_a_page_without_a_site_is_left_alone(database: Database, ledger: Ledger) -> None:
    """Dumps without an address share no site, so nothing is concluded from them."""
    texts = [[*story(number), BOX] for number in range(2)]
    ledger.record([page(article(f"file:sha256-0{number}", "\n\n".join(text))) for number, text in enumerate(texts)])
    assert [body(database, number + 1) for number in range(2)] == texts
    assert one(database, "SELECT count(*) FROM site_blocks") == 0


def test_a_line_that_is_new_tonight_is_known_in_later_batches(database: Database, ledger: Ledger) -> None:
    """A page that waits for its second load is alone in its batch: what the night saw in between tells whose it is."""
    ledger.record([repeating(number) for number in range(3)])
    first, *others = (repeating(number, BOX) for number in range(3))
    tonight = site_memory.Tonight()
    kept = []
    for batch in ([first], others, [first]):
        with database.writer() as connection:
            pages = site_memory.Memory(connection, tonight).cleaned(batch)
        kept.append([BOX in said(page).body for page in pages])
    assert kept == [[True], [False, False], [False]]


def test_a_line_that_pages_lost_is_known_the_next_night(database: Database, ledger: Ledger) -> None:
    """What was stripped from pages that say what they said tells whose a line is on a page that is alone to show it."""
    ledger.record([repeating(number) for number in range(3)])
    first, *others = (repeating(number, BOX) for number in range(3))
    with database.writer() as connection:
        memory = site_memory.Memory(connection)
        for number, visited in enumerate(memory.cleaned(others), 2):
            memory.count_stripped(number, said(visited), "2026-11-20T02:00:00Z")
        memory.write()
    with database.writer() as connection:
        assert BOX not in said(site_memory.Memory(connection).cleaned([first])[0]).body


def test_an_offer_that_one_page_keeps_is_known_by_another(database: Database, ledger: Ledger) -> None:
    """What tonight's other pages were stripped of as an offer is none of a page's own; its own offers tell nothing."""
    ledger.record([repeating(number) for number in range(2)])
    keeping, other = repeating(0, BOX), said(repeating(1, BOX))
    stripped = [replace(one, label=Label.PROMO) if one.text == BOX else one for one in other.blocks]
    tonight, page = site_memory.Tonight(), said(keeping)
    with database.writer() as connection:
        memory = site_memory.Memory(connection, tonight)
        memory.cleaned([replace(keeping, result=replace(page, blocks=tuple(stripped)))])
        assert memory.offers(page, page.blocks) == set()
        memory.cleaned([replace(keeping, result=replace(other, blocks=tuple(stripped)))])
        assert memory.offers(page, page.blocks) == {block_hash(BOX)}


@pytest.mark.parametrize("young", [12, 10_000])
def test_blocks_that_wait_are_known(
    young: int, database: Database, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether they wait or lie in the large table, what repeats is stripped, and no block is in both."""
    monkeypatch.setattr(young_blocks, "YOUNG", young)
    for number in range(3):
        ledger.record([repeating(number, BOX)])
        assert one(database, "SELECT count(*) FROM young_blocks") <= young
        assert one(database, "SELECT count(*) FROM young_blocks JOIN site_blocks USING (site, hash)") == 0
    assert [body(database, number + 1) for number in range(3)] == [story(number) for number in range(3)]
    assert rows(database, "SELECT articles, first_article_id, text FROM site_blocks WHERE articles > 1") == [
        (3, 1, BOX)
    ]
    singles = "SELECT (SELECT count(*) FROM young_blocks) + (SELECT count(*) FROM site_blocks WHERE articles = 1)"
    assert one(database, singles) == 15
    sound(database)
