"""The reader: what its pages show, as HTML and as JSON, and what they never do."""

import io
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from httpx import Client
from openapi_spec_validator import validate

from archive import Archive
from archive.serve.addresses import PAGES
from archive.serve.api import describe_api
from archive.serve.application import make_application
from tests.asked import asked
from tests.serve.reader import fill
from tests.stories import page, story


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """Give a reader over the archive of `reader.py`."""
    path = fill(tmp_path_factory.mktemp("reader") / "news.db")
    with Archive(path) as archive, asked(make_application(archive, hosts={"localhost"})) as client:
        yield client


ADDRESSES = (
    "/", "/search", "/search?q=ferry", "/search?q=ferry&order=date", "/search?q=nowhere", "/search?q=鲱鱼",
    "/search?site=eastmouth.example&since=2026", "/search?author=Ole+Brandt&flag=paywalled", "/articles/1",
    "/articles/1?stripped=1", "/articles/4/history", "/articles/4/history?view=side", "/articles/2/history",
    "/site?name=eastmouth.example", "/source?name=Associated+Press", "/author?name=Ole+Brandt", "/stories",
    "/edits",
    "/edits?site=eastmouth.example&disclosed=no", "/stories/1",
    "/stories/1?old=1&new=3&view=side", "/sql", "/sql?q=select+id,%0Atitle+from+articles", "/runs",
    "/runs/1",
)  # fmt: skip


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_page(client: Client, address: str) -> None:
    """Each page is there as HTML with one main heading, and with .json as the same data."""
    answer = client.get(address)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert answer.text.count("<h1") == 1
    path, _, query = address.partition("?")
    data = client.get(f"{'/index' if path == '/' else path}.json?{query}")
    assert (data.status_code, data.headers["content-type"]) == (200, "application/json")
    assert client.get(address, headers={"Accept": "application/json"}).json() == data.json()
    assert client.get(address, headers={"If-None-Match": answer.headers["etag"]}).status_code == 304


def test_search_folds_and_counts(client: Client) -> None:
    """Copies of one story are one row; beside each filter stands what it would leave; the address keeps all."""
    found = client.get("/search.json?q=ferry").json()
    assert len(found["hits"][0]["copies"]) == 2
    assert dict(found["facets"]["site"])["coast.example"] == 1
    shown = client.get('/search?q="new pier"&language=en').text
    assert "Also on" in shown
    assert re.search(r"<mark>new</mark>|<mark>new pier</mark>", shown)
    assert "q=%22new+pier%22&amp;language=en&amp;site=coast.example" in shown
    feed = client.get("/search.atom?q=ferry")
    assert feed.headers["content-type"].startswith("application/atom+xml")
    assert "https://www.harbourtimes.example/ferry" in feed.text


def test_article_shows_evidence_and_what_was_stripped(client: Client) -> None:
    """The words that name the source are marked in their place; stripped blocks stand in page order with their rule."""
    shown = client.get("/articles/1").text
    assert "Read next" not in shown
    stripped = client.get("/articles/1?stripped=1").text
    assert stripped.index("Home | News") < stripped.index("The last ferry") < stripped.index("Read next")
    assert "related: after the body" in stripped
    assert client.get("/articles/1/page").headers["content-type"].startswith("text/plain")
    names = zipfile.ZipFile(io.BytesIO(client.get("/articles/4/bundle.zip").content)).namelist()
    assert {"SHA256SUMS", "diffs/1-2.diff", "article.json"} <= set(names)
    assert "author = {Lindqvist, Nora}" in client.get("/articles/1/cite.bib").text
    assert client.get("/articles/1/cite.csl").json()[0]["title"] == "Last ferry leaves the harbour"


