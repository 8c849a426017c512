"""The words around names in bylines: they introduce an author, name another trade, say a rank, belong to a house.

Sources: bylines of the labelled pages in shared/data, read by cause; the byline forms in its sources/GUIDELINES.md;
author labels of the default themes of WordPress, Drupal and TYPO3 in their languages. "_" stands for a space.
"""

import re

# stands before an author
INTRODUCES = """
by written_by posted_by words_by story_by text_by report_by reported_by published_by article_by blog_by author
authors writer von vom text text_von autor autorin autoren geschrieben_von veröffentlicht_von verfasst_von
eingestellt_von erstellt_von artikel_von ein_artikel_von ein_beitrag_von ein_gastbeitrag_von interview
interview_von text_und_interview beitrag_von par écrit_par publié_par rédigé_par auteur auteure
propos_recueillis_par por escrito_por publicado_por autora texto texto_de di scritto_da pubblicato_da a_cura_di
autore da door geschreven_door tekst av skrevet_av skriven_av tekst_av af skrevet_af przez autorzy napisał yazan
yazar автор авторы текст автор_текста 作者 文 记者 本报记者 記者 撰文 通讯员 文/ 글 기자 oleh penulis tác_giả
"""
# stands before somebody who did not write the story
OTHER_TRADES = """
edited_by editor: editors: reviewed_by medically_reviewed_by fact_checked_by fact-checked_by checked_by photos_by
photo_by
photograph_by photo: photos: photography_by photographs_by images_by image: image_by illustration_by illustrations_by
illustrated_by video_by translated_by translation_by translator: produced_by contributions_from contributions_by
with_additional_reporting_by additional_reporting_by additional_reporting_from graphics_by presented_by sponsored_by
foto: fotos: foto_von fotos_von bild: bilder: bilder_von fotografie: illustration: illustrationen:
übersetzung: übersetzt_von
aus_dem_englischen_von redaktion: redigiert_von grafik: mitarbeit: photo_par photos_par photographie: illustrations_de
traduit_par traduction: fotos_de foto_di foto_de traducción: traducido_por traduzione_di foto_door vertaling: bewerking:
foto_av oversatt_av redaktör: 责任编辑 责编 编辑 編集 摄影 来源 editor_: penyunting
"""
# follows a name, or stands in its place
RANKS = """
reporter reporters writer writers correspondent correspondents columnist journalist editor editors editor-in-chief
contributor contributors analyst producer publisher blogger intern columnists director manager president ceo cto
cfo founder co-founder cofounder officer professor lecturer researcher attorney physician dietitian therapist
coach expert specialist consultant strategist marketer redakteur redakteurin reporterin korrespondent
korrespondentin journalistin volontär volontärin chefredakteur chefredakteurin autorin kolumnist kolumnistin
ressortleiter ressortleiterin experte expertin journaliste rédacteur rédactrice correspondante correspondant
redactor redactora periodista corresponsal giornalista redattore redattrice inviato redacteur verslaggever
redaktør journalisten dziennikarz muhabir muhabiri корреспондент обозреватель журналист
"""
# begins a rank
RANKED_BY = """
staff senior junior chief deputy associate assistant contributing managing executive special guest print lifestyle
freelance political sport sports science health business tech technology national local foreign digital feature features
content trial leitender leitende freier freie stellvertretender stellvertretende head_of
"""
# names of organisations and desks have these, names of people have not
HOUSES = """
news press agency agencies agentur agenturen times tribune herald gazette chronicle magazine media university
institute college school team staff redaktion redazione rédaction redacción redação redactie redaktionen
redaksjonen redaktionsteam editorial editors desk newsdesk bureau newsroom newswire wire gmbh inc inc. ltd llc
ag kg e.v. corp corporation company limited zeitung network tv radio foundation association society center
centre group store blog club online ministry ministerium polizei agence agencia agência agenzia agencja ajansı
union verband verein stiftung universität hochschule institut council department services service studio studios
digital publishing publications solutions systems technologies software bank insurance hospital clinic museum
library journal daily nachrichten presse pressestelle anzeiger tageblatt morgenpost rundschau fernsehen rundfunk
editorial-team contributors partners community academy federation bulletin newspaper editorialteam collective
webdesk correspondents informatie nyheter haber haberleri агентство редакция новости
"""
HOUSES_UNSPACED = "新闻|新聞|通讯社|日报|晚报|编辑部|뉴스"
# written by content systems, or read by mistake, where an author should be
NOBODY = """
admin administrator author autor auteur webmaster editor redaktion redakteur root user test guest gast unknown
unbekannt anonymous anonym anonyme null none default undefined staff team newsroom news online web website
support info contact kontakt wordpress posts post information info series footnotes about written date published
search home menu blog vorlesen kontaktieren datum quelle autoreninfo wordpressadmin mon tue wed thu fri sat sun
superuser super sysadmin wpadmin gastbeitrag gastautor sponsored advertiser partner publisher facebook twitter
"""
DEGREES = """
phd ph.d ph.d. md m.d. m.d mba ma m.a. ms m.s. msc m.sc. ba b.a. bs b.s. bsc rd rdn ldn cpt cscs rn np dds dmd
dvm jd j.d. esq esq. llm cpa cfa cfp cepf facog facp faclm facc foma fand dabom dpt do d.o. edd ed.d. mph mpp
mfa lcsw lmft aprn fnp cissp psp cpp pe e-ryt ryt
"""
PARTICLES = """
von van de der den del della di da do dos das du la le el al bin binti bint ben ibn af av zu zur zum ter ten te
y e i und op 't st vom am mac d' l' abu ul ur
"""
FOLLOWING = """
published updated posted last_updated last_modified created veröffentlicht aktualisiert stand publié mis_à_jour
publicado actualizado pubblicato aggiornato follow share read_more bio about_the more_from is_a is_an is_the
was_a ist_ein ist_eine ist_seit ist_der ist_die est_un est_une est_le est_la
"""
# begins what is glued to a name: "Jane RoePublished", "ByJane Roe"
GLUED = """
Published Updated Posted Last Follow Staff Senior Contribut Editor Editorial Report Writer Assistant Chief Print
Lifestyle Showbiz News Redakt Korrespond From from The_ By_ Associated January February March April June July
August September October November December
"""
_MONTHS = "jan|feb|mär|mar|apr|mai|may|jun|jul|aug|sep|okt|oct|nov|dez|dec"
_WEEKDAYS = r"(?:mon|tues?|wednes|thurs?|fri|satur|sun)(?:day)?\b|(?:mon|diens|mitt|donners|frei|sams|sonn)\w*tag"


