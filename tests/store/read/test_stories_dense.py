"""Stories in scripts without spaces: Chinese, Japanese and Thai copies are found and compared by character."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from archive.extraction.likeness import AGREEING, SAME_STORY, compared_words, overlap, sketch_of
from archive.model import Confidence, Credit, Intake, Role
from archive.store.file.database import Database
from archive.store.read.stories import story_copies
from archive.store.write.ledger import Ledger
from tests.build import article, page, rows

CHINESE = (
    "望溪市文物局周二宣布，横跨望溪的三孔石桥经过十四个月的修缮，将于本周六重新向行人开放。这座桥建于清朝康熙年间，"
    "桥栏上原有二十四只石狮，其中七只在三年前的洪水中落入河底，去年冬天枯水期才由潜水队打捞上来。",
    "负责修缮的工程师陆青说，工人们把桥身的两千多块条石逐一编号，拆下后清洗，再按原来的位置砌回去。“最难的不是石头，"
    "而是石头之间的糯米灰浆，”她说，“我们试了三十一种配方，才找到和三百年前一样牢的那一种。”",
    "工程总共花费一千九百万元，其中三分之一来自市民捐款。住在桥头的退休教师韩月娥捐出了半年的养老金，她说自己小时候"
    "每天过桥上学，最怕的就是雨后桥面上的青苔。桥面这一次铺了防滑的麻石，两侧也装了低矮的地灯。",
    "市交通部门提醒，开放首日预计会有一万多人前来，附近的两条公交线路将临时改道，自驾的市民可以把车停在老粮站的广场。",
)
JAPANESE = (
    "港町の白波市は十二日、老朽化で三年前から閉鎖していた灯台を、来月一日から再び一般に公開すると発表した。灯台は"
    "大正八年に建てられ、高さは二十七メートル。らせん階段の踏み板がさびて抜け落ち、見学者が足を滑らせる事故が続いていた。",
    "修理を請け負った地元の鉄工所の社長、浜口透さんは「図面が残っておらず、一段ずつ寸法を測り直して鋳型を作った」と話す。"
    "百八十二段のうち、もとのまま使えたのは九段だけだったという。作業は潮風の弱い早朝に限られ、完成まで一年半かかった。",
    "費用は約二億三千万円で、市の基金のほか、全国から寄せられた寄付が四割を占めた。寄付をした人の名前は入り口の銅板に刻まれる。",
    "市は初日に記念の点灯式を開き、灯台守だった故人の孫が明かりをともす。観光協会は、年間およそ六万人の来訪を見込んでいる。",
)
OTHER_CHINESE = (
    "北岭县农业局周四公布，今年秋季苹果总产量预计比去年减少两成，主要原因是四月下旬的一场倒春寒。县里已经为受灾的果农"
    "发放第一批补贴，每亩最高八百元，并联系外地的果汁厂收购品相不好的果子。",
    "果农老魏说，他家的十二亩果园有一半没有坐果，剩下的苹果个头也小。“往年这个时候收购商早就在地头排队，”他说，“今年"
    "来的人少，价钱倒是高了一些。”县里的技术员正在挨村讲解如何用烟熏和喷水来防霜冻，并打算明年春天装上二十台防霜风扇。",
)
THAI = (
    "เทศบาลเมืองท่าเรือเก่าประกาศเมื่อวันอังคารว่าสะพานไม้ข้ามคลองสายหลักจะเปิดให้ประชาชนใช้อีกครั้งในวันเสาร์นี้ หลังจากซ่อมแซม"
    "นานสิบสี่เดือน ช่างไม้ในหมู่บ้านช่วยกันเปลี่ยนแผ่นไม้กว่าสองพันแผ่น และเก็บเสาเดิมไว้ได้เพียงเก้าต้น",
    "นายกเทศมนตรีกล่าวว่างบประมาณหนึ่งในสามมาจากเงินบริจาคของชาวบ้าน และจะมีการจัดงานฉลองริมคลองตลอดทั้งคืน",
)
XINHUA = Credit(
    "Xinhua News Agency", Role.AGENCY, "新华网", "来源：新华网", "source label: 来源", Confidence.CERTAIN, 1
)


def told(site: str, paragraphs: Sequence[str], *credits: Credit, **fields: Any) -> Intake:
    """Those paragraphs on that site, with the sketch that a worker would make."""
    body = "\n\n".join(paragraphs)
    said = article(f"https://{site}.example/a", body=body, credits=credits, **fields)
    return replace(page(said), sketch=sketch_of(body))


def edited(paragraphs: Sequence[str]) -> list[str]:
    """What another newsroom does to a text: its own first sentence, some words changed, the last paragraph cut."""
    text = "\n\n".join(paragraphs[:-1])
    for old, new in (
        ("周二", "3日"),
        ("宣布", "说"),
        ("发表", "发布"),
        ("発表した", "明らかにした"),
        ("อีกครั้ง", "ใหม่"),
        ("，", ","),
    ):
        text = text.replace(old, new)
    return ["【本报讯】", *text.split("\n\n")]


@pytest.mark.parametrize("text", [CHINESE, JAPANESE, THAI], ids=["chinese", "japanese", "thai"])
def test_an_edited_copy_joins_the_story(text: Sequence[str], database: Database, ledger: Ledger) -> None:
    """By its characters, whichever comes first; an unrelated text of the same kind of newsroom stays alone."""
    ledger.record([told("harbour", edited(text)), told("orchard", OTHER_CHINESE)])
    ledger.record([told("eastmoor", text)])
    assert rows(database, "SELECT site, story_id FROM articles ORDER BY id") == [
        ("harbour.example", 1),
        ("orchard.example", None),
        ("eastmoor.example", 1),
    ]
    ((share,),) = rows(database, "SELECT share_changed FROM articles WHERE id = 3")
    assert 0 < share < 0.5


def test_unrelated_texts_of_one_register_are_far_apart() -> None:
    """Common runs of characters ("的时候", "と話す") are far from making two texts one story."""
    for one, other in ((CHINESE, OTHER_CHINESE), (JAPANESE, CHINESE)):
        first, second = "".join(one), "".join(other)
        assert overlap(compared_words(first), compared_words(second)) < SAME_STORY / 5
        assert len(set(sketch_of(first)) & set(sketch_of(second))) < AGREEING


def test_a_silent_chinese_copy_is_credited_by_inference(database: Database, ledger: Ledger) -> None:
    """The agency that one site prints as 来源 is inferred for the other, which names nobody, and not printed there."""
    ledger.record([told("wangxi", CHINESE, XINHUA, language="zh"), told("beiling", edited(CHINESE), language="zh")])
    asked = "SELECT site, organization, evidence, confidence, inferred_from FROM article_credits ORDER BY article_id"
    assert rows(database, asked) == [
        ("wangxi.example", "Xinhua News Agency", "来源：新华网", "certain", None),
        ("beiling.example", "Xinhua News Agency", None, "inferred", 1),
    ]
    assert rows(database, "SELECT article_id FROM credits") == [(1,)]


def test_differences_are_shown_as_printed(database: Database, ledger: Ledger) -> None:
    """Some characters from where the texts part, with their punctuation and without spaces between them."""
    ledger.record(
        [told("wangxi", JAPANESE), told("beiling", [*JAPANESE[:-1], JAPANESE[-1].replace("六万人", "九千人")])]
    )
    (first, copy) = story_copies(database, 1)
    assert first.difference is None
    assert copy.difference is not None
    assert copy.difference.first == ("六万人の来訪を見", "九千人の来訪を見")
    assert round(copy.share_changed, 3) > 0
