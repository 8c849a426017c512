"""Chinese stories say in their first words, their last or their byline who filed them."""

import pytest

from archive.extraction.credits.filings import credits_of_filing, credits_of_reporter, credits_of_signature

STORY = "桥梁委员会宣布，城南的古石桥将于明年三月封闭九周，工程由县里出资。"
TAIWAN = "橋樑委員會宣布，城南的古石橋將於明年三月封閉九週，工程由縣裡出資。"


@pytest.mark.parametrize(
    ("opening", "expected"),
    [
        ("新华网临河4月14日电（记者 王小明）", ["Xinhua News Agency"]),
        ("新华社临河４月14日专电（记者王小明）", ["Xinhua News Agency"]),
        ("据新华社电 ", ["Xinhua News Agency"]),
        ("据新华社临河4月14日电（记者王小明）", ["Xinhua News Agency"]),
        ("【新华社电】", ["Xinhua News Agency"]),
        ("综合新华社、中新社电 ", ["Xinhua News Agency", "China News Service"]),
        ("中新网4月14日电 ", ["China News Service"]),
        ("中广网临河4月14日消息 ", ["China National Radio"]),
        ("中国日报网消息：", ["China Daily"]),
        ("国际在线报道（记者 王小明）：", ["China Radio International"]),
        ("环球网记者王小明报道，", ["Global Times"]),
        ("【环球网综合报道】", ["Global Times"]),
        ("法新社临河4月14日电 ", ["Agence France-Presse"]),
        ("路透临河4月14日电---", ["Reuters"]),
        ("（法新社倫敦14日電）", ["Agence France-Presse"]),
        ("(路透台北14日電)", ["Reuters"]),
        ("〔中央社〕", ["Central News Agency"]),
        ("〔中央社記者王小明／台北報導〕", ["Central News Agency"]),
        ("【明報專訊】", ["Ming Pao"]),
        ("【大紀元2026年04月14日訊】", ["Epoch Times"]),
        ("据路透社报道，", []),
        ("路透社14日报道说，", []),
        ("据新华社电视台介绍，", []),
        ("新华社记者了解到，", []),
        ("本报讯 记者王小明 ", []),
        ("据《临河日报》报道，", []),
        ("临河网4月14日讯 （望溪导报记者 王小明 通讯员 李静）", ["望溪导报"]),
        ("【临河】", []),
    ],
)
def test_filings(opening: str, expected: list[str]) -> None:
    """A wire's words or a reporter's stand behind the name; what only relates another's story has neither."""
    for story in (STORY, TAIWAN):
        assert [found.name for found in credits_of_filing(opening + story)] == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("(据新华社电)", ["Xinhua News Agency"]),
        ("（据新华社）", ["Xinhua News Agency"]),
        ("据新华社电", ["Xinhua News Agency"]),
        ("（新华社供本报特稿）", ["Xinhua News Agency"]),
        ("（综合新华社、中新社电）", ["Xinhua News Agency", "China News Service"]),
        ("综合新华社报道", ["Xinhua News Agency"]),
        ("新华社记者 王小明", ["Xinhua News Agency"]),
        (f"{STORY}（据中新社电）", ["China News Service"]),
        (f"{STORY}（据《临河晚报》）", ["临河晚报"]),
        ("新华社记者 王小明摄", []),
        ("（王小明）", []),
        ("（新华社）说", []),
        (STORY, []),
    ],
)
def test_signatures(line: str, expected: list[str]) -> None:
    """The last line, or the last brackets, name who sent the story; who took the picture is another's."""
    assert [found.name for found in credits_of_signature(line)] == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("采写：南都记者 方南", ["Southern Metropolis Daily"]),
        ("文/新京报记者 王小明", ["Beijing News"]),
        ("臨河日報記者王小明／綜合報導", ["臨河日報"]),
        ("新华社记者 王小明", ["Xinhua News Agency"]),
        ("■新华社记者 王小明", ["Xinhua News Agency"]),
        ("2026/01/12 08:33 中央社記者王小明", ["Central News Agency"]),
        ("新华社记者 王小明 摄", []),
        ("记者 王小明", []),
        ("本报记者 王小明", []),
        ("新京报记者从桥梁委员会了解到，古石桥将封闭", []),
    ],
)
def test_reporters(line: str, expected: list[str]) -> None:
    """The outlet stands before its reporter, who has a name; a sentence about what reporters learned is no byline."""
    assert [found.name for found in credits_of_reporter(line)] == expected