def _any(words: str) -> str:
    """Make a pattern for any of the words, the longest first."""
    return "|".join(re.escape(word).replace("_", r"\s") for word in sorted(words.split(), key=len, reverse=True))


NOBODIES = frozenset(NOBODY.split())
PARTICLE = frozenset(PARTICLES.split())
LABEL = re.compile(r"\s*(?:by|von|par|por|door|av|af|di)", re.I)
INTRODUCTION = re.compile(
    rf"^[\s|•·,:;~–—-]*(?:{_any(INTRODUCES)})\b\s*(?:[:：/|]\s*)?|^\s*(?:作者|记者|記者|本报记者|撰文|文|글)\s*[:：/丨|]\s*",
    re.I,
)
# "News By Jane Roe", "29. Juni 2017 · von Jane Roe"
LATE_BY = re.compile(r"^.{0,60}?\b[Bb]y:?\s+(?=[A-Z])|^.{0,80}?\d.{0,60}?[\s|·•,](?:by|von|par|por)\s+(?=\S)")
ANOTHER = re.compile(rf"(?:^|[\s|•·,;(])(?:{_any(OTHER_TRADES)})[\s:：]", re.I)
RANK = re.compile(rf"(?<![\w-])(?:{_any(RANKS)})(?![\w-])", re.I)
RANKED = re.compile(rf"(?:{_any(RANKED_BY)})\s|(?:{_any(RANKS)})\b", re.I)
HOUSE = re.compile(rf"(?<![\w-])(?:{_any(HOUSES)})(?![\w-])|{HOUSES_UNSPACED}", re.I)
_SHORT_DEGREES = " ".join(degree.upper() for degree in DEGREES.split() if len(degree) == 2)  # "Ma" is a name, too
_LONG_DEGREES = " ".join(degree for degree in DEGREES.split() if len(degree) > 2)
DEGREE = re.compile(rf"(?:^|[\s,]+)(?:{_any(_LONG_DEGREES)}|(?-i:{_any(_SHORT_DEGREES)}))[®™]?(?=[\s,]|$)", re.I)
CALLING = re.compile(r"\s*(?:기자|특파원|記者|记者|通讯员)\s*$")
# what follows the names in a byline: dates, times, reading time, buttons
FOLLOWS = re.compile(
    rf"\s*(?:[|•·●⋅∙»→]|\s[-–—]+(?:\s|$)|\b(?:{_any(FOLLOWING)})\b"
    rf"|\b(?:on|am|le|il|el|op|den|um|at)\s+(?=\d|{_WEEKDAYS}|{_MONTHS})"
    rf"|\b(?:{_MONTHS})[a-zä]*\.?\s\d{{1,2}}\b|\d{{1,2}}\.?\s(?:{_MONTHS})"
    r"|\b\d+\s?(?:min|minutes?|stunden?|hours?|days?|ago|comments?|kommentare?)\b|(?<![\w-])\d)",
    re.I,
)
COMMA = re.compile(r"\s*[,;、，；]\s*")
AND = re.compile(r"\s*[/&+]\s*|\s(?:and|und|et|og|och|en|with|mit|та|ve|dan|và|(?-i:y|e|i|и))\s", re.I)
LEADING_AND = re.compile(r"^\s*(?:and|und|et|og|och|en|ve|dan|và|y|e|i|и|&)\s+")
# between the byline's names and what stands beside them
GAP = re.compile(r"\s*[|•·●⋅∙»→]+\s*|\s[-–—]+\s")
# a list whose items stand in elements of their own
JOINED = re.compile(r"\s*(?:,\s*\||\|\s*,)\s*")
JOINED_BY_AND = re.compile(r"\s*\|?\s(and|und|et|og|och|&|(?-i:y|e))\s\|?\s*", re.I)
GLUE = re.compile(
    rf"(?<=[a-zß-ÿ.®)])(?=(?:{_any(GLUED)}|(?:Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec)\b|\d))"
    r"|(?:(?<=^[Bb]y)|(?<=\sBy)|(?<=^[Vv]on))(?=[A-Z])"
)
