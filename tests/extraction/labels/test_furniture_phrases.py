"""Wording names site furniture in many languages, and never a sentence of an article."""

import re

import pytest

from archive.extraction.labels import furniture_phrases
from archive.model import Label
from archive.words import loader

LISTS = {
    language: lists for language in loader.list_languages() if (lists := loader.tables_of(language).get("furniture"))
}
LANGUAGES = [None, *LISTS]

FURNITURE = {
    Label.RELATED: [
        "You May Also Like",
        "Related Articles",
        "Editor’s Picks",
        "MOST READ",
        "Trending now",
        "Recommended Stories",
        "Read more: Harbour works to begin in spring",
        "» Read more »",
        "More from The Elmford Gazette",
        "WATCH | Ferry reaches port after a night adrift",
        "Lesen Sie auch",
        "Das könnte Sie auch interessieren",
        "Mehr zum Thema: Hafenausbau in Elmstadt",
        "À lire aussi",
        "Vous aimerez aussi",
        "À lire aussi : Le port rouvre au printemps",
        "También te puede interesar",
        "Lee también: El puerto reabre en primavera",
        "Lo más leído",
        "Leggi anche",
        "Potrebbe interessarti anche",
        "Leia também",
        "Você também pode gostar",
        "Lees ook: Haven gaat in het voorjaar open",
        "Meest gelezen",
        "相关阅读",
        "延伸閱讀：港口明年春天重新開放",
        "猜你喜欢",
        "関連記事",
        "【関連記事】港の工事、春に再開へ",
        "あわせて読みたい",
        "Читайте также",
        "Читайте также: Порт откроют весной",
        "Läs också",
        "Læs også",
        "Les også",
        "Czytaj także",
        "İlgili haberler",
        "Čtěte také",
        "Baca juga: Pelabuhan dibuka lagi",
        "관련기사",
    ],
    Label.PROMO: [
        "Advertisement",
        "Article continues below advertisement",
        "Sign up for our newsletter",
        "Get the latest news from Elmford delivered to your inbox",
        "Follow us on Google News",
        "Support our journalism",
        "Join our WhatsApp channel for the stories of the day",
        "Download our app",
        "Already a subscriber? Log in",
        "Anzeige",
        "Newsletter abonnieren",
        "Publicité",
        "Inscrivez-vous à notre newsletter",
        "Suscríbete a nuestro boletín",
        "Pubblicità",
        "Iscriviti alla newsletter",
        "Publicidade",
        "Assine nossa newsletter",
        "Advertentie",
        "Schrijf je in voor onze nieuwsbrief",
        "广告",
        "扫码关注",
        "広告",
        "無料会員登録",
        "Реклама",
        "Подписывайтесь на наш Telegram-канал",
    ],
    Label.SHARE: [
        "Share this:",
        "Tweet",
        "Copy link",
        "Share on Facebook",
        "Click to share on X (Opens in new window)",
        "Email",
        "Print",
        "WhatsApp",
        "Connect with us",
        "Follow us",
        "258 Shares",
        "Artikel teilen",
        "Partager sur Facebook",
        "Compartir",
        "Condividi su",
        "Compartilhe:",
        "Deel dit artikel",
        "分享到：",
        "シェアする",
        "Поделиться",
    ],
    Label.NAVIGATION: [
        "Skip to content",
        "Menu",
        "Home",
        "Search",
        "Hi, what are you looking for?",
        "↑ Back to top",
        "Previous article",
        "Next article",
        "Sign in",
        "Log in",
        "Subscribe",
        "Filed under: Harbours, Ferries, Elmford",
        "Tags: harbour, ferry",
        "Home > News > Harbours",
        "Zum Inhalt springen",
        "Aller au contenu",
        "Saltar al contenido",
        "Vai al contenuto",
        "Pular para o conteúdo",
        "Ga naar de inhoud",
        "当前位置：首页 > 新闻",
        "ページトップへ",
        "Перейти к содержимому",
    ],
    Label.LEGAL: [
        "© 2024 The Elmford Gazette",
        "All rights reserved",
        "Terms of use",
        "Privacy Policy",
        "We use cookies and similar technologies to make this site work and to measure how it is used.",
        "This material may not be published, broadcast, rewritten or redistributed.",
        "We may earn a commission from links on this page.",
        "Impressum",
        "Mentions légales",
        "Aviso legal",
        "Riproduzione riservata",
        "Todos os direitos reservados",
        "Alle rechten voorbehouden",
        "未经授权不得转载",
        "無断転載を禁じます",
        "Все права защищены",
    ],
    Label.COMMENT: [
        "Leave a comment",
        "Leave a Reply Cancel reply",
        "3 Comments",
        "Comments (12)",
        "Join the conversation",
        "Log in to comment",
        "Your email address will not be published. Required fields are marked *",
        "Schreibe einen Kommentar",
        "Laisser un commentaire",
        "Deja una respuesta",
        "Lascia un commento",
        "Deixe um comentário",
        "Geef een reactie",
        "发表评论",
        "コメントを残す",
        "Оставить комментарий",
    ],
    Label.DATE: [
        "Published",
        "Last modified: 3 May 2024",
        "Updated 3 hours ago",
        "5 min read",
        "3 hours ago",
        "December 22, 2023 4:52 pm",
        "Sunday, 24 December 2023",
        "03.05.2024, 10:30 Uhr",
        "Stand: 03.05.2024",
        "Publié le 3 mai 2024 à 10h30",
        "Publicado el 3 de mayo de 2024",
        "3 maggio 2024 alle 10:30",
        "Atualizado em 03/05/2024 às 10h30",
        "Gepubliceerd op 3 mei 2024",
        "2024年05月03日 10:30",
        "发布时间：2024-05-03 10:30",
        "更新：2024年5月3日",
        "3 мая 2024, 10:30",
    ],
    Label.CAPTION: [
        "Photo: Mara Lindqvist",
        "Image: Elmford Harbour Trust",
        "(Getty Images)",
        "Joost Veld/Getty Images",
        "The ferry in the harbour on Tuesday. Photo credit: Mara Lindqvist",
        "Foto: Jana Brandt",
        "Symbolbild",
        "Crédit photo : Anne Lafarge",
        "Imagen de archivo",
        "图：港口",
        "图片来源：网络",
        "写真＝港湾局提供",
    ],
    Label.BYLINE: [
        "By Mara Lindqvist",
        "By Mara Lindqvist and Joost Veld",
        "By MARA LINDQVIST, Staff Writer",
        "by Mara Lindqvist - 12/22/23 12:24 PM ET",
        "Written by Mara Lindqvist",
        "Autor: Jana Brandt",
        "Propos recueillis par Anne Lafarge",
        "责任编辑：王小明",
        "本报记者 王小明",
        "取材・文＝山田花子",
        "Автор: Иван Петров",
    ],
}

