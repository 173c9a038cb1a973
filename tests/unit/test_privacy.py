"""Masking: 500 synthetic numbers in many spellings leave nothing; amounts and document numbers stay."""

import random
import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.privacy import mask

WIDE = str.maketrans("0123456789Xx", "０１２３４５６７８９Ｘｘ")
CHINESE = str.maketrans("0123456789", "零一二三四五六七八九")
TELEPHONE = str.maketrans("0123456789", "洞幺两三四五六拐八九") | str.maketrans("0127", "零幺二七")
CIRCLED = str.maketrans("0123456789", "⓪①②③④⑤⑥⑦⑧⑨")
ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
FRAMES = ("{}", "我的号码是{}，请问补多少钱", "{}能领补贴吗", "本人{}。", "查查({})的", "电话：{}；谢谢", "a{}b")


def grouped(number: str, sizes: tuple[int, ...], joiner: str) -> str:
    parts, at = [], 0
    for size in sizes:
        parts.append(number[at : at + size])
        at += size
    return joiner.join([part for part in [*parts, number[at:]] if part])


def identity_number(chance: random.Random) -> str:
    born = date(1950, 1, 1) + timedelta(days=chance.randrange(20_000))
    body = f"{chance.choice(['150202', '110105', '440305', '610102'])}{born:%Y%m%d}{chance.randrange(1000):03d}"
    total = sum(int(digit) * 2 ** (17 - place) for place, digit in enumerate(body))
    return body + "10X98765432"[total % 11]


def old_identity_number(chance: random.Random) -> str:
    born = date(1950, 1, 1) + timedelta(days=chance.randrange(18_000))
    return f"150202{born:%y%m%d}{chance.randrange(1000):03d}"


def mobile(chance: random.Random) -> str:
    return f"1{chance.choice('3456789')}{chance.randrange(10**9):09d}"


def card(chance: random.Random) -> str:
    body = "62" + "".join(str(chance.randrange(10)) for _ in range(chance.choice([13, 14, 15, 16])))
    total = 0
    for place, digit in enumerate(reversed(body)):
        value = int(digit) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return body + str(-total % 10)


SPELLINGS: dict[str, tuple[Callable[[random.Random], str], tuple[Callable[[str], str], ...]]] = {
    "identity": (
        identity_number,
        (
            str,
            str.lower,
            lambda n: n.translate(WIDE),
            lambda n: grouped(n, (6, 8), " "),
            lambda n: grouped(n, (6, 8), "-"),
            lambda n: grouped(n, (4, 4, 4, 4), " "),
            lambda n: grouped(n, (6, 4, 4), "\u3000"),
            "\u200b".join,
            " ".join,
            lambda n: n.translate(CHINESE),
        ),
    ),
    "old identity": (old_identity_number, (str, lambda n: grouped(n, (6, 6), " "), lambda n: n.translate(WIDE))),
    "mobile": (
        mobile,
        (
            str,
            lambda n: grouped(n, (3, 4), " "),
            lambda n: grouped(n, (3, 4), "-"),
            lambda n: grouped(n, (3, 4), "—"),
            lambda n: grouped(n, (3, 4), "."),
            lambda n: grouped(n, (4, 3), " "),
            lambda n: grouped(n, (3, 4), "\u200b"),
            lambda n: f"+86{n}",
            lambda n: f"+86 {grouped(n, (3, 4), ' ')}",
            lambda n: f"86-{n}",
            lambda n: f"0086{n}",
            lambda n: f"（86）{n}",
            lambda n: f"0{n}",
            " ".join,
            "-".join,
            lambda n: n.translate(WIDE),
            lambda n: n.translate(CHINESE),
            lambda n: n.translate(CHINESE).replace("一", "幺"),
            lambda n: n.translate(CIRCLED),
            lambda n: n.translate(ARABIC),
            lambda n: grouped(n.translate(CHINESE), (3, 4), " "),
            lambda n: n[:3] + n[3:].translate(CHINESE),
        ),
    ),
    "card": (
        card,
        (
            str,
            lambda n: grouped(n, (4, 4, 4, 4), " "),
            lambda n: grouped(n, (4, 4, 4, 4), "-"),
            lambda n: grouped(n, (6,), " "),
            lambda n: n.translate(WIDE),
            " ".join,
            lambda n: n.translate(CHINESE),
        ),
    ),
    "landline": (
        lambda chance: f"0472{chance.choice('2345678')}{chance.randrange(10**6):06d}",
        (str, lambda n: grouped(n, (4,), "-"), lambda n: grouped(n, (4, 3), " "), lambda n: f"({n[:4]}){n[4:]}"),
    ),
}  # fmt: skip


