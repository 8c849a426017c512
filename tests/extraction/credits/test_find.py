"""Credits: who a page says its story comes from, and what is not said."""

import time

import pytest

from archive.extraction.credits import lines
from archive.extraction.credits.find import find_credits
from archive.extraction.credits.reporting import principal_source, reporting_of
from archive.extraction.decoding.blocks import Layout, RawBlock, blocks_of
from archive.extraction.decoding.decode import HtmlPage, decode_page
from archive.extraction.fields.metadata import Stated
from archive.extraction.labelled import LabelledPage
from archive.model import Confidence, Credit, Label, Metadata, Role, Signature

PROSE = (
    "The harbour of Eastmoor was closed on Tuesday after the old crane fell into the basin, the port captain said.",
    "Reuters reported that two barges were waiting outside, and a pilot told the AP that nobody was hurt.",
    "The crane, built in 1911, had been out of use for years and was to become a museum.",
)


def line(text: str, language: str) -> list[tuple[str, str]]:
    """What one line names: (organisation, role)."""
    return [(found.name, str(found.role)) for found in lines.parse_credit_line(text, language)]


def dump(
    *,
    head: tuple[str, ...] = (),
    body: tuple[str, ...] = PROSE,
    tail: tuple[str, ...] = (),
    language: str = "en",
    site: str = "",
) -> list[Credit]:
    """Credits of a page without markup: headline, head lines, body, tail lines."""
    texts = ("Old crane falls into the basin", *head, *body, *tail)
    kept = range(1 + len(head), 1 + len(head) + len(body))
    labels = [Label.HEADLINE, *(Label.BODY if index in kept else Label.NAVIGATION for index in range(1, len(texts)))]
    layout = Layout([RawBlock(text) for text in texts])
    page = LabelledPage(layout, 0, labels, ["given"] * len(labels))
    return list(find_credits(page, metadata=Metadata(language=language, site_name=site or None)))


def dump_with(label: Label, *, head: tuple[str, ...] = (), tail: tuple[str, ...] = (), language: str) -> list[Credit]:
    """The same, with that label on the head and tail lines."""
    texts = ("Old crane falls into the basin", *head, *PROSE, *tail)
    kept = range(1 + len(head), 1 + len(head) + len(PROSE))
    labels = [Label.HEADLINE, *(Label.BODY if index in kept else label for index in range(1, len(texts)))]
    layout = Layout([RawBlock(text) for text in texts])
    page = LabelledPage(layout, 0, labels, ["given"] * len(labels))
    return list(find_credits(page, metadata=Metadata(language=language)))


def page(html: str, *, url: str = "https://www.harbourtimes.example/a", stated: Stated | None = None) -> list[Credit]:
    """Credits of an HTML page whose <p class="body"> are its text and whose <h1> is its headline."""
    decoded = decode_page(f"<html lang=en><body>{html}</body></html>".encode())
    assert isinstance(decoded, HtmlPage)
    layout = blocks_of(decoded.tree)
    labels = [
        Label.HEADLINE
        if block.tag == "h1"
        else Label.BODY
        if layout.nodes[block.node].hints == "body"
        else Label.NAVIGATION
        for block in layout.blocks
    ]
    metadata = Metadata(language="en", site_name="Harbour Times")
    page = LabelledPage(layout, labels.index(Label.HEADLINE), labels, ["given"] * len(labels))
    return list(find_credits(page, metadata=metadata, stated=stated, url=url))


BODY = "".join(f'<p class="body">{text}</p>' for text in PROSE)


