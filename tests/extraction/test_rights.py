from archive.extraction.page import draft_with_rights
from archive.extraction.rights import header_statements

PAGE = b"""<!doctype html><html><head><title>Ferry late</title>
<!-- <meta name="robots" content="noai"> --><script>var a = '<meta name="robots" content="noimageai">'</script>
<META CONTENT='noai, noimageai' NAME=robots><meta name="viewport" content="width=400">
<meta name="tdm-reservation" content="1"><meta name="tdm-policy" content="https://harbour.example/tdm.json">
<meta property="dcterms.rights" content="&copy; Harbour Times"><meta name="author" content="Nora">
<link rel="license" type="application/rsl+xml" href="/rsl.xml"><link rel="stylesheet" href="/a.css">
<script type="application/ld+json">{"@type": "NewsArticle", "license": "https://harbour.example/licence"}</script>
</head><body><p>The ferry is late.</p><a rel="nofollow license" href="https://licences.example/by/4.0/">CC BY</a></body>
"""


def test_markup_states_rights_word_for_word() -> None:
    """Meta tags, licence links, RSL and JSON-LD are kept with their place; comments and scripts state nothing."""
    assert draft_with_rights(PAGE)[1] == (
        ("meta robots", "noai, noimageai"),
        ("meta tdm-reservation", "1"),
        ("meta tdm-policy", "https://harbour.example/tdm.json"),
        ("meta dcterms.rights", "© Harbour Times"),
        ("link rel=license type=application/rsl+xml", "/rsl.xml"),
        ("JSON-LD license", "https://harbour.example/licence"),
        ("a rel=nofollow license", "https://licences.example/by/4.0/"),
    )


def test_headers_state_rights() -> None:
    """What a header says of use, however it is spelt; of links only those to a licence."""
    headers = (
        ("X-Robots-Tag", "noai"),
        ("tdm-reservation", "1"),
        ("Content-Usage", "train-ai=n"),
        ("Link", "</a.css>; rel=preload"),
        ("link", '<https://harbour.example/rsl.xml>; rel="license"; type="application/rsl+xml"'),
        ("Content-Type", "text/html"),
    )
    assert header_statements(headers) == tuple((f"header {name}", value) for name, value in (*headers[:3], headers[4]))
