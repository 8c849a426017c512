"""Hosters of blogs: one registrable domain, and a site of its own for each blog.

Beside the private part of the Public Suffix List, which has few of them, for a hoster lists itself there or does not.
"""

import re

# Each subdomain is a blog (general use: the addresses these hosters give).
_SUBDOMAINS = frozenset(
    """
    wordpress.com home.blog blog.com substack.com ghost.io tumblr.com livejournal.com medium.com typepad.com
    beehiiv.com buttondown.email hashnode.dev dreamwidth.org insanejournal.com tistory.com weebly.com webnode.com
    wixsite.com squarespace.com webflow.io jimdofree.com jimdosite.com strikingly.com overblog.com over-blog.com
    over-blog.net canalblog.com skyrock.com eklablog.com centerblog.net blog.jp livedoor.blog seesaa.net fc2.com
    hatenablog.com hatenablog.jp hatenadiary.com exblog.jp ameba.jp cocolog-nifty.com blogspot.com blogger.com
    blog.hu blog.pl blox.pl bloog.pl blogg.se blogg.no blogg.org blog.bg blog.cz blog.sme.sk blogs.com
    posthaven.com svbtle.com write.as micro.blog bearblog.dev mataroa.blog pika.page silvrback.com
    blogfa.com blogsky.com mihanblog.com persianblog.ir altervista.org myblog.de blog.de twoday.net antville.org
    """.split()
)
_BLOGSPOT = re.compile(r"blogspot\.(?:[a-z]{2,3}|com?\.[a-z]{2})")
_HOUSE = frozenset("www m en de fr es pt it mobile about api app blog blogs cdn help news open support users".split())
"""Subdomains that are the hoster's own, where its blogs may stand in paths."""

# The blog is in the path: `named` is its name, as in its subdomain where the hoster has those too.
_NAME = r"(?P<named>[\w.~-]+)"
_PATHS: dict[str, tuple[re.Pattern[str], str]] = {
    "medium.com": (
        re.compile(rf"/(?!p/|m/|me/|tag/|search|topic|about|_/)(?=@|[^/]+/[^/])@?{_NAME}(?=/|$)"),
        "{}.medium.com",
    ),
    "www.tumblr.com": (
        re.compile(rf"/(?!tagged/|search/|explore|dashboard|login)(?:blog/(?:view/)?)?{_NAME}(?=/|$)"),
        "{}.tumblr.com",
    ),
    "users.livejournal.com": (re.compile(rf"/{_NAME}(?=/|$)"), "{}.livejournal.com"),
    "www.livejournal.com": (re.compile(rf"/users/{_NAME}(?=/|$)"), "{}.livejournal.com"),
    "open.substack.com": (re.compile(rf"/pub/{_NAME}(?=/|$)"), "{}.substack.com"),
    "substack.com": (re.compile(rf"/@{_NAME}(?=/|$)"), "{}.substack.com"),
    "note.com": (re.compile(rf"/{_NAME}/n/"), "note.com/{}"),
    "ameblo.jp": (re.compile(rf"/{_NAME}(?=/|$)"), "ameblo.jp/{}"),
    "blog.naver.com": (re.compile(rf"/{_NAME}(?=/|$)"), "blog.naver.com/{}"),
    "blog.goo.ne.jp": (re.compile(rf"/{_NAME}(?=/|$)"), "blog.goo.ne.jp/{}"),
    "dev.to": (re.compile(rf"/(?!t/|search)@?{_NAME}/[\w-]+"), "dev.to/{}"),
    "sites.google.com": (re.compile(rf"/(?:view|site)/{_NAME}(?=/|$)"), "sites.google.com/{}"),
}


def blog_of(host: str, path: str) -> str | None:
    """Give the site of a blog at a hoster; None elsewhere. `host`, `path`: as `urls.canonical` writes them.

    A blog that has two addresses is one site: `medium.com/@anna` is `anna.medium.com`.
    """
    if found := _PATHS.get(host) or _PATHS.get(host.removeprefix("www.")):
        pattern, form = found
        match = pattern.match(path)
        return form.format(match["named"].lower().strip(".").replace("_", "-")) if match else None
    labels = host.split(".")
    for cut in range(1, len(labels) - 1):
        domain = ".".join(labels[cut:])
        if domain in _SUBDOMAINS or _BLOGSPOT.fullmatch(domain):
            blog = labels[cut - 1]
            if blog in _HOUSE:
                return None
            return f"{blog}.blogspot.com" if domain.startswith("blogspot.") else f"{blog}.{domain}"
    return None
