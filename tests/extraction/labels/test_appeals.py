"""A house's own request for money or members, in whatever words, is no part of the story above it."""

import pytest

from archive import extract
from archive.extraction.labels.appeals import is_appeal
from archive.model import Article

STORY = [
    f"The board voted for the refit of ferry number {number}, which will cost 11.4 million crowns and keep the "
    f"vessel in the yard for {number} weeks. A replacement boat will carry foot passengers only during that time."
    for number in range(3, 9)
]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "We depend on readers like you. Your gift of any size keeps the Courier free for everybody."),
        ("en", "The Courier is owned by its members, and we have no paywall. Join them and chip in today."),
        (
            "de",
            "Wir sind unabhängig und kostenlos. Das geht nur mit Ihrer Hilfe: Unterstützen Sie uns mit einer Spende.",
        ),
        ("fr", "Notre journal vit de ses lecteurs. Si vous le pouvez, faites un don, même petit."),
        ("es", "Nuestro periódico no tiene dueños. Con tu apoyo seguimos: hazte socio por tres euros al mes."),
        ("it", "Il nostro giornale non ha padroni. Se ti piace quello che leggi, sostienici con una donazione."),
        ("pt", "O nosso jornal vive dos leitores. Se você gosta do que lê, apoie-nos com uma doação."),
        ("nl", "Wij maken dit met elf mensen. Helpt u mee? Word lid of doneer wat u kunt missen."),
        ("sv", "Vi är en liten redaktion. Om du gillar det vi gör, bli medlem eller skänk en gåva."),
        ("pl", "Nasza redakcja utrzymuje się z wpłat. Jeśli cenisz to, co dla ciebie robimy, wesprzyj nas."),
        ("cs", "Naše redakce nemá majitele. Pokud vás náš text zaujal, podpořte nás měsíčním příspěvkem."),
        ("ru", "Мы пишем об этом каждый день. Если вам важна наша работа, поддержите нас."),
        ("uk", "Ми пишемо про це щодня. Якщо вам важлива наша робота, підтримайте нас."),
        ("el", "Η εφημερίδα μας δεν έχει αφεντικά. Αν σας αρέσει, στηρίξτε μας με μια δωρεά."),
        ("zh", "我们没有老板，只有读者。如果您喜欢我们的报道，请支持我们，成为会员。"),
    ],
)
def test_appeals(language: str, text: str) -> None:
    """It speaks of the house and to the reader, and asks."""
    assert is_appeal(text, language)


@pytest.mark.parametrize(
    "text",
    [
        "The family gave a donation of two million crowns to the hospital, its director said on Tuesday.",
        "“We ask you to donate what you can,” said Odile Marsk, who chairs the board of the food bank.",
        "We thank our members for their support, and look forward to the season that begins in May.",
        "If you need a ticket for the ferry, we suggest that you book before the first of June.",
    ],
)
def test_what_is_told_of_gifts_is_no_appeal(text: str) -> None:
    """Who is quoted, or tells of others' gifts, asks nobody to pay the house."""
    assert not is_appeal(text, "en")


@pytest.mark.parametrize(
    "wrapped", ["<p>{}</p>", "<p><em>{}</em></p>", "<hr><div><h4>A note to our readers</h4><p>{}</p></div>"]
)
def test_appeals_end_the_text(wrapped: str) -> None:
    """They are stripped with their heading at the end, and left amid the text."""
    appeal = "Before you go: will you help us keep our newsroom alive? Give today, and a donor will double your gift."
    told = "".join(f"<p>{text}</p>" for text in STORY)
    for html, kept in ((f"{told}{wrapped.format(appeal)}", False), (f"<p>{appeal}</p>{told}", True)):
        article = extract(f"<html lang=en><h1>Ferry gets new engines</h1><article>{html}</article></html>")
        assert isinstance(article, Article)
        assert (appeal in article.body) is kept
        assert all(text in article.body for text in STORY)
        assert "A note" not in article.body