def test_history_and_story_compare(client: Client) -> None:
    """Two texts in one and side by side; what a page says of the same paragraphs; a revision there is not."""
    shown = client.get("/articles/4/history").text
    assert "<ins>The vote was nine to two.</ins>" in shown
    assert "The next 2 paragraphs are the same." in shown
    side = client.get("/articles/4/history?view=side").text
    assert side.index('class="title old"') < side.index("Crane <del>stays</del>") < side.index('class="title new"')
    assert client.get("/articles/4/history?old=1&new=9").status_code == 400
    story = client.get("/stories/1.json").json()
    assert [copy["hours_after"] for copy in story["copies"]] == [0, 0, 3.5]
    assert (story["old"], story["new"]) == (1, 3)
    assert "<ins>" in client.get("/stories/1").text


def test_site_counts_provenance(client: Client) -> None:
    """A copy that names no agency counts as syndicated: another copy of its story says so."""
    data = client.get("/site.json?name=valleypost.example").json()
    assert data["provenance"] == [["syndicated", 1]]
    source = client.get("/source.json?name=associated+press").json()
    assert (source["sites"], source["stories"][0]["copies"]) == ([["harbourtimes.example", 1]], 3)
    author = client.get("/author.json?name=Ole+Brandt").json()
    assert (author["figures"]["articles"], dict(author["figures"]["sites"])["eastmouth.example"]) == (4, 1)
    assert client.get("/author?name=Nobody").status_code == 404


def test_edits(client: Client) -> None:
    """Edits with their words, on a page, as JSON and in a feed; the site's page counts the silent ones."""
    (edit,) = client.get("/edits.json").json()["edits"]
    assert (edit["article_id"], edit["number"], edit["disclosed"]) == (4, 2, None)
    assert "<ins>The vote was nine to two.</ins>" in client.get("/edits?disclosed=no").text
    assert client.get("/edits.json?disclosed=yes").json()["edits"] == []
    assert "The vote was nine to two." in client.get("/edits.atom").text
    assert client.get("/site.json?name=eastmouth.example").json()["edits"][0]["silent"] == 1
    assert client.get("/edits?kind=odd").status_code == 400


def test_nothing_of_a_page_is_markup(client: Client) -> None:
    """Markup in a text is shown as text; signs that turn the direction are shown as signs; no script is allowed."""
    for address in (
        "/articles/5?stripped=1",
        "/",
        "/search?q=coaster",
        "/site?name=evil.example",
        "/articles/5/history",
    ):
        answer = client.get(address)
        assert ("<script" in answer.text, "<img" in answer.text, "\u202e" in answer.text) == (False, False, False)
        assert ("&lt;script&gt;alert(" in answer.text, "⟨U+202E⟩" in answer.text) == (True, True)
        policy = answer.headers["content-security-policy"]
        assert ("default-src 'none'" in policy, "script" in policy) == (True, False)
        assert answer.headers["x-content-type-options"] == "nosniff"
    link = re.search(r'<a href="https://evil[^>]*>', client.get("/articles/5").text)
    assert link and 'rel="noopener noreferrer nofollow"' in link[0]


def test_questions_read_only(client: Client) -> None:
    """SQL answers as table, CSV, JSON and Parquet; what would change something is refused in one line."""
    assert "No boat today" in client.get("/sql?q=select+title+from+articles").text
    assert client.get("/sql.csv?q=select+id+from+articles+order+by+id+limit+2").text == "id\n1\n2\n"
    assert client.get("/sql.parquet?q=select+1+as+one").content.startswith(b"PAR1")
    refused = client.get("/sql?q=delete+from+articles")
    assert (refused.status_code, "not allowed in a question" in refused.text) == (400, True)
    shown = client.get("/sql?q=select+1,%0A+2").text
    assert "select 1,\n 2</textarea>" in shown


def test_examples_of_questions_run(client: Client) -> None:
    """Each example has an answer."""
    page = client.get("/sql").text
    examples = re.findall(r'<li><a href="(/sql\?q=[^"]+)"', page)
    assert len(examples) > 3
    assert {client.get(address.replace("&amp;", "&")).status_code for address in examples} == {200}


