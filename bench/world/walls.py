"""Pages in an article's place: walls, notices, robot checks. Their wording is that of real ones."""

from collections.abc import Callable
from dataclasses import replace
from random import Random

from bench.world.script import Mode
from bench.world.texts import Text

OFFERS = (
    "<div class=offer><h2>Subscribe to continue reading</h2><p>Already a subscriber? Log in</p><p>From {n} crowns a "
    "month</p></div>",
    "<div class=gate><p>This article is for subscribers only.</p><p>Sign in to continue reading, or choose a plan from "
    "{n} crowns.</p></div>",
)
CHECKS = (
    "<h1>Just a moment...</h1><p>Checking your browser before accessing the site. This process is automatic. Your "
    "browser will redirect to your requested content shortly. Please enable JavaScript and cookies to continue.</p>",
    "<h1>Are you a robot?</h1><p>Our systems have detected unusual traffic from your network. To continue, please "
    "verify you are a human by completing the action below. Press &amp; hold the button until it turns green, "
    "then release it "
    "and wait for the page to load.</p><p>Reference {n}</p>",
)
CONSENT = (
    "<h1>We value your privacy</h1><p>We and our 812 partners store and access information on a device, such as "
    "cookies, and process personal data, such as unique identifiers, for personalised advertising and content "
    "measurement.</p>"
    "<button>Accept all</button><button>Reject all</button><button>Manage options</button>",
    "<h1>Before you continue</h1><p>We use cookies and similar technologies to show you journalism that pays for "
    "itself. Accept all to go on to the article, or choose what you allow.</p><button>Accept and continue</button>",
)
NOTICE = (
    "<h1>We will be back soon</h1><p>Our website is being moved to new computers tonight. Nobody planned that it would "
    "take so long, and we are sorry for it. The printed paper will be at the kiosks at the usual hour.</p><p>Until "
    "then you reach the newsroom by telephone. Subscribers need not do anything: all accounts, letters and "
    "puzzles will be "
    "there again in the morning, and nothing is lost.</p><p>Thank you for your patience. The technicians are drinking "
    "their fourth coffee, and the night editor has gone to fetch a fifth.</p>"
)
SOFT = "<h1>Page not found</h1><p>We could not find the page you asked for. It may have been moved or deleted.</p>"
SHELL = (
    "<!doctype html><html lang=en><head><meta charset=utf-8><title>News</title><script defer src=/static/main.js>"
    "</script></head><body><noscript>You need to enable JavaScript to run this app.</noscript><div id=root></div>"
    "</body></html>"
)

WHOLE = frozenset({Mode.PAYWALL, Mode.STUB, Mode.PART, Mode.EMPTY, Mode.SHELL})
"""Those that are not put on a page of the house."""

PLAIN = {
    Mode.CAPTCHA: ("Just a moment...",),
    Mode.CONSENT: ("Your privacy",),
    Mode.NOTICE: ("We will be back soon",),
    Mode.SOFT: ("Page not found",),
}
"""Their titles."""

STATUSES = {
    Mode.MISSING: (404,),
    Mode.REMOVED: (410,),
    Mode.FORBIDDEN: (403, 402, 401, 451),
    Mode.BROKEN: (500, 500, 502, 504),
    Mode.UNASKED: (304,),
}


def _paywall(text: Text, noise: Random) -> str:
    """The first paragraphs, then the offer."""
    shown = "".join(f"<p>{paragraph}</p>" for paragraph in text.paragraphs[: noise.choice((1, 1, 2))])
    offer = noise.choice(OFFERS).format(n=noise.randint(5, 30))
    return (
        f"<!doctype html><html lang=en><head><title>{text.title}</title></head><body><article><h1>{text.title}</h1>"
        f"<p>By {text.author}</p>{shown}{offer}</article></body></html>"
    )


def _stub(text: Text, noise: Random) -> Text:
    """The page with the first words of its text alone, as where a script should load the rest."""
    return replace(text, standfirst=None, paragraphs=(" ".join(text.paragraphs[0].split()[:30]) + " ...",))


def _part(text: Text, noise: Random) -> Text:
    """Give the first half of the text, which leads on, or breaks off."""
    shown = text.paragraphs[: len(text.paragraphs) // 2]
    if noise.random() < 0.5:
        return replace(text, paragraphs=(*shown, noise.choice(("Read on", "Continue reading", "Read the full story"))))
    words = shown[-1].split()
    return replace(text, paragraphs=(*shown[:-1], " ".join(words[: len(words) // 2]) + " …"))


def _varied(forms: tuple[str, ...]) -> Callable[[Text, Random], str]:
    return lambda text, noise: noise.choice(forms).replace("{n}", f"{noise.getrandbits(32):08x}")


WALLS: dict[Mode, Callable[[Text, Random], str | Text]] = {
    Mode.PAYWALL: _paywall,
    Mode.STUB: _stub,
    Mode.PART: _part,
    Mode.EMPTY: lambda text, noise: "",
    Mode.SHELL: lambda text, noise: SHELL,
    Mode.CONSENT: _varied(CONSENT),
    Mode.CAPTCHA: _varied(CHECKS),
    Mode.NOTICE: lambda text, noise: NOTICE,
    Mode.SOFT: lambda text, noise: SOFT,
}
