"""The words around names in bylines, by what they do: introduce an author, name another trade, say a rank, belong to a house.

Sources: bylines of the labelled pages in shared/data read by cause, and the byline forms listed in its sources/GUIDELINES.md;
author labels in other languages from the default themes of WordPress, Drupal and TYPO3.
"""

import re


def _any(words: str) -> str:
    return "|".join(re.escape(word).replace("_", r"\s") for word in sorted(words.split(), key=len, reverse=True))


# what stands before an author; "_" is a space
INTRODUCES = (
    "by written_by posted_by words_by story_by text_by report_by reported_by published_by article_by blog_by author authors writer"
    " von vom text text_von autor autorin autoren geschrieben_von veröffentlicht_von verfasst_von eingestellt_von erstellt_von"
    " artikel_von ein_artikel_von ein_beitrag_von ein_gastbeitrag_von interview interview_von text_und_interview beitrag_von"
    " par écrit_par publié_par rédigé_par auteur auteure propos_recueillis_par por escrito_por publicado_por autora texto texto_de"
    " di scritto_da pubblicato_da a_cura_di autore da door geschreven_door tekst av skrevet_av skriven_av tekst_av af skrevet_af"
    " przez autorzy napisał yazan yazar автор авторы текст автор_текста 作者 文 记者 本报记者 記者 撰文 通讯员 文/ 글 기자 oleh penulis tác_giả"
)
# what stands before somebody who did not write the story
OTHER_TRADES = (
    "edited_by editor: editors: reviewed_by medically_reviewed_by fact_checked_by fact-checked_by checked_by photos_by photo_by photograph_by photo: photos:"
    " photography_by photographs_by images_by image: image_by illustration_by illustrations_by illustrated_by video_by translated_by"
    " translation_by translator: produced_by contributions_from contributions_by with_additional_reporting_by additional_reporting_by"
    " additional_reporting_from graphics_by presented_by sponsored_by foto: fotos: foto_von fotos_von bild: bilder: bilder_von"
    " fotografie: illustration: illustrationen: übersetzung: übersetzt_von aus_dem_englischen_von redaktion: redigiert_von grafik:"
    " mitarbeit: photo_par photos_par photographie: illustrations_de traduit_par traduction: fotos_de foto_di foto_de traducción:"
    " traducido_por traduzione_di foto_door vertaling: bewerking: foto_av oversatt_av redaktör: 责任编辑 责编 编辑 編集 摄影 来源 editor_: penyunting"
)
# ranks and trades that follow a name, or stand in its place
RANKS = (
    "reporter reporters writer correspondent correspondents columnist journalist editor editors editor-in-chief contributor contributors"
    " analyst producer publisher blogger intern columnists director manager president ceo cto cfo founder co-founder cofounder officer"
    " professor lecturer researcher attorney physician dietitian therapist coach expert specialist consultant strategist marketer"
    " redakteur redakteurin reporterin korrespondent korrespondentin journalistin volontär volontärin chefredakteur chefredakteurin"
    " autorin kolumnist kolumnistin ressortleiter ressortleiterin experte expertin journaliste rédacteur rédactrice correspondante"
    " correspondant redactor redactora periodista corresponsal giornalista redattore redattrice inviato redacteur journaliste verslaggever"
    " redaktør journalisten dziennikarz muhabir muhabiri корреспондент обозреватель журналист"
)
# words that names of organisations and desks have, and names of people have not
HOUSES = (
    "news press agency agencies agentur agenturen times tribune herald gazette chronicle magazine media university institute college school"
    " team staff redaktion redazione rédaction redacción redação redactie redaktionen redaksjonen redaktionsteam editorial editors desk"
    " newsdesk bureau newsroom newswire wire gmbh inc inc. ltd llc ag kg e.v. corp corporation company limited zeitung network tv radio foundation"
    " association society center centre group store blog club online ministry ministerium polizei agence agencia agência agenzia agencja"
    " ajansı union verband verein stiftung universität hochschule institut council department services service studio studios digital"
    " publishing publications solutions systems technologies software bank insurance hospital clinic museum library journal daily"
    " nachrichten presse pressestelle anzeiger tageblatt morgenpost rundschau fernsehen rundfunk editorial-team contributors partners"
    " community academy federation bulletin newspaper editorialteam collective webdesk correspondents informatie nyheter haber haberleri"
    " агентство редакция новости новости 新闻 新聞 通讯社 日报 晚报 网 编辑部 뉴스"
)
# what content systems write where an author should be
NOBODY = frozenset(
    "admin administrator author autor auteur webmaster editor redaktion redakteur root user test guest gast unknown unbekannt anonymous"
    " anonym anonyme null none default undefined staff team newsroom news online web website support info contact kontakt wordpress"
    " posts post information info series footnotes about written date published search home menu blog vorlesen kontaktieren datum quelle autoreninfo wordpressadmin mon tue wed thu fri sat sun"
    " superuser super sysadmin wpadmin gastbeitrag gastautor sponsored advertiser partner publisher reuters facebook twitter".split()
)
DEGREES = (
    "phd ph.d ph.d. md m.d. m.d mba ma m.a. ms m.s. msc m.sc. ba b.a. bs b.s. bsc rd rdn ldn cpt cscs rn np dds dmd jd j.d. esq esq. llm"
    " cpa cfa cfp cepf facog facp faclm facc foma dabom dpt do d.o. edd ed.d. mph mpp mfa lcsw lmft aprn fnp cissp psp cpp pe e-ryt ryt"
)
TITLES = r"(?:Dr|Prof|Professor|Doktor|Mag|Dipl\.?-?\s?Ing|Ing|Lic|Mr|Mrs|Ms|Sir|Rev|Fr|Herr|Frau)\.?(?:\s(?:med|phil|jur|rer|nat|h\.?c)\.?)*"
PARTICLES = frozenset(
    "von van de der den del della di da do dos das du la le el al bin binti bint ben ibn af av zu zur zum ter ten te y e i und op 't"
    " st st. vom am mac d' l' abu ul ur".split()
)