@pytest.mark.parametrize(
    ("text", "language", "named"),
    [
        ("By Associated Press3 minute Read", "en", [("Associated Press", "agency")]),
        ("ByThe Associated Press", "en", [("Associated Press", "agency")]),
        ("ByThe Associated Press3 minute Read", "en", [("Associated Press", "agency")]),
        ("By Jane Doe, The Washington Post, Posted: July 18, 2025", "en", [("Washington Post", "origin")]),
        ("By Jane Doe and John Roe The Associated Press", "en", [("Associated Press", "agency")]),
        ("Von dpa, unserer Redaktion", "de", [("Deutsche Presse-Agentur", "agency")]),
        ("Artikel von: Von Jana Muster, dpa", "de", [("Deutsche Presse-Agentur", "agency")]),
        ("apr/dpa", "de", [("Deutsche Presse-Agentur", "agency")]),
        ("cwo/fab (dpa, afp)", "de", [("Deutsche Presse-Agentur", "agency"), ("Agence France-Presse", "agency")]),
        ("erb/ots Foto: Jana Muster (Symbolbild)", "de", [("news aktuell", "press_release")]),
        ("(Quelle: APA/sda)", "de", [("Austria Press Agency", "agency"), ("Keystone-SDA", "agency")]),
        ("Weitere Quellen • AP", "de", [("Associated Press", "contributor")]),
        ("Von Jana Muster mit AP", "de", [("Associated Press", "contributor")]),
        ("Dieser Artikel ist zuerst bei Capital erschienen.", "de", [("Capital (German magazine)", "origin")]),
        ("Fuente: EFE", "es", [("EFE", "agency")]),
        ("(Con información de EFE y Reuters)", "es", [("EFE", "contributor"), ("Reuters", "contributor")]),
        ("Le Monde avec AFP", "fr", [("Agence France-Presse", "contributor")]),
        ("Źródło: PAP", "pl", [("Polish Press Agency", "agency")]),
        ("2025年04月24日23:52 | 来源： 新华网", "zh", [("Xinhua News Agency", "agency")]),
        ("--(بترا)", "ar", [("Jordan News Agency", "agency")]),
        ("Bron: 112 Waterkant", "nl", [("112 Waterkant", "origin")]),
        ("AFP, MANILA", "en", [("Agence France-Presse", "agency")]),
        ("AFP/Jakarta", "en", [("Agence France-Presse", "agency")]),
        ("EFE / Madrid", "es", [("EFE", "agency")]),
        ("(sda)", "de", [("Keystone-SDA", "agency")]),
        ("Mit dpa-Material", "de", [("Deutsche Presse-Agentur", "contributor")]),
        ("(Avec AFP)", "fr", [("Agence France-Presse", "contributor")]),
        ("Le Soir avec Belga-AFP", "fr", [("Belga", "contributor"), ("Agence France-Presse", "contributor")]),
        ("This report by The Canadian Press was first published Nov. 18, 2026.", "en", [("Canadian Press", "agency")]),
        ("Dit artikel verscheen eerder in NRC.", "nl", [("NRC Handelsblad", "origin")]),
        ("©2026 Los Angeles Times. Distributed by Tribune Content Agency, LLC.", "en",
         [("Tribune Content Agency", "agency"), ("Los Angeles Times", "origin")]),
        ("Colleen Barry, The Associated Press", "en", [("Associated Press", "agency")]),
        ("Associated Press November 19, 2019, 9:02 AM", "en", [("Associated Press", "agency")]),
        ("AFP/The Local - news@thelocal.example", "en", [("Agence France-Presse", "agency")]),
        ("Haberler - Anadolu Ajansı", "tr", [("Anadolu Agency", "agency")]),
        ("Wiesbaden (KNA/iz). Der Hafen bleibt zu.", "de", [("Katholische Nachrichten-Agentur", "agency")]),
        ("Die Fähre soll bald wieder fahren. (FR mit dpa)", "de", [("Deutsche Presse-Agentur", "contributor")]),
        ("Le bac reprendra mardi. (avec AFP)", "fr", [("Agence France-Presse", "contributor")]),
        ("Includes information from The Associated Press", "en", [("Associated Press", "contributor")]),
        ("Contributing: Associated Press; Jane Doe, John Roe", "en", [("Associated Press", "contributor")]),
        ("With files from The Associated Press and Jane Doe", "en", [("Associated Press", "contributor")]),
        ("The Associated Press contributed to this report.", "en", [("Associated Press", "contributor")]),
        ("This post appeared first on FOX NEWS", "en", [("Fox News", "origin")]),
        ("The post Crane falls appeared first on The Little Gazette.", "en", [("The Little Gazette", "origin")]),
        ("This article was first published by The Little Gazette. Read it.", "en", [("The Little Gazette", "origin")]),
        ("Provided by University of Eastmoor", "en", [("University of Eastmoor", "press_release")]),
        ("Original-Content von: Polizei Hafenstadt, übermittelt durch news aktuell", "de",
         [("Polizei Hafenstadt", "press_release"), ("news aktuell", "press_release")]),
        ("Copyright 2025, Andrews McMeel Syndication.", "en", [("Andrews McMeel Syndication", "agency")]),
    ],
)  # fmt: skip
def test_a_credit_line_names_its_sources(text: str, language: str, named: list[tuple[str, str]]) -> None:
    """Each form of words, in several languages, gives the canonical organisations and their role."""
    assert line(text, language) == named


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Originally published December 22", "en"),
        ("This story was originally published in April.", "en"),
        ("First Published: Tuesday, November 18, 2025 08:38 AM", "en"),
        ("This article appeared in the Culture section of the print edition", "en"),
        ("Jane Doe contributed reporting from Eastmoor.", "en"),
        ("Source: company data, own research", "en"),
        ("Quelle: Journal of Cranes, University of Eastmoor, University of Westmoor", "de"),
        ("via GIPHY", "en"),
        ("From Reuters", "en"),
        ("Republish this story: say that it was originally published by The Little Gazette.", "en"),
        ("You may republish this article if you note it was first published by The Little Gazette.", "en"),
        ("https://p.dw.com/p/4boRv", "de"),
        ("Quelle: http://forum.harbour.example/threads/964896.html", "de"),
        ("präsentiert von cinema.de", "de"),
        ("Die Fähre soll bald wieder fahren. (Jana Muster mit Hund)", "de"),
        ("Photo: Jane Doe/AP", "en"),
        ("© KCNA/dpa Symbolbild", "de"),
        ("Start a Conversation", "en"),
        ("Pressemitteilung von Jana Muster", "de"),
        ("You May Also Like", "en"),
        ("", "en"),
    ],
)
def test_other_lines_name_nobody(text: str, language: str) -> None:
    """Dates, own staff, data, reference lists, pictures and buttons are no credits."""
    assert line(text, language) == []