def digits_left(text: str) -> str:
    """Every digit that is still readable, in any script."""
    plain = text.translate({ord(c): str(n) for n, c in enumerate("零一二三四五六七八九")} | {ord("幺"): "1"})
    return "".join(re.findall(r"\d", plain))


@pytest.mark.parametrize("kind", SPELLINGS)
def test_500_numbers_in_many_spellings_leave_nothing(kind: str) -> None:
    chance = random.Random(kind)  # noqa: S311 - made-up numbers, the same each time
    make, spellings = SPELLINGS[kind]
    for count in range(500):
        spelled = spellings[count % len(spellings)](make(chance))
        text = FRAMES[count % len(FRAMES)].format(spelled)
        masked = mask(text)
        assert "[" in masked, text
        assert len(digits_left(masked)) <= (2 if "+" in masked or "86" in masked else 0), text


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("我手机13812345678帮我查", "我手机[手机号]帮我查"),
        ("身份证11010519491231002X", "身份证[身份证号]"),
        ("两个：13812345678，13912345678", "两个：[手机号]，[手机号]"),
        ("打0472-5155555", "打[电话号码]"),
        ("座机是5155555", "座机是[电话号码]"),
        ("发到wang.wei@example.com吧", "发到[邮箱]吧"),
        ("微信号weixin_123", "微信号[账号]"),
        ("QQ号12345678", "QQ号[账号]"),
        ("我叫王小明，想问补贴", "我叫[姓名]，想问补贴"),
        ("姓名：欧阳娜", "姓名：[姓名]"),
        ("卡号6222021234567890123", "卡号[银行卡号]"),
    ],
)
def test_each_kind_has_its_label(text: str, masked: str) -> None:
    assert mask(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "内人社办发〔2025〕93号", "国发〔2018〕11号", "12333", "打12333或者12345", "1500000", "1,500,000元", "150万",
        "13,800,138,000", "盈余1500000元，薪酬2000000元", "6000元—8000元", "15000-200000元", "2025年11月3日",
        "2024-01-01至2025-12-31", "2024.01.01 2025.12.31", "二〇二五年一月一日",
        "一、二、三、四、五、六、七、八、九、十",
        "第四条第（二）项", "60%以上", "100000000000", "我叫技师该怎么评", "我是高级工", "第十四条", "1.5万",
        "30个人2年", "每人每年6000元", "电话是多少", "邮编014010", "15000000000元",
    ],
)  # fmt: skip
def test_what_is_no_personal_data_stays(text: str) -> None:
    assert mask(text) == text


def test_at_most_one_in_200_document_numbers_and_amounts_is_masked() -> None:
    chance = random.Random("amounts")  # noqa: S311 - as above
    texts = []
    for _ in range(1000):
        amount = chance.randrange(10 ** chance.randrange(2, 13))
        texts += [
            f"内人社办发〔{chance.randrange(1995, 2030)}〕{chance.randrange(1, 1000)}号",
            f"金额{amount}元",
            f"金额{amount:,}元",
            f"{amount}",
            f"{chance.randrange(1, 99)}.{chance.randrange(100):02d}万元",
            f"从{chance.randrange(1000, 20000)}-{chance.randrange(20000, 900000)}元",
            f"{chance.randrange(1990, 2030)}-{chance.randrange(1, 13):02d}-{chance.randrange(1, 29):02d}",
        ]
    wrong = [text for text in texts if mask(text) != text]
    assert len(wrong) <= len(texts) / 200, wrong[:20]


@given(st.text(max_size=200))
def test_masking_any_text_twice_is_masking_it_once(text: str) -> None:
    once = mask(text)
    assert mask(once) == once


@given(st.text(alphabet="0123456789xX -()（）+\u200b一二三〇幺①", max_size=300))
def test_masking_digits_in_any_order_is_stable(text: str) -> None:
    once = mask(text)
    assert mask(once) == once