SENTENCES = [
    "Share prices fell by a tenth on Tuesday.",
    "Share of the vote",
    "Search teams found the missing walkers on Monday.",
    "Home owners fear that rates will rise again.",
    "Home advantage",
    "By Monday, the water had reached the second floor.",
    "By Monday Morning",
    "By the time the ferry docked, it was dark.",
    "By comparison, the old harbour took three years.",
    "By Design",
    "By Any Means Necessary",
    "By 2030",
    "Print sales have fallen for the tenth year in a row.",
    "Readers subscribe to our rival for less, the editor said.",
    "Subscribers left in droves after the price went up.",
    "Email is the main way the council writes to residents.",
    "Menu prices rose faster than wages.",
    "Comments by the minister caused an outcry.",
    "Follow the money, said the detective.",
    "Image matters in politics.",
    "Photo albums were found in the cellar.",
    "Published in 1998, the novel became a classic.",
    "Updated rules for drones come into force in May.",
    "Related problems were found in two other bridges.",
    "Trending upwards since March, prices are now a third higher.",
    "Read more books, the minister told pupils.",
    "More than 300 people were on board.",
    "More on the way",
    "Advertisement spending fell to a record low.",
    "Terms of the deal were not disclosed.",
    "Privacy campaigners welcomed the ruling.",
    "The paper's terms of trade have not changed since the war.",
    "Sign language is taught in two schools.",
    "Most popular was the red one, she said.",
    "Tags were found on three of the birds.",
    "Topics at the summit included trade and fishing.",
    "Join the queue, the guard told him.",
    "Watch out for ice on the roads.",
    "Source code was published by the university.",
    "Copyright law was last reformed in 1988.",
    "The photographer sold the picture to an agency for 300 pounds.",
    "Support for the plan has grown.",
    "Donate blood, the clinic asks.",
    "1. Search",
    "2. Email a neighbour",
    "March 12",
    "June 2019",
    "3-2",
    "2024",
    "$99.99",
    "4.7/5",
    "1/1/2013 +13.1%",
    "Facebook $0.50 – $3.00",
    "Top 10",
    "Category 5",
    "Section 3",
    "Par 5",
    "Getty Images sued the company in January over twelve million pictures.",
    "The ruling bans the use of cookies without consent.",
    "Filming without permission is prohibited, a sign at the gate says.",
    "She posted a file photo of the bridge and asked who remembered it.",
    "C#",
    "…",
    "",
    "Der Anzeiger berichtet, dass der Hafen geschlossen bleibt.",
    "Anzeige erstattete der Mann erst am Montag.",
    "Mehr Geld für den Hafen",
    "Von Montag an gilt die neue Regel.",
    "Lesen lernen Kinder heute anders.",
    "Teilen will die Stadt die Kosten nicht.",
    "Par ailleurs, le port restera fermé.",
    "Partager le pouvoir, dit-il, est difficile.",
    "Accueil glacial pour le ministre",
    "Um einen Kommentar gebeten, schwieg der Minister.",
    "Er erhielt eine Provision von drei Prozent.",
    "Retour à la normale",
    "Por otra parte, el puerto seguirá cerrado.",
    "Compartir piso es cada vez más caro.",
    "Recibe el premio a los 90 años.",
    "Foto di gruppo con ministro",
    "Di nuovo chiuso il porto",
    "Partita IVA, che cosa cambia da gennaio",
    "Para comentar el partido llegaron tres antiguos jugadores.",
    "La política de privacidad de la empresa cambió en mayo.",
    "Por enquanto, o porto fica fechado.",
    "Entre no século passado e hoje, tudo mudou.",
    "Door de storm bleef de haven dicht.",
    "Steun voor het plan groeit",
    "记者从港务局获悉，港口将于明年春天重新开放。",
    "推荐他担任校长的是一位老教师。",
    "据港务局微信公众号消息，港口明天关闭。",
    "加入世贸组织二十年",
    "写真を撮る人が増えている。",
    "関連する法律が改正された。",
    "Реклама алкоголя запрещена с 2012 года.",
    "Роскомнадзор заблокировал сайт.",
    "Поделиться опытом приехали врачи из пяти стран.",
]


