"""The pages of a world: six templates with their chrome, and noise that is new at every load."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from random import Random

from bench.site_memory.sites import BOXES, HOUSES, INVITATIONS, MENU, TOWNS
from bench.world.script import CLOSED
from bench.world.texts import Text


@dataclass(frozen=True, slots=True)
class House:
    """The things a host has on all its pages; its `number` chooses the template."""

    host: str
    number: int
    name: str
    town: str

    @classmethod
    def of(cls, host: str, number: int) -> "House":
        """The newspaper at a host."""
        town = TOWNS[number % len(TOWNS)]
        return cls(host, number, f"{town} {('Herald', 'Courier', 'Mirror', 'Observer')[number // 9 % 4]}", town)

    def said(self, forms: Sequence[str]) -> str:
        """One of the house's standing texts."""
        form = forms[self.number % len(forms)]
        return form.format(name=self.name, town=self.town, year=1900 + self.number, count=17)


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page to print. `url`: its own; `others`: articles to link to, with the path of each; `noise`: of this load;
    `comments`: what readers wrote under it by now; `boxes`: what stands in its text tonight."""

    house: House
    url: str
    text: Text
    published: datetime
    others: Sequence[tuple[Text, str]]
    noise: Random
    comments: Sequence[str] = ()
    boxes: Sequence[str] = ()

    @property
    def title(self) -> str:
        """The headline, for HTML."""
        return escape(self.text.title)

    @property
    def date(self) -> str:
        """The day it was published, for readers."""
        return f"{self.published:%B} {self.published.day}, {self.published.year}"

    def paragraphs(self, before: str = "<p>", after: str = "</p>", between: Sequence[str] = ()) -> str:
        """The text; the boxes `between` stand after its second, fourth, ... paragraph."""
        boxes, made = [*self.boxes, *between], []
        for number, paragraph in enumerate(self.text.paragraphs, 1):
            made.append(f"{before}{escape(paragraph)}{after}")
            if boxes and number % 2 == 0 and number < len(self.text.paragraphs):
                made.append(boxes.pop(0))
        return "\n".join(made)

    def links(self, count: int, form: str = "<li><a href='{path}'>{title}</a></li>") -> str:
        """Other headlines, others at each load; `form` may use the `teaser` of each, too."""
        some = self.noise.sample(list(self.others), min(count, len(self.others)))
        return "".join(
            form.format(path=path, title=escape(text.title), teaser=escape(text.standfirst or text.paragraphs[0][:140]))
            for text, path in some
        )

    def ad(self) -> str:
        """An advertisement."""
        goods = self.noise.choice(("garden chairs", "winter tyres", "reading glasses", "rain coats", "seed potatoes"))
        return (
            f"<div class='ad ad-{self.noise.randint(1, 999)}'>Advertisement: {goods} from {self.number()} crowns</div>"
        )

    def number(self, most: int = 9_999) -> str:
        """A number that is another at the next load."""
        return f"{self.noise.randint(1, most):,}"

    def head(self, extra: str = "") -> str:
        """The document's head."""
        said = f"<meta property='og:title' content='{self.title}'>"
        said += f"<meta property='og:site_name' content='{self.house.name}'>"
        token = f"<meta name=csrf-token content={self.noise.getrandbits(64):x}>"
        return (
            f"<!doctype html><html lang=en><head><meta charset=utf-8><title>{self.title} | {self.house.name}</title>"
            f"<link rel=canonical href='{self.url}'>{said}{token}{extra}"
            f"<script nonce={self.noise.getrandbits(40):x}>var load={self.noise.random()};</script></head>"
        )

    def menu(self, form: str = "<nav><ul>{}</ul></nav>") -> str:
        """The house's menu, with a link to what robots.txt forbids."""
        entries = "".join(f"<li><a href='/{entry.lower().replace(' ', '-')}'>{entry}</a></li>" for entry in MENU)
        return form.format(f"{entries}<li><a href='{CLOSED}'>Members</a></li>")

    def foot(self) -> str:
        """The page's last lines."""
        return f"<footer><p>{self.house.said(HOUSES)}</p><p>© 2026 {self.house.name}. All rights reserved.</p></footer>"

    def schema(self) -> str:
        """Give what the page says for machines; this one's modification date is that of the load."""
        said = {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "headline": self.text.title,
            "author": {"@type": "Person", "name": self.text.author},
            "datePublished": f"{self.published:%Y-%m-%dT%H:%M:%SZ}",
            "dateModified": f"2026-04-01T{self.noise.randint(0, 23):02}:{self.noise.randint(0, 59):02}:00Z",
        }
        return f"<script type='application/ld+json'>{json.dumps(said)}</script>"


