"""The regional wordings of keywords."""

from __future__ import annotations

import pytest

from weibofilter.fold.tables import load_tables
from weibofilter.rules.expand import MOST_FORMS, _wordings, regional_forms, spelled_forms


@pytest.mark.parametrize(
    ("keyword", "form"),
    [
        ("盗版软件", "盗版软体"),
        ("盜版軟體", "盗版软件"),
        ("计程车", "出租车"),
        ("計程車", "的士"),
        ("短信轰炸", "简讯轰炸"),
        ("出售客户信息", "出售客户资讯"),
        ("Ｕ盘", "随身碟"),
        ("服务器软件", "伺服器软体"),
    ],
)
def test_words_of_other_regions(keyword: str, form: str) -> None:
    assert form in regional_forms(keyword)


@pytest.mark.parametrize("keyword", ["加微信", "卖淫", "台", "件", "", "vx", "找对象", "低级", "顾全大局", "文件", "支持"])
def test_keywords_without_regional_wording(keyword: str) -> None:
    assert regional_forms(keyword) == ()


def test_no_form_is_the_keyword_itself_and_their_number_is_bounded() -> None:
    forms = regional_forms("软件硬件服务器短信")
    assert len(forms) == MOST_FORMS == len(set(forms))
    assert "软件硬件服务器短信" not in forms


def test_no_single_character_is_replaced_and_every_word_has_its_way_back() -> None:
    for word, others in _wordings().items():
        assert len(word) > 1
        assert all(len(other) > 1 and word in _wordings()[other] for other in others)


def test_words_stand_in_the_spelling_that_keywords_are_sought_in() -> None:
    tables = load_tables()
    assert [word for word in _wordings() if "".join(map(tables.spelling_of, word)) != word] == []


def test_forms_of_many_are_those_of_each() -> None:
    keywords = ["盗版软件", "加微信", "計程車", "", "两行\n软件", "大\ud800麻", "軟體"]
    for some in (keywords, keywords[:4], []):
        assert [forms for _, forms in spelled_forms(some)] == [regional_forms(keyword) for keyword in some]
    assert next(spelled_forms(["大\ud800麻煩"]))[0] == "大\ufffd麻烦"
