"""Which book of prices holds where and when, and that a quote stays what it was.

Run with: TEYUE_BIN=build/bin /usr/bin/python3 -m pytest tests/system/test_tariff_books.py
"""

import pytest
from daemon import ROOT
from estate import Estate

SHOP = ("water", "后厨水龙头滴水", "A-28*1", None)
TAP = ("water", "厨房水龙头漏水", "B-2-28*1", None)


@pytest.fixture(scope="module", name="estate")
def estate_fixture():
    with Estate() as estate:
        yield estate


def plaza(estate):
    return estate.order(cam="fengjuan", site="jiangting", job=SHOP).upto("create")


def found(estate, login, q):
    with estate.talk(login) as talk:
        return {row["value"] for row in talk.ok(f"tariff.find q={q}")[0]}


def refused(estate, login, order, lines):
    with estate.talk(login) as talk:
        final = talk.no(f"order.quote id={order.id} lines={lines}", "rule.not_in_book")
        assert final["clause"] == "5.2.3"


def own(estate, sql):
    estate.cluster.psql(f"set search_path = teyue, public; {sql}", user="teyue_owner")


def new_book(estate, place, begin, items):
    """A book of a place from a moment on, which ends the one before it; items are code -> price in fen."""
    own(estate, f"update book b set during = tstzrange(lower(during), {begin}) from place p where p.id = b.place and p.code = '{place}' "
                f"and upper_inf(b.during) and lower(b.during) < {begin}")
    own(estate, f"insert into book (place, version, name, during) select p.id, (select coalesce(max(version), 0) + 1 from book where place = p.id), "
                f"'新标准', tstzrange({begin}, null) from place p where p.code = '{place}'")
    for code, fen in items.items():
        own(estate, f"insert into item (book, code, class, name, unit, price, initials) select max(id), '{code}', 'water', '更换水龙头', '只', "
                    f"'fixed {fen}', 'ghslt' from book")


def quoted(estate, order):
    return estate.sql(f"select string_agg(concat_ws(' ', code, name, unit_fen, book_fen, fen), ';' order by rev, line) from teyue.quote_line "
                      f"where subject = {order.id}")


def test_the_region_without_books_has_the_divisions(estate):
    """R4.2.1-2, R4.2.1-3, A24: Chengdu is quoted from the division's book, Chongqing from its own and from that alone."""
    assert "B-2-28" in found(estate, "wangfang", "B-2-28") and not found(estate, "wangfang", "A-28")
    assert "A-28" in found(estate, "fengjuan", "A-28") and not found(estate, "fengjuan", "B-2-28")


def test_an_item_of_another_region_is_refused(estate):
    """R5.2.3-1: also if its code is known."""
    refused(estate, "fengjuan", plaza(estate), "B-2-28*1")
    refused(estate, "wangfang", estate.order(job=TAP).upto("create"), "A-28*1")


def test_a_region_that_uses_the_divisions_book_cannot_have_one(estate):
    """R4.2.1-2, A24: it cannot be published, and if one stood there it would hold for nobody."""
    lists = [ROOT / "schema" / "demo" / f"estate-a.{kind}" for kind in ("csv", "map")]
    done = estate.daemon.run("import-tariff", *lists, "--place", "chengdu", "--from", "2026-01-01", "--name", "成都", check=False)
    assert done.returncode == 1 and "4.2.1" in done.stderr
    assert estate.sql("select count(*) from teyue.book b join teyue.place p on p.id = b.place where p.code = 'chengdu'") == "0"
    new_book(estate, "chengdu", "now() - interval '1 day'", {"CD-1": 700})
    assert not found(estate, "wangfang", "CD-1")
    refused(estate, "wangfang", estate.order(job=TAP).upto("create"), "CD-1*1")


def test_a_future_book_does_not_hold_yet_and_a_past_one_no_more(estate):
    """R5.2.3-1, R4.2.1-3: the book in force at the moment of quoting; what was quoted keeps its words and its price."""
    before = plaza(estate).upto("consent")
    copied = quoted(estate, before)
    assert copied.startswith("A-28 ")
    new_book(estate, "chongqing", "now() + interval '1 hour'", {"N-1": 900})
    assert not found(estate, "fengjuan", "N-1") and "A-28" in found(estate, "fengjuan", "A-28")
    refused(estate, "fengjuan", plaza(estate), "N-1*1")
    # the hour is over
    own(estate, "update book set during = tstzrange(lower(during), now() - interval '1 second') where upper(during) > now()")
    own(estate, "update book set during = tstzrange(now() - interval '1 second', null) where upper_inf(during) and lower(during) > now()")
    assert "N-1" in found(estate, "fengjuan", "N-1") and not found(estate, "fengjuan", "A-28")
    after = plaza(estate)
    refused(estate, "fengjuan", after, "A-28*1")
    after.quote("N-1*2")
    assert quoted(estate, after) == "N-1 更换水龙头 900 900 1800"
    # what stands in a quote is a copy
    own(estate, "update item set name = '改名', price = 'fixed 999999' where code in ('A-28', 'N-1')")
    assert quoted(estate, before) == copied and quoted(estate, after) == "N-1 更换水龙头 900 900 1800"
    with estate.talk("fengjuan") as cam:
        assert "改名" not in str(cam.ok(f"order.show id={before.id}")[0])
    before.upto("dispatch")