def print_article(leaf: Leaf) -> str:
    """The whole page, by the template of its house."""
    return TEMPLATES[leaf.house.number % len(TEMPLATES)](leaf)


def print_notice(house: House, title: str, inner: str, noise: Random) -> str:
    """A page of the house that is no article: a wall, a front page, an error."""
    return (
        f"<!doctype html><html lang=en><head><title>{title}</title></head><body><header>{house.name}</header>"
        f"{inner}<footer>© 2026 {house.name}. {noise.randint(1, 99)} readers online.</footer></body></html>"
    )


def _modern(leaf: Leaf) -> str:
    """Semantic elements, a live ticker, boxes amid the text."""
    text = leaf.text
    stand = f"<p class=standfirst>{escape(text.standfirst)}</p>" if text.standfirst else ""
    boxes = leaf.ad(), f"<aside class=newsletter><h4>Newsletter</h4><p>{leaf.house.said(BOXES)}</p></aside>", leaf.ad()
    live = f"<div class=ticker>Live: {leaf.number()} readers now · {leaf.noise.randint(-4, 14)} °C</div>"
    return (
        f"{leaf.head(leaf.schema())}<body><header>{leaf.menu()}{live}</header><main><article><h1>{leaf.title}</h1>{stand}"
        f"<div class=byline>By <a rel=author href='/authors/{text.author.split()[0].lower()}'>{text.author}</a>"
        f"<time datetime='{leaf.published:%Y-%m-%dT%H:%M:%SZ}'>{leaf.date}</time>"
        f"<span>{leaf.noise.randint(2, 9)} min read</span></div><div class=share>{leaf.number(900)} shares</div>"
        f"<figure><img src='/i/{leaf.noise.randint(1, 9)}.jpg' alt=''><figcaption>The town of {leaf.house.town} in "
        f"spring. Photo: {leaf.house.name}</figcaption></figure>{leaf.paragraphs(between=boxes)}"
        f"<div class=comments-count><a href='#c'>{leaf.number(300)} comments</a></div></article>"
        f"<aside class=related><h3>Related stories</h3><ul>{leaf.links(5)}</ul></aside></main>{leaf.foot()}</body>"
    )


def _table(leaf: Leaf) -> str:
    """A layout of tables, as in the year 2000, with a visitor counter."""
    text = leaf.text
    stand = f"<b>{escape(text.standfirst)}</b><br>" if text.standfirst else ""
    return (
        f"{leaf.head()}<body><table width=900><tr><td colspan=2><center>{leaf.house.name}</center>"
        f"{leaf.menu('<ul>{}</ul>')}</td></tr><tr><td width=180 valign=top><b>Most read today</b><br>"
        f"{leaf.links(6, '<a href={path!r}>{title}</a><br>')}<br>Visitor no. {leaf.number()}</td><td valign=top>"
        f"<h1>{leaf.title}</h1>{stand}<p><i>By {text.author}, {leaf.date}</i></p>{leaf.paragraphs()}"
        f"<p><a href='/print/story'>Print</a> | <a href='/mail'>Mail to a friend</a></p></td></tr></table>"
        f"<hr><center>{leaf.house.said(INVITATIONS)}</center><center>© 2026 {leaf.house.name}. All rights reserved."
        f"</center></body></html>"
    )


def _blog(leaf: Leaf) -> str:
    """As WordPress makes it: entry-content, sharing, related posts, readers' comments that grow in number."""
    text = leaf.text
    stand = f"<p><em>{escape(text.standfirst)}</em></p>" if text.standfirst else ""
    comments = "".join(
        f"<li class=comment><div class=comment-author>reader{number}</div><div class=comment-meta>"
        f"{leaf.noise.randint(2, 50)} minutes ago</div><p>{escape(comment)}</p></li>"
        for number, comment in enumerate(leaf.comments)
    )
    related = leaf.links(3, "<div class=jp-relatedposts-post><a href='{path}'>{title}</a></div>")
    return (
        f"{leaf.head()}<body class='single single-post postid-{leaf.noise.randint(1, 99)}'><div id=masthead>"
        f"{leaf.house.name}{leaf.menu('<ul class=menu>{}</ul>')}</div><div id=primary><article class='post "
        f"hentry'><header>"
        f"<h1 class=entry-title>{leaf.title}</h1><div class=entry-meta>Posted on <time class=entry-date datetime="
        f"'{leaf.published:%Y-%m-%dT%H:%M:%SZ}'>{leaf.date}</time> by <span class=author>{text.author}</span> · "
        f"{leaf.number()} views</div></header><div class=entry-content>{stand}{leaf.paragraphs()}"
        f"<div class=sharedaddy><h3>Share this:</h3><ul><li>Facebook ({leaf.number(99)})</li><li>Print</li></ul></div>"
        f"<div id=jp-relatedposts><h3>Related</h3>{related}</div></div></article><div id=comments class=comments-area>"
        f"<h2>{len(leaf.comments)} thoughts on “{leaf.title}”</h2><ol class=comment-list>{comments}</ol>"
        f"<h3>Leave a reply</h3><form action='/wp-comments-post.php'><input type=hidden value="
        f"{leaf.noise.getrandbits(32):x}></form></div></div><div id=secondary><h2>Recent "
        f"posts</h2><ul>{leaf.links(5)}</ul></div>{leaf.foot()}"
    )