def test_mentions_in_running_text_are_no_credits() -> None:
    """An agency that a paragraph quotes is not where the story comes from."""
    assert dump() == []


def test_a_credit_keeps_the_words_and_their_place() -> None:
    """Evidence is the block's own words, with the name as printed, the block, the rule and the confidence."""
    tail = ("This post appeared first on THE LITTLE GAZETTE", "The Associated Press contributed to this report.")
    assert dump(tail=tail) == [
        Credit(
            "THE LITTLE GAZETTE", Role.ORIGIN, "THE LITTLE GAZETTE", "This post appeared first on THE LITTLE GAZETTE",
            "first print: appeared first on", Confidence.LIKELY, 4,
        ),
        Credit(
            "Associated Press", Role.CONTRIBUTOR, "The Associated Press", tail[1],
            "contributed: contributed to this report", Confidence.CERTAIN, 5,
        ),
    ]  # fmt: skip


def test_evidence_of_a_long_block_is_cut_at_words() -> None:
    """Of a long paragraph only the words around the name are kept, as they stand in it."""
    last = "The barges " + "waited and " * 30 + "sailed. – Additional reporting from Reuters"
    found = dump(body=(*PROSE, last))
    assert [(credit.organization, credit.role) for credit in found] == [("Reuters", Role.CONTRIBUTOR)]
    assert found[0].evidence in last
    assert len(found[0].evidence) < 200