@pytest.mark.parametrize(("label", "text"), [(label, text) for label, texts in FURNITURE.items() for text in texts])
def test_furniture_gets_its_label(label: Label, text: str) -> None:
    """Site furniture as printed on real sites is named by what it is."""
    found = furniture_phrases.furniture_of(text)
    assert found is not None
    assert found.label == label


@pytest.mark.parametrize("text", SENTENCES)
def test_an_article_is_never_named(text: str) -> None:
    """Sentences, subheadings, list entries and prices that begin like furniture stay what they are, in any language."""
    assert [furniture_phrases.furniture_of(text, language) for language in LANGUAGES] == [None] * len(LANGUAGES)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Von Jana Brandt", "de"),
        ("Par Anne Lafarge", "fr"),
        ("Por Ana Robles", "es"),
        ("Por Ana Robles", "pt"),
        ("Di Carlo Bassi", "it"),
        ("Door Joost Veld", "nl"),
    ],
)
def test_an_ambiguous_byline_needs_its_language(text: str, language: str) -> None:
    """Words that open names elsewhere ("Von Miller") make a byline only on a page in their own language."""
    found = furniture_phrases.furniture_of(text, language)
    assert (
        found and found.label,
        furniture_phrases.furniture_of(text),
        furniture_phrases.furniture_of(text, "en"),
    ) == (
        Label.BYLINE,
        None,
        None,
    )


