"""Pages that are no articles are known by their shape: lists are refused, others kept with a flag that says what."""

import json

import pytest

from archive.extraction import extract
from archive.model import Article, Reason, Rejected

NAV = "<nav><ul><li><a href=/a>Home</a></li><li><a href=/b>All</a></li></ul></nav>"
FOOT = "<footer><ul><li><a href=/about>About</a></li><li><a href=/terms>Terms</a></li></ul></footer>"
TALK = (
    "I have had the same trouble with mine since the update and found no way around it yet, sorry.",
    "Did you try to take the battery out for a night? That worked for me after two weeks of this.",
    "Thanks, that did it. It took me three tries until the light went green, but now it runs again.",
    "Same here. The maker told me on the phone that a new part comes next month, free of charge.",
    "Please search the board before you post. There is a thread about this from last year already.",
    "I sold mine in the end and bought the older model, which my brother has used for ten years.",
)


def _page(title: str, main: str, head: str = "") -> bytes:
    return (
        f"<!doctype html><html lang=en><head><meta charset=utf-8><title>{title}</title>{head}</head>"
        f"<body>{NAV}<main>{main}</main>{FOOT}</body></html>"
    ).encode()


def _product() -> tuple[bytes, str]:
    offer = {"@type": "Offer", "price": "129.00", "priceCurrency": "EUR", "availability": "https://schema.org/InStock"}
    node = {"@context": "https://schema.org", "@type": "Product", "name": "Oak bench", "sku": "B-17", "offers": offer}
    main = (
        '<div class="product"><h1 class="product-title">Oak bench</h1><span class="price">€129.00</span>'
        '<form class="add-to-cart" action="/cart"><select name="size"><option>120 cm</option></select>'
        '<input type="number" name="quantity" value="1"><button>Add to cart</button></form>'
        '<div class="product-description"><p>Our oak bench is made of boards from forests nearby, oiled by hand, and '
        "seats three. It comes in two lengths and weighs eleven kilos, so two people can carry it to the garden.</p>"
        "<p>Wipe it with a damp cloth and oil it once a year. Delivered flat in one box in two weeks, with all screws "
        "and a key. Free returns for thirty days, and ten years of guarantee on the wood and the joints.</p>"
        "<ul><li>Solid oak</li><li>Made to order</li><li>Ten years of guarantee</li></ul></div>"
        '<div class="reviews"><h3>Reviews</h3><p>Stands well. Five stars.</p></div></div>'
        '<div class="related-products"><h3>You may also like</h3>'
        + "".join(f'<div class="product-card"><a href=/p/{n}>Stool {n}</a></div>' for n in range(1, 5))
        + "</div>"
    )
    head = (
        '<meta property="og:type" content="product"><script type="application/ld+json">'
        + json.dumps(node)
        + "</script>"
    )
    return _page("Oak bench | Holm Woodworks", main, head), "https://holmwood.example/products/oak-bench"


def _forum() -> tuple[bytes, str]:
    posts = "".join(
        f'<article class="post message" id="post-{n}"><div class="post-author"><a href=/u/{n}>user{n}</a>'
        f'<span>Joined 2019</span></div><time datetime="2026-03-0{n + 1}">{n + 1} March</time>'
        f'<div class="post-body"><p>{text}</p></div><a href=/reply/{n}>Reply</a> <a href=/quote/{n}>Quote</a></article>'
        for n, text in enumerate(TALK)
    )
    node = {"@context": "https://schema.org", "@type": "DiscussionForumPosting", "headline": "Lamp blinks red"}
    head = f'<script type="application/ld+json">{json.dumps(node)}</script>'
    form = '<form action="/reply"><textarea name="text"></textarea><button>Post reply</button></form>'
    main = f'<h1 class="thread-title">Lamp blinks red</h1><div class="thread posts">{posts}</div>{form}'
    return _page("Lamp blinks red | Lamp forum", main, head), "https://forum.lamps.example/t/lamp-blinks-red/4711"


def _collection() -> tuple[bytes, str]:
    cards = "".join(
        f'<li class="product-card grid__item"><a href=/products/{n}><img src={n}.jpg><h3>Bench {n}</h3></a>'
        f'<span class="price">€{n}9.00</span><button>Add to cart</button></li>'
        for n in range(1, 25)
    )
    intro = "<p>Benches of oak, ash and larch for garden and hall, made to order in our own shop since 1954.</p>"
    sort = '<form class="facets"><select name="sort_by"><option>Price</option></select><input type="checkbox"></form>'
    main = f'<h1>Benches</h1>{intro}{sort}<ul class="product-grid collection">{cards}</ul><a href=?page=2>Next</a>'
    return _page("Benches | Holm Woodworks", main), "https://holmwood.example/collections/benches"


@pytest.mark.parametrize(("made", "kind"), [(_product(), "product"), (_forum(), "forum")])
def test_other_pages_are_kept_with_a_flag(made: tuple[bytes, str], kind: str) -> None:
    """Nothing is lost, and who asks for articles does not get them."""
    found = extract(made[0], url=made[1])
    assert isinstance(found, Article), found
    assert {"not_an_article", kind} <= set(found.flags)


def test_lists_are_refused() -> None:
    """A shop's list of things says nothing itself."""
    page, url = _collection()
    found = extract(page, url=url)
    assert isinstance(found, Rejected)
    assert found.reason in (Reason.INDEX_PAGE, Reason.NO_ARTICLE)


def test_an_article_about_a_thing_is_an_article() -> None:
    """Prices and a forum in its text change nothing."""
    text = "".join(f"<p>{line} The bench costs €129.00, as the forum of its users says.</p>" for line in TALK)
    head = '<meta property="og:type" content="article"><meta property="article:published_time" content="2026-03-02">'
    found = extract(_page("Oak bench tested", f"<article><h1>Oak bench tested</h1>{text}</article>", head))
    assert isinstance(found, Article)
    assert found.flags == ()