def test_an_organisation_stands_once_in_its_strongest_role() -> None:
    """Byline and tail line of one agency are one credit: agency before contributor."""
    found = dump(head=("By The Associated Press",), tail=("The Associated Press contributed to this report.",))
    assert [(credit.organization, credit.role) for credit in found] == [("Associated Press", Role.AGENCY)]


def test_an_issuer_is_named_under_a_release_only() -> None:
    """ "SOURCE Acme" ends what a distributor sent; under another story the same words are about data."""
    opening = "BOSTON--(BUSINESS WIRE)--" + PROSE[0]
    release = dump(body=(opening, *PROSE[1:]), tail=("SOURCE Harbour Works",))
    named = [(credit.organization, credit.role) for credit in release]
    assert named == [("Business Wire", Role.PRESS_RELEASE), ("Harbour Works", Role.PRESS_RELEASE)]
    assert dump(tail=("Source: Harbour Works",)) == []


def test_the_house_does_not_credit_itself() -> None:
    """Own staff, own earlier print and the own source line are not credits, by name or by host."""
    lines = (
        "Fox News' Jane Doe contributed to this report.",
        "Quelle: foxnews.com",
        "Originally published on Fox News",
    )
    assert dump(tail=lines, site="Fox News") == []
    assert dump(tail=("This article was first published on The Little Gazette",), site="The Little Gazette") == []


def test_a_sign_off_ends_the_text() -> None:
    """The agency behind the last sentence counts, behind an earlier one it is a remark."""
    signed = dump(body=(*PROSE, "Il museo aprirà nel 2030. (ANSA)."), language="it")
    assert [credit.organization for credit in signed] == ["ANSA"]
    assert dump(body=("Il museo aprirà nel 2030. (ANSA).", *PROSE, *PROSE), language="it") == []


def test_a_line_far_below_the_text_must_say_of_what_it_speaks() -> None:
    """Below tags and related links a republishing note counts, a bare name is a menu entry."""
    chrome = tuple(f"Another story about harbour number {number}" for number in range(20))
    far = (*chrome, "This article was first published by The Little Gazette.", "Reuters")
    assert [credit.organization for credit in dump(tail=far)] == ["The Little Gazette"]


def test_a_list_of_references_is_no_source() -> None:
    """A label that comes again and again says where links and figures are from."""
    links = tuple(f"via {name}" for name in ("Reuters", "AFP", "dpa", "EFE", "ANSA"))
    assert dump(tail=links) == []
    assert [credit.organization for credit in dump(tail=links[:1])] == ["Reuters"]


def test_a_person_and_an_agency_sign_in_a_byline_only() -> None:
    """The same words in a menu, or a picture's place, are a photographer's."""
    html = "<h1>Old crane falls</h1><p class='{}'>Jane Doe, The Associated Press</p>" + BODY
    assert [credit.rule for credit in page(html.format("byline"))] == ["signed"]
    assert page(html.format("photo-credit")) == page(html.format("menu")) == []


def test_a_byline_among_share_buttons_is_read() -> None:
    """Some sites print the agency between date and buttons; below the text such a line is a button's."""
    head = dump_with(Label.SHARE, head=("Haberler - Anadolu Ajansı",), language="tr")
    assert [credit.organization for credit in head] == ["Anadolu Agency"]
    assert dump_with(Label.SHARE, tail=("Haberler - Anadolu Ajansı",), language="tr") == []


def test_a_dump_without_address_knows_its_house_by_its_furniture() -> None:
    """An outlet that menus or the copyright line name is the house, though no address says so."""
    menu = ("CBS News", "CBS News Live", "Copyright © 2026 CBS News. All rights reserved.")
    assert dump(head=("November 20, 2026 / 1:07 AM / CBS News",), tail=menu) == []