@pytest.mark.parametrize(
    ("text", "stop"),
    [
        ("You May Also Like", True),
        ("Leave a Reply", True),
        ("More from The Elmford Gazette", True),
        ("Das könnte Sie auch interessieren", True),
        ("Read more: Harbour works to begin in spring", False),
        ("Advertisement", False),
        ("3 Comments", False),
    ],
)
def test_stop_marks_the_end_of_an_article(text: str, stop: bool) -> None:
    """What stands only after an article says so; what also stands inside one does not."""
    found = furniture_phrases.furniture_of(text)
    assert found is not None
    assert found.stop == stop


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("You may also like…", "phrase:en:you may also like"),
        ("Photo: Mara Lindqvist", "phrase:en:photo: …"),
        ("17 min read", "phrase:en:# min read"),
        ("News from Elmford delivered to your inbox", "phrase:en:… delivered to your inbox …"),
        ("相关阅读：", "phrase:zh:相关阅读"),
        ("3 May 2024", "phrase:date"),
    ],
)
def test_the_rule_names_language_and_phrase(text: str, rule: str) -> None:
    """A stripped block can be traced to the line of the phrase file that named it."""
    found = furniture_phrases.furniture_of(text)
    assert found is not None
    assert found.rule == rule


@pytest.mark.parametrize(
    "text",
    [
        "YOU MAY ALSO LIKE",
        "you may also like:",
        "— You May Also Like —",
        "You may also like (5)",
        "→ You may also like",
    ],
)
def test_case_punctuation_arrows_and_counts_do_not_matter(text: str) -> None:
    """However a site dresses a phrase up, it is the same phrase."""
    found = furniture_phrases.furniture_of(text)
    assert found is not None
    assert found.rule == "phrase:en:you may also like"


def test_accents_matter_but_not_their_encoding() -> None:
    """A decomposed accent is the same letter; a missing one is another word."""
    found = [
        furniture_phrases.furniture_of("A\u0300 lire aussi"),
        furniture_phrases.furniture_of("Über uns"),
        furniture_phrases.furniture_of("İLGİLİ HABERLER"),
    ]
    assert [one.label if one else None for one in found] == [Label.RELATED, Label.NAVIGATION, Label.RELATED]


def test_a_long_block_is_prose() -> None:
    """Furniture words in a long paragraph name nothing."""
    assert furniture_phrases.furniture_of("Sign up for our newsletter. " * 30) is None


def test_the_ten_languages_have_every_label() -> None:
    """No label is empty in a language that the archive promises."""
    promised = ["de", "en", "es", "fr", "it", "ja", "nl", "pt", "ru", "zh"]
    missing = {
        language: set(FURNITURE) - {Label(title.split("-")[0]) for title in LISTS[language] if title != "words"}
        for language in promised
    }
    assert not any(missing.values()), missing


def test_no_phrase_is_a_mere_number_and_every_phrase_is_found() -> None:
    """What a file lists under `exact` is found in full, in its own or another language's list."""
    unfound = [
        (language, title, line)
        for language, lists in LISTS.items()
        for title, kinds in lists.items()
        if title != "words"
        for line in loader.split_lines(kinds.get("exact", ""))
        if not re.search(r"[^\W\d]", line) or furniture_phrases.furniture_of(line, language) is None
    ]
    assert unfound == []
