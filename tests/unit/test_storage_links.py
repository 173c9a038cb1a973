from pathlib import Path

from bot.storage.links import Link, PolicyLinks
from bot.storage.policies import PolicyStore
from tests.corpus_builders import CharacterEmbeddings, fresh_database, ingest_texts

LAW = """试验劳动法
第一条 为了保护劳动者，制定本法。
第二条 工资按月支付。
第三条 违反本法第二条规定的，责令改正。
2020年1月1日
"""
RULES = """试验劳动法实施办法
第一条 根据《试验劳动法》，制定本办法。
第二条 适用《试验劳动法》第二条和《没有收录的规定》第九条。
2021年1月1日
"""


def test_references_become_links_to_clauses_that_are_held(tmp_path: Path) -> None:
    database = fresh_database(tmp_path / "data")
    ingest_texts(database, CharacterEmbeddings(), tmp_path / "in", law=LAW, rules=RULES)
    store = PolicyStore(database)
    law, rules = (
        next(one.id for one in store.held() if one.title == title) for title in ("试验劳动法", "试验劳动法实施办法")
    )
    links = PolicyLinks(store)
    assert links.of(law)[f"{law}/3#1"] == (Link(2, 7, f"/clause/{law}/2"),)
    assert links.of(rules)[f"{rules}/1#1"] == (Link(2, 9, f"/clause/{law}"),)
    assert links.of(rules)[f"{rules}/2#1"] == (Link(2, 12, f"/clause/{law}/2"),)
    database.close()