def test_a_footer_that_lists_agencies_credits_nobody() -> None:
    """It stands on every page; the footer of an article itself may name the source."""
    lists = "<p>AP</p><p>Reuters</p><p>With material from AP, AFP and dpa</p><p>Source: Reuters</p>"
    for footer in (f"<footer>{lists}</footer>", f'<div id="footer">{lists}</div>'):
        assert page(f"<h1>Old crane falls</h1><article>{BODY}</article>{footer}") == []
    own = '<footer class="entry-footer"><p>Via: Fox News</p></footer>'
    assert [credit.organization for credit in page(f"<h1>Old crane falls</h1>{BODY}{own}")] == ["Fox News"]
    assert dump(tail=("Home", "Weather", "Sport", "Contact", "Reuters")) == []


def test_pictures_name_their_own_sources() -> None:
    """A name in a caption, a figure or beside a picture is not the story's."""
    html = f'<h1>Old crane falls</h1><figure><p>AP</p></figure><div class="hero-image"><p>Reuters</p></div>{BODY}'
    assert page(html) == []


def test_a_teaser_keeps_its_byline() -> None:
    """A byline under another story's linked title is that story's."""
    teaser = '<h3><a href="/b">Another story about another crane far away</a></h3><p>By Associated Press</p>'
    assert page(f"<h1>Old crane falls</h1>{teaser}{BODY}") == []


def test_outlets_names_in_menus_are_no_credits() -> None:
    """A bare name of an outlet counts only where the markup says that it is the source."""
    html = "<h1>Old crane falls</h1><p class='{}'>The Daily Beast</p>" + BODY
    assert page(html.format("menu")) == []
    assert [credit.organization for credit in page(html.format("article-source"))] == ["Daily Beast"]


def test_markup_states_sources_too() -> None:
    """JSON-LD names of agencies count, and a canonical link to an outlet the page speaks of; the house does not."""
    html = f"<h1>Old crane falls</h1>{BODY}"
    stated = Stated(authors=(("Jane Doe", "person"), ("Reuters", "organization"), ("Harbour Times", "organization")))
    assert [(c.organization, c.rule, c.position) for c in page(html, stated=stated)] == [
        ("Reuters", "JSON-LD author", None)
    ]
    assert [c.organization for c in page(html, stated=Stated(publisher="Agence France-Presse"))] == [
        "Agence France-Presse"
    ]
    moved = Stated(canonical_elsewhere="https://www.cnn.com/2025/crane")
    assert page(html, stated=moved) == []
    assert [(c.organization, c.role) for c in page(f"{html}<p>More from CNN</p>", stated=moved)] == [
        ("CNN", Role.ORIGIN)
    ]
    assert page(html, stated=Stated(canonical_elsewhere="https://unknown.example/crane")) == []


def test_a_distributors_page_names_the_issuer() -> None:
    """On a distributor's own site an author no list knows is who issued the release."""
    stated = Stated(authors=(("Harbour Works", "organization"),))
    html = f"<h1>New crane</h1>{BODY}"
    found = page(html, url="https://prtimes.jp/a", stated=stated)
    assert [(credit.organization, credit.role) for credit in found] == [("Harbour Works", Role.PRESS_RELEASE)]


def credit(name: str, role: Role) -> Credit:
    """A credit of which only name and role matter."""
    return Credit(name, role, name, name, "byline", Confidence.CERTAIN)


def test_the_source_is_the_strongest_credit_else_the_house() -> None:
    """Agency before origin before press release before the house; a contributor is never the source."""
    origin, wire, release = (
        credit("CNN", Role.ORIGIN),
        credit("Reuters", Role.AGENCY),
        credit("PRWeb", Role.PRESS_RELEASE),
    )
    helper = credit("EFE", Role.CONTRIBUTOR)
    assert principal_source((helper, release, origin, wire), "Harbour Times") == "Reuters"
    assert principal_source((helper, release, origin), "Harbour Times") == "CNN"
    assert principal_source((helper, release), "Harbour Times") == "PRWeb"
    assert principal_source((helper,), "Harbour Times") == "Harbour Times"
    assert principal_source((), None) is None


DOE = Metadata(byline="By Jane Doe", authors=("Jane Doe",))
DOE_OF_AP = Metadata(
    byline="Jane Doe, The Associated Press",
    authors=("Jane Doe",),
    signatures=(Signature("Jane Doe", organization="Associated Press"),),
)