def _hashed(leaf: Leaf) -> str:
    """Made by a bundler: class names anew at every load, divs only, a line that leads elsewhere amid the text."""
    text, name = leaf.text, f"css-{leaf.noise.getrandbits(24):x}"
    stand = f"<p class={name}-s>{escape(text.standfirst)}</p>" if text.standfirst else ""
    also = leaf.links(1, "<p><strong>Read also: <a href='{path}'>{title}</a></strong></p>")
    return (
        f"{leaf.head(leaf.schema())}<body><div class={name}-nav>{leaf.menu('<ul>{}</ul>')}</div><div class={name}-main>"
        f"<h1 class={name}-h>{leaf.title}</h1>{stand}<div class={name}-m><span>{text.author}</span>"
        f"<span>{leaf.date}</span><span>Updated {leaf.noise.randint(2, 59)} minutes ago</span></div>"
        f"<div class={name}-body>{leaf.paragraphs(between=(also, leaf.ad()))}</div><div class={name}-tags>"
        f"<a href='/tag/town'>Town</a> <a href='/tag/money'>Money</a></div></div><div class={name}-more><h2>More from "
        f"{leaf.house.name}</h2>{leaf.links(4, CARD)}</div>{leaf.foot()}</body></html>"
    )


CARD = "<div><a href='{path}'><h3>{title}</h3></a><p>{teaser}</p></div>"


def _split(leaf: Leaf) -> str:
    """The text in two containers with a box between them; a poll and a list of the most read in the same column."""
    text = leaf.text
    cut = len(text.paragraphs) // 2
    halves = text.paragraphs[:cut], text.paragraphs[cut:]
    first, second = ("".join(f"<p class=txt>{escape(paragraph)}</p>" for paragraph in half) for half in halves)
    stand = f"<h2 class=teaser>{escape(text.standfirst)}</h2>" if text.standfirst else ""
    yes = leaf.noise.randint(20, 80)
    return (
        f"{leaf.head()}<body>{leaf.menu()}<main><section class=story><h1>{leaf.title}</h1>{stand}"
        f"<p class=author>By {text.author} | {leaf.date}</p><div class=story-body>{first}</div>"
        f"<div class='box most-read'><h4>Most read</h4><ol>{leaf.links(5)}</ol></div>{leaf.ad()}{''.join(leaf.boxes)}"
        f"<div class=story-body>{second}</div><div class=poll><h4>Poll</h4><p>{yes} % say yes, {100 - yes} % say no, "
        f"of {leaf.number()} votes</p></div></section></main>{leaf.foot()}</body></html>"
    )


def _plain(leaf: Leaf) -> str:
    """Hardly any markup; a date line and the weather at the top, a promotion that changes under the text."""
    text = leaf.text
    stand = f"<div class=lead>{escape(text.standfirst)}</div>" if text.standfirst else ""
    weather = f"{leaf.noise.choice(('Sunny', 'Light rain', 'Fog'))}, {leaf.noise.randint(-4, 14)} °C"
    promo = leaf.noise.choice(("the Saturday edition", "our photo competition", "the recipe of the week"))
    return (
        f"{leaf.head()}<body><div id=top>{leaf.house.name} · {weather} · {leaf.noise.randint(10, 23)}:30</div>"
        f"<div id=menu>{leaf.menu('<ul>{}</ul>')}</div><div id=c><h1>{leaf.title}</h1>{stand}<div class=by>"
        f"By {text.author}</div><div class=d>{leaf.date}</div>{leaf.paragraphs('<div>', '</div>')}<div "
        f"class=promo>Have you seen "
        f"{promo}? Subscribe from {leaf.number(90)} crowns a month.</div></div><div id=side><h3>Latest headlines</h3>"
        f"<ul>{leaf.links(7)}</ul></div><div id=foot>{leaf.house.said(INVITATIONS)} © 2026 {leaf.house.name}. "
        f"All rights reserved.</div></body></html>"
    )


TEMPLATES: tuple[Callable[[Leaf], str], ...] = (_modern, _table, _blog, _hashed, _split, _plain)