LABEL = re.compile(r"\s*(?:by|von|par|por|door|av|af|di)", re.I)
INTRODUCTION = re.compile(rf"^[\s|•·,:;~–—-]*(?:{_any(INTRODUCES)})\b\s*(?:[:：/|]\s*)?|^\s*(?:作者|记者|記者|本报记者|撰文|文|글)\s*[:：/丨|]\s*", re.I)
ANOTHER = re.compile(rf"(?:^|[\s|•·,;(])(?:{_any(OTHER_TRADES)})[\s:：]", re.I)
RANKED = re.compile(
    rf"(?:(?:staff|senior|junior|chief|deputy|associate|assistant|contributing|managing|executive|special|guest|print|lifestyle|freelance"
    rf"|political|sports?|science|health|business|tech(?:nology)?|national|local|foreign|digital|features?|content|trial|leitend\w+|freie?r?"
    rf"|stellv\w*|head\sof)\s|(?:{_any(RANKS)})\b)", re.I)
RANK = re.compile(rf"(?<![\w-])(?:{_any(RANKS)})(?![\w-])", re.I)
HOUSE = re.compile(rf"(?<![\w-])(?:{_any(HOUSES)})(?![\w-])|新闻|新聞|通讯社|日报|晚报|编辑部|뉴스", re.I)
DEGREE = re.compile(rf"(?:^|[\s,]+)(?:{_any(DEGREES)})[®™]?(?=[\s,]|$)", re.I)
# what follows the names in a byline: dates, times, reading time, buttons
FOLLOWS = re.compile(
    r"\s*(?:[|•·●⋅∙»→]|\s[-–—]+(?:\s|$)"
    r"|\b(?:published|updated|posted|last\s(?:updated|modified)|created|veröffentlicht|aktualisiert|stand|publié|mis\sà\sjour|publicado|actualizado"
    r"|pubblicato|aggiornato|follow|share|read\smore|bio|about\sthe|more\sfrom|is\sa|is\san|is\sthe|was\sa|ist\s(?:eine?|seit|der|die)|est\s(?:un|une|le|la))\b"
    r"|\b(?:on|am|le|il|el|op|den|um|at)\s+(?=\d|(?:mon|tues?|wednes|thurs?|fri|satur|sun)(?:day)?\b|(?:mon|diens|mitt|donners|frei|sams|sonn)\w*tag|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
    r"|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*\.?\s\d{1,2}\b|\d{1,2}[.:/]\d{2}|\d{1,2}\.?\s(?:jan|feb|mär|mar|apr|mai|may|jun|jul|aug|sep|okt|oct|nov|dez|dec)|\b\d{4}\b"
    r"|\b\d+\s?(?:min|minutes?|stunden?|hours?|days?|ago|comments?|kommentare?)\b|(?<![\w-])\d)",
    re.I,
)
CALLING = re.compile(r"\s*(?:기자|특파원|記者|记者|通讯员)\s*$")
COMMA = re.compile(r"\s*[,;、，；]\s*")
AND = re.compile(r"\s*[/&+]\s*|\s(?:and|und|et|y|og|och|en|with|mit|e|i|и|та|ve|dan|và)\s", re.I)
LATE_BY = re.compile(r"^.{0,60}?\b[Bb]y:?\s+(?=[A-Z])|^.{0,80}?\d.{0,60}?[\s|·•,](?:by|von|par|por)\s+(?=\S)")
JOINED = re.compile(r"\s*(?:,\s*\||\|\s*,)\s*")
JOINED_BY_AND = re.compile(r"\s*\|?\s(and|und|et|y|og|och|e|&)\s\|?\s*", re.I)
GLUE = re.compile(r"(?<=[a-zß-ÿ.®)])(?=(?:Published|Updated|Posted|Last|Follow|Staff|Senior|Contribut|Editor|Editorial|Report|Writer|Assistant|Chief|Print|Lifestyle|Showbiz|News|Redakt|Korrespond|From|from|The\s|By\s|Associated|January|February|March|April|June|July|August|September|October|November|December|Jan\b|Feb\b|Mar\b|Apr\b|Aug\b|Sept?\b|Oct\b|Nov\b|Dec\b|\d))|(?<=^By)(?=[A-Z])|(?<=\sBy)(?=[A-Z])|(?<=^by)(?=[A-Z])|(?<=^Von)(?=[A-Z])|(?<=^von)(?=[A-Z])")