def test_what_is_not_there(client: Client) -> None:
    """An article, a site or a date that is none: one line and the status; no traceback; JSON where JSON is asked."""
    for address, status in (
        ("/articles/99", 404), ("/site?name=elsewhere.example", 404), ("/search?since=soon", 400), ("/site", 400),
        ("/find?url=https://nowhere.example/x", 404), ("/nothing", 404), ("/search?flag=odd", 400), ("/stories/9", 404),
        ("/search?q=ferry&after=x", 400), ("/search?q=%22%22", 400), ("/source?name=Nobody", 404), ("/runs/9", 404),
        ("/articles/99999999999999999999999", 404), ("/bookmarklet", 400), ("/search?q=ferry&order=odd", 400),
    ):  # fmt: skip
        answer = client.get(address)
        assert (address, answer.status_code, "Traceback" in answer.text) == (address, status, False)
        assert "<h1>" in answer.text
    assert "error" in client.get("/articles/99.json").json()


def test_find_leads_to_the_article(client: Client) -> None:
    """A page's URL leads to its article."""
    answer = client.get("/find?url=https://valleypost.example/boat")
    assert (answer.status_code, answer.headers["location"]) == (303, "/articles/2")


def test_api_is_described(client: Client) -> None:
    """OpenAPI has an entry for each address that gives JSON, and is valid."""
    described = client.get("/api").json()
    assert described == json.loads(json.dumps(describe_api()))
    validate(described)
    assert {page.json_path.replace(":int", "") for page in PAGES} <= set(described["paths"])
    operations = [one["operationId"] for path in described["paths"].values() for one in path.values()]
    assert len(operations) == len(set(operations))


def test_pages_of_a_list(tmp_path: Path) -> None:
    """A long list goes on where it ended, and so does a long search, whatever it is ordered by."""
    for number in range(60):
        (tmp_path / f"{number:02}.html").write_text(page(number), "utf-8")
    with Archive(tmp_path / "news.db") as archive:
        archive.ingest(*sorted(tmp_path.glob("*.html")))
        with asked(make_application(archive, hosts={"localhost"})) as client:
            for address, name, key in (
                ("/search.json?", "articles", "id"), ("/search.json?q=coaster", "hits", "article_id"),
                ("/search.json?q=coaster&order=date", "hits", "article_id"),
            ):  # fmt: skip
                numbers: list[int] = []
                after: int | None = 0
                while after is not None:
                    data = client.get(address + (f"&after={after}" if after else "")).json()
                    numbers += [one[key] for one in data[name]]
                    after = data["next"]
                assert (len(numbers), sorted(numbers)) == (60, list(range(1, 61)))


def test_a_page_made_before_a_change_is_made_again(tmp_path: Path) -> None:
    """Answers are kept, but not past a commit of whatever program; what asks by tag of the old is given the new."""
    path = fill(tmp_path / "news.db")
    with Archive(path) as archive, asked(make_application(archive, hosts={"localhost"})) as client:
        before = [client.get(address) for address in ("/", "/", "/search?q=dredger")]
        (tmp_path / "dredger.html").write_text(page(7, f"{story(7)}\n\nThe dredger was not there."), "utf-8")
        with Archive(path) as other:
            assert other.ingest(tmp_path / "dredger.html").counts == {"added": 1}
        known = {"If-None-Match": before[0].headers["etag"]}
        after = [client.get("/", headers=known), client.get("/search?q=dredger")]
        asked_by_tag = client.get("/", headers={"If-None-Match": after[0].headers["etag"]})
        sql = [client.get("/sql?q=select+random()").text for _ in range(2)]
    assert before[0].text == before[1].text
    assert [answer.status_code for answer in (*after, asked_by_tag)] == [200, 200, 304]
    assert "No article has these words" in before[2].text
    assert after[0].text != before[0].text
    assert "No article has these words" not in after[1].text
    assert sql[0] != sql[1]