@pytest.mark.parametrize(
    ("text", "metadata", "expected"),
    [
        ("", DOE, "own"),
        ("The Associated Press contributed to this report.", DOE, "mixed"),
        ("With material from dpa.", DOE, "mixed"),
        ("By Jane Doe and AP", DOE, "mixed"),
        ("By AP and Jane Doe", DOE, "mixed"),
        ("Staff and AP", DOE, "mixed"),
        ("By The Associated Press", Metadata(), "syndicated"),
        ("By Jane Doe, The Associated Press", DOE_OF_AP, "syndicated"),
        ("By Jane Doe, AFP and Reuters", DOE, "syndicated"),
        ("EASTMOOR (AP) — The crane fell on Tuesday.", DOE, "syndicated"),
        ("The crane fell on Tuesday. (AFP)", DOE, "mixed"),
        ("The crane fell on Tuesday. (AFP)", Metadata(byline="AFP"), "syndicated"),
        ("The crane fell on Tuesday. (AP)", DOE_OF_AP, "syndicated"),
        ("(Source: AP)", DOE, "mixed"),
        ("(Source: AP)", Metadata(), "syndicated"),
        ("This article was first published by The Little Gazette.", DOE, "syndicated"),
        ("Provided by University of Eastmoor", DOE, "syndicated"),
    ],
)
def test_reporting_tells_own_from_mixed_from_wire(text: str, metadata: Metadata, expected: str) -> None:
    """Mixed: helpers only, one byline of house and agency, or an agency named under what the house's own signed."""
    credits = [
        Credit(found.name, found.role, found.printed, text, found.rule, found.confidence)
        for found in lines.parse_credit_line(text, "en")
    ]
    assert bool(credits) is bool(text)
    assert reporting_of(credits, metadata) == expected


@pytest.mark.parametrize(
    ("line", "language", "expected"),
    [
        ("Von dpa, unserer Redaktion", "de", "mixed"),
        ("Par Harbour Times et AFP", "fr", "mixed"),
        ("Von dpa", "de", "syndicated"),
        ("dpa/sak", "de", "syndicated"),
    ],
)
def test_the_house_in_a_byline_makes_it_mixed(line: str, language: str, expected: str) -> None:
    """By its name or as its desk; initials only say who put the wire's text on the page."""
    assert reporting_of(dump(head=(line,), language=language, site="Harbour Times"), Metadata()) == expected


@pytest.mark.parametrize(
    "text", ["© " * 20_000, "a-" * 20_000, "(" * 20_000, "Source: " * 5_000, "By " * 10_000, "a.b." * 9_000]
)
def test_no_line_takes_long(text: str) -> None:
    """Whatever a line holds, reading it takes no time that grows out of hand."""
    started = time.process_time()
    lines.parse_credit_line(text, "en")
    assert time.process_time() - started < 10


@pytest.mark.parametrize(
    ("language", "head", "tail", "named"),
    [
        ("pl", ("PAP, marga", "05.01.2026, 11:14"), (), "Polish Press Agency"),
        ("pl", (), ("Źródło informacji:", "PAP"), "Polish Press Agency"),
        ("de", (), ("Quelle dpa",), "Deutsche Presse-Agentur"),
        ("ru", (), ("По информации kurier.example",), "kurier.example"),
        ("ru", (), ("Источник: tsn.example, med.example",), "tsn.example"),
        ("zh", ("版权声明 来源：临河晚报 时间：",), (), "临河晚报"),
        ("zh", ("来源|临河晚报",), (), "临河晚报"),
        ("el", (), ("Αναδημοσίευση από kyma.example",), "kyma.example"),
        ("it", (), ("Tratto da: Il Piccolo Faro",), "Il Piccolo Faro"),
        ("en", ("Jane Doe, The West Australian December 14, 2025, 1:38 pm",), (), None),
        ("en", (), ("By Jane Doe; With a file from the Calgary Herald",), "Calgary Herald"),
        ("en", (), ("DAPD/The Harbour/hc",), "dapd"),
        ("en", (), ("Online: http://www.harbour.example/9.html",), None),
        ("zh", (), ("Источник:", "More:"), None),
        ("en", (), ("with Telegraph, London",), "The Daily Telegraph"),
        ("en", (), ("- INDEPENDENT",), "The Independent"),
        ("en", (), ("with Elm, London",), None),
        ("en", ("Associated Press – Thu, Jan 12, 2026",), (), "Associated Press"),
        ("en", ("Published January 12, 2026 | Associated Press",), (), "Associated Press"),
        ("en", ("Updated: January 12, 2026 8:33AM / AP",), (), "Associated Press"),
        ("en", ("From: AAP January 12, 2026 8:33AM",), (), "Australian Associated Press"),
        ("en", (), ("© Thomson Reuters 2026",), "Reuters"),
        ("en", (), ("(c) 2026, Agence France-Presse",), "Agence France-Presse"),
        ("en", (), ("Material from The Associated Press was used in this report.",), "Associated Press"),
        ("zh", ("2026-01-12 08:33 来源: 新京报(北京) 跟贴 0 条 手机看新闻",), (), "Beijing News"),
        ("zh", (), ("(转载自《临河周刊》2026年1月12日A3版)",), "临河周刊"),
        ("zh", (), ("本文轉載自臨河日報",), "臨河日報"),
        ("zh", (), ("新华社记者 王小明",), "Xinhua News Agency"),
        ("en", (), ("- The Selby Express",), "The Selby Express"),
        ("en", (), ("- Emily Post",), None),
        ("en", ("By JANE DOE AP Science Writer",), (), "Associated Press"),
        ("en", (), ("The report was released by the government Wednesday.",), None),
        ("zh", (), ("(來源：臨河資訊，摘自：臨河日報)",), "臨河資訊"),
    ],
)
def test_sources_in_every_form(language: str, head: tuple[str, ...], tail: tuple[str, ...], named: str | None) -> None:
    """Bare and glued slots, labels with and without a colon or in two blocks, reprints, sign-offs in many languages."""
    found = dump(head=head, tail=tail, language=language)
    assert (found[0].organization if found else None) == named


def test_what_no_word_calls_a_source_is_likely() -> None:
    """A paper beside a name or a sign, and one that tags name, may be the house under another name."""
    slot = dump_with(Label.BYLINE, head=("Jane Doe, Calgary Herald December 14, 2025",), language="en")
    assert [(credit.organization, credit.confidence) for credit in slot] == [("Calgary Herald", Confidence.LIKELY)]
    tagged = page(f"<h1>Old crane falls into the basin</h1>{BODY}", stated=Stated(meta_source=("Calgary Herald",)))
    assert [credit.confidence for credit in tagged] == [Confidence.LIKELY]
    owner = page(f"<h1>Old crane</h1>{BODY}<p>© Copyright (c) The Victoria Times Colonist</p>")
    assert [(credit.organization, credit.confidence) for credit in owner] == [("Times Colonist", Confidence.LIKELY)]
    assert not page(
        f"<h1>Old crane falls into the basin</h1>{BODY}",
        url="",
        stated=Stated(meta_source=("calgaryherald.com",), meta_authors=("Calgary Herald",)),
    )


def test_a_source_below_related_links_is_the_texts() -> None:
    """Where it stands straight in the text's container; the source of a teaser stands beside its title."""
    tags = '<div class="tags">Tags: <a href="/1">bridges and ferries</a>, <a href="/2">harbour</a></div>'
    assert page(f"<h1>Old crane falls</h1><div>{BODY}{tags}<div>Source: AFP</div></div>")
    title = '<p class="t"><a href="/1">Bridge over the strait opens at last</a></p>'
    assert not page(f"<h1>Old crane falls</h1><div>{BODY}<div class=teaser>{title}<p>AFP</p></div></div>")
