"""One day's work through the whole standard, over the protocol, with several people connected; and what the database keeps.

Run with: TEYUE_BIN=build/bin /usr/bin/python3 -m pytest tests/system/test_day.py
"""

import json
import threading
from datetime import datetime, timedelta

import pytest
from daemon import PASSWORD, in_threads
from estate import CHINA, Estate, HOMES, iso, now, window


@pytest.fixture(scope="module", name="estate")
def estate_fixture():
    with Estate() as estate:
        yield estate


def refusals(final):
    return {refusal["code"]: refusal for refusal in final["refusals"]}


def why(talk, order, action):
    """The row of the why-not list for one action."""
    rows = talk.ok(f"next id={order.id}")[0]
    return [row for row in rows if row["action"] == action]


def no(estate, login, line, code):
    """A refusal of this code, whose clause and supplier are said."""
    with estate.talk(login) as talk:
        _, final = talk.ask(line)
        assert final.word == "NO", f"{line} -> {final}"
        codes = refusals(final)
        assert code in codes, f"{line} -> {final}"
        assert codes[code]["msg"] and codes[code]["clause"]
        return codes[code]


def test_relay_rings_at_the_units_own_manager_and_only_there(estate):
    """R5.3.3-1, R5.3.3-2: any employee relays; it is heard at once by the unit's account manager and nobody else."""
    unit = estate.unit()
    with estate.talk("wangfang") as own, estate.talk("liuyang") as other, estate.talk("machao") as guard:
        own.ok("watch"), other.ok("watch")
        number = next(r["value"] for r in guard.ok(f"unit.find q={unit.code}")[0] if r["label"] == unit.code)
        made = guard.ok(f'relay.create unit={number} caller=住户 wish="要修水龙头"')[1]
        assert own.event(lambda e: e["id"] == made["id"], topic="ring")
        other.ok("ping")
        assert not [e for topic, e in other.events if topic == "ring"]
        assert [r for r in own.ok("relay.list")[0] if r["id"] == made["id"]]
        assert not [r for r in other.ok("relay.list")[0] if r["id"] == made["id"]]
        # R5.3.3-3: another manager can neither take nor close it
        assert "perm.denied" in refusals(other.no(f"relay.close id={made['id']} reason=不是我的"))
        guard.no(f"order.create unit={number} contact=住户 source=relay class=water wish=修 own_area=own contract_duty=no wanted=any relay={made['id']}",
                 "perm.denied")
        # R5.3.3-4: conversion keeps the relay's words, linked
        order = own.ok(f"order.create unit={number} contact=住户 source=relay class=water wish=换龙头 own_area=own contract_duty=no "
                       f"wanted=any relay={made['id']}")[1]
        assert estate.sql(f"select r.state || r.wish from teyue.orders o join teyue.relay r on r.id = o.relay where o.id = {order['id']}") == "converted要修水龙头"


def test_finding_as_people_type(estate):
    """A unit by its code, a phone's tail and pinyin; a tariff item by code, hanzi and initials (hslt finds 换水龙头)."""
    with estate.talk("wangfang") as cam:
        rows = cam.ok("unit.find q=3-2-1204")[0]
        assert rows[0]["label"] == "3-2-1204" and rows[0]["fill"]["contact"]
        phone = estate.sql("select c.phone from teyue.contact c join teyue.unit u on u.id = c.unit where u.code = '3-2-1204' and c.main limit 1")
        assert "3-2-1204" in [r["label"] for r in cam.ok(f"unit.find q={phone[-4:]}")[0]]
        for q in ("hslt", "换水龙头", "B-2-28"):
            assert "B-2-28" in [r["value"] for r in cam.ok(f"tariff.find q={q}")[0]], q


def test_intake_asks_both_questions(estate):
    """R3.0-1, R3.0-2, R3.0-4, R5.4.1-4, R5.3.1-1: public area, contract duty, no class, no time, another's unit."""
    unit = estate.unit()
    with estate.talk("wangfang") as cam:
        number = next(r["value"] for r in cam.ok(f"unit.find q={unit.code}")[0] if r["label"] == unit.code)
    base = dict(unit=number, contact="住户", source="phone", wish="修", own_area="own", contract_duty="no", wanted="any", **{"class": "water"})
    line = lambda **more: "order.create " + " ".join(f"{k}={v}" for k, v in {**base, **more}.items())
    assert no(estate, "wangfang", line(own_area="public"), "rule.public_area")["clause"] == "3.0"
    assert no(estate, "wangfang", line(contract_duty="yes"), "rule.contract_duty")["clause"] == "3.0"
    no(estate, "wangfang", line(**{"class": "nothing"}), "rule.class")
    for login in ("liuyang", "machao", "zhaogang", "zhoulei", "lijianming", "xuwen", "jianglin"):
        assert no(estate, login, line(), "perm.denied")["clause"] == "5.3.1"
    with estate.talk("wangfang") as cam:
        del base["wanted"]
        assert cam.ask(line())[1].code == "arg.missing"
        # R5.2.3-2: a price from the wire is refused, not ignored
        assert cam.ask(line(wanted="any", price="5"))[1].code == "arg.unknown"


def test_consent_needs_explanation_and_numbers_the_form(estate):
    """R5.3.2-1, R5.3.2-2, R5.3.2-5, R5.4.3-2, R5.3.2-8: no consent unexplained, none without the materials tick; then the number."""
    order = estate.order()
    order.upto("create")
    consent = f"order.consent id={order.id} channel=phone speaker=住户 relation=业主"
    assert no(estate, "wangfang", consent + " materials_told=yes", "rule.no_quote")["clause"] == "5.3.2"
    order.upto("quote")
    no(estate, "wangfang", consent + " materials_told=yes", "rule.not_explained")
    with estate.talk("wangfang") as cam:
        department = cam.ok(f"department.list id={order.id}")[0][0]["value"]
        assert "state.wrong" in refusals(cam.no(f"order.dispatch id={order.id} department={department}"))
        order.upto("explain")
        assert cam.ask(consent)[1].code == "arg.missing"
        assert any("10.00" in r["text"] or "10元" in r["text"] for r in cam.ok(f"order.say id={order.id}")[0])
    order.upto("consent")
    assert order.no.startswith("QH-") and estate.state(order) == "ready"
    assert estate.sql(f"select kind || state from teyue.part where subject = {order.id} and lifecycle = 'entry'") == "e1open"


def test_declined_quotes_leave_no_gap(estate):
    """R5.3.2-4, R5.3.2-6: numbers are gap-free per site, whoever declines and however many consent at once."""
    declined = estate.order().upto("explain")
    declined.do("wangfang", "order.decline", reason="嫌贵")
    orders = [estate.order(cam="chenjing").upto("explain") for _ in range(12)]
    talks = [estate.talk("chenjing") for _ in orders]

    def consent(i):
        talks[i].ok(f"order.consent id={orders[i].id} channel=phone speaker=住户 relation=业主 materials_told=yes")

    in_threads(len(orders), consent)
    numbers = sorted(int(n) for n in estate.sql("select right(no, 5) from teyue.orders where no like 'QH-%'").split())
    assert numbers == list(range(1, len(numbers) + 1))
    for talk in talks:
        talk.close()


def test_nothing_of_the_work_before_dispatch(estate):
    """R5.3.2-9, R5.3.2-10: an order never dispatched by its account manager knows no work step."""
    order = estate.order().upto("consent")
    for line in (f"visit.leave id={order.id} uniform=yes greeting=yes shoe_covers=yes tool_kit=yes cloth=yes mat=yes",
                 f"visit.start id={order.id} wish_repeated=yes mat_laid=yes",
                 f"round.accept id={order.id} tried=yes satisfaction=satisfied signer=客户 relation=业主 signed_at=\"{iso(now())}\""):
        assert no(estate, "zhoulei", line, "rule.not_dispatched")["clause"] == "5.3.2"


def test_overlap_is_refused_by_the_database_with_free_slots(estate):
    """R5.4.1-9: one technician, one place; the refusal names the nearest free slots, a reason makes it deliberate."""
    first, second = estate.order(), estate.order()
    second.when = first.when
    first.upto("assign")
    second.upto("acknowledge")
    tec = estate.people.id(second.tec)
    with estate.talk("zhaogang") as sup:
        line = f"visit.assign id={second.id} technician={tec} window=\"{second.when}\""
        final = sup.no(line, "rule.overlap")
        assert final["clause"] == "5.4.1" and final["free"]
        assert estate.state(second) == "planning"
        sup.ok(line + " overlap_reason=同一户邻居,顺路")


def test_another_time_only_the_manager_agrees(estate):
    """R5.4.1-5, R5.4.1-6, R5.4.1-7, R5.4.1-8: the supervisor proposes, only the account manager agrees; nothing starts meanwhile."""
    order = estate.order().upto("assign")
    other = estate.when()
    order.propose(other, "人手不足")
    assert estate.state(order) == "agreeing"
    line = f"time.agree id={order.id} window=\"{other}\" with=客户 channel=phone at=\"{iso(now())}\""
    assert no(estate, "zhaogang", line, "perm.denied")["clause"] == "5.4.1"
    with estate.talk("wangfang") as cam:
        cam.ok(line)
    # the former visit is a stop card that must be acknowledged before the technician leaves for anything (R5.4.1-3)
    order.when = other
    order.do("zhaogang", "visit.assign", technician=estate.people.id(order.tec), window=other)
    leave = f"visit.leave id={order.id} uniform=yes greeting=yes shoe_covers=yes tool_kit=yes cloth=yes mat=yes"
    no(estate, order.tec, leave, "rule.stop_card")
    order.do(order.tec, "visit.acknowledge")
    with estate.talk(order.tec) as tec:
        tec.ok(leave)
    assert estate.sql(f"select count(*) from teyue.part where subject = {order.id} and lifecycle in ('time', 'visit')") == "3"


def test_checklist_rework_and_the_managers_case(estate):
    """R5.4.2-1, R5.6.2-1, R5.6.2-2, R5.6.3-1: the checklist gates each round, and the second refusal opens the case by itself."""
    order = estate.order(tec="wuqiang").upto("start")
    finish = f"visit.finish id={order.id} cleaned=yes called=yes demonstrated=yes"
    no(estate, order.tec, finish, "rule.checklist")
    order.upto("finish")
    order.refuse("还在滴水", "now")
    no(estate, order.tec, finish, "rule.checklist")
    order.after("start").upto("finish")
    with estate.talk("lijianming") as pm:
        pm.ok("watch")
        order.refuse("还是漏", "now")
        assert pm.event(lambda e: e["id"] == order.id, topic="ring")
        assert estate.state(order) == "escalated"
        assert [r for r in pm.ok("case.list")[0] if r["id"] == order.id]
    assert no(estate, order.tec, f"visit.start id={order.id} wish_repeated=yes mat_laid=yes", "rule.with_manager")["clause"] == "5.6.3"
    assert estate.sql(f"select string_agg(number || state, ' ' order by number) from teyue.part where subject = {order.id} and lifecycle = 'round'") == "1refused 2refused"


def test_the_order_closes_by_itself_and_not_before(estate):
    """RX-1, R5.6.1-5, R5.7.1-1, R5.7.2-7: each missing condition is named; the last thing done closes the order."""
    order = estate.order(tec="sunhao").upto("depart")
    with estate.talk("wangfang") as cam:
        closing = why(cam, order, "")
        missing = {reason["clause"] for row in closing for reason in row["why"]}
        assert {"5.7.1", "5.7.2"} <= missing
    assert no(estate, "sunhao", f"form.receive id={order.id}", "perm.denied")
    order.upto("receive")
    order.upto("enter")
    order.upto("follow")
    assert estate.state(order) == "accepted"
    order.upto("enter_last")
    assert estate.state(order) == "closed"
    # R4.1.2-1, R4.1.2-2: exactly one set of charge lines, and what was consented
    assert estate.sql(f"select count(*) || ' ' || sum(fen) from teyue.charge where subject = {order.id}") == "1 1000"
    # R4.1.1-1, RX-4: versions without gaps, each event with its two clocks and its actor
    assert estate.sql(f"select count(*) = max(version) and bool_and(actor is not null) from teyue.event where subject = {order.id}") == "t"


def test_unsatisfied_follow_up_is_a_case_or_nothing(estate):
    """R5.7.3-1, R5.7.3-4, R5.7.2-3, R5.7.2-4: no way to save "not satisfied" without the case; attempts do not stop the clock."""
    order = estate.order(tec="sunhao").upto("enter")
    due = estate.sql(f"select due_at from teyue.deadline where subject = {order.id} and kind = 'followup' and is_open")
    order.do("wangfang", "followup.attempt", outcome="no_answer")
    assert estate.sql(f"select due_at from teyue.deadline where subject = {order.id} and kind = 'followup' and is_open") == due
    record = f"followup.record id={order.id} method=phone at=\"{iso(now())}\" spoken_with=客户 result=unsatisfied conduct=none"
    no(estate, "wangfang", f"{record} signature={PASSWORD}", "rule.customer_words")
    no(estate, "wangfang", f"{record} words=地没擦干净 signature=wrong", "rule.signature")
    order.follow("unsatisfied", words="地没擦干净")
    order.after("follow")
    assert estate.sql(f"select kind || state from teyue.part where subject = {order.id} and lifecycle = 'case'") == "followupopen"
    order.upto("enter_last")
    assert estate.state(order) == "accepted"
    pm = "lijianming"
    order.do(pm, "case.act", what="上门道歉并清洁", who="赵刚", by=iso(now() + timedelta(hours=2)))
    order.do(pm, "case.close", view="satisfied", channel="phone", at=iso(now()), **{"with": "客户"})
    assert estate.state(order) == "closed"


def test_damage_is_a_claim_that_holds_the_closing(estate):
    """R5.6.4-1, R5.6.4-2, R5.6.4-4: the technician reports, only the manager settles, and the order stays open meanwhile."""
    order = estate.order(tec="sunhao").upto("start")
    order.do("sunhao", "claim.open", what="碰坏瓷砖一块", at=iso(now()))
    order.upto("enter_last")
    assert estate.state(order) == "accepted"
    with estate.talk("wangfang") as cam:
        assert "perm.denied" in refusals(cam.no(f"claim.settle id={order.id} amount=80 form=money day=2026-11-24 signed_by=客户"))
    order.do("lijianming", "claim.settle", amount="80.00", form="money", day=now().date().isoformat(), signed_by="客户")
    assert estate.state(order) == "closed"
    assert estate.sql(f"select sum(fen) from teyue.charge where subject = {order.id}") == "1000"  # R5.6.4-3: never netted


def test_off_book_goes_to_the_region_and_comes_back(estate):
    """R5.2.4-1, R5.2.4-2, R5.2.4-3, R5.2.4-4, R5.2.3-4: asked in the same act, blocked until answered, then consented as any other."""
    order = estate.order(job=("home", "修理百叶窗", "B-2-10*1", None))
    order.create(no_item="修理百叶窗")
    order.taken = 1
    part = estate.sql(f"select id from teyue.part where subject = {order.id} and lifecycle = 'price' and state = 'open'")
    order.upto("quote")
    no(estate, "wangfang", f"order.explain id={order.id} channel=phone", "rule.price_pending")
    approve = f"price.approve id={order.id} name=修理百叶窗 unit=扇 price=35"
    no(estate, "xuwen", approve, "perm.denied")  # Chengdu uses the division's book: its approver is the division (A24)
    with estate.talk("jianglin") as tad:
        tad.ok(approve)
    order.quote(f"#{part}*2")
    order.upto("consent")
    assert estate.sql(f"select quote_fen from teyue.orders where id = {order.id}") == "7000"


def test_price_off_the_book_needs_approval_by_the_fen(estate):
    """R5.2.3-3, R3.0-3: one fen off the book stops the consent until somebody with the power approves; a free line too."""
    order = estate.order(cam="fengjuan", site="jiangting", job=("water", "地漏堵塞", "A-27*1@80.01", None)).upto("explain")
    consent = f"order.consent id={order.id} channel=phone speaker=店长 relation=店长 materials_told=yes"
    assert no(estate, "fengjuan", consent, "rule.price_deviation")["clause"] == "5.2.3"
    order.do("fengjuan", "price.ask", kind="deviation", wish="老客户", item="A-27", price="80.01", reason="堵塞严重")
    order.do("shentao", "price.approve", name="地漏疏通", unit="次", price="80.01")
    with estate.talk("fengjuan") as cam:
        cam.ok(consent)


def test_changed_scope_voids_the_consent(estate):
    """R5.3.2-3, R5.7.1-4: new lines need a new consent before the work goes on; declining keeps the former quote."""
    order = estate.order(tec="sunhao").upto("arrive")
    order.quote("B-2-28*2")
    no(estate, "sunhao", f"visit.start id={order.id} wish_repeated=yes mat_laid=yes", "rule.consent_missing")
    order.do("wangfang", "order.keep", reason="客户只修一个")
    order.upto("start")
    assert estate.sql(f"select quote_rev || ' ' || quote_fen from teyue.orders where id = {order.id}") == "1 1000"


def test_two_people_one_order(estate):
    """RX-6: the second hears what changed since he looked; nothing is overwritten."""
    order = estate.order().upto("consent")
    with estate.talk("wangfang") as first, estate.talk("wangfang") as second:
        version = second.ok(f"order.show id={order.id}")[0][0]["version"]
        first.ok(f"form.print id={order.id} version={version}")
        final = second.no(f"order.cancel id={order.id} reason=客户不要了 version={version}", "state.conflict")
        assert final["version"] > version and final["changes"][0]["who"]


def test_the_same_request_twice_has_one_effect(estate):
    """RX-5: the same key gives the first answer; the key with other words is misused."""
    order = estate.order().upto("consent")
    with estate.talk("wangfang") as cam:
        line = f"form.print id={order.id} idem=print-once-{order.id}"
        first = cam.ok(line)[1]
        again = cam.ok(line)[1]
        assert again["repeated"] and again["version"] == first["version"]
        cam.bad(f"order.cancel id={order.id} reason=x idem=print-once-{order.id}", "idem.misused")
    assert estate.sql(f"select copies from teyue.orders where id = {order.id}") == "1"


def test_refusals_are_logged(estate):
    """RX-8: who tried what, against which clause."""
    order = estate.order().upto("consent")
    no(estate, "zhoulei", f"order.cancel id={order.id} reason=不想去", "perm.denied")
    assert estate.sql(f"select p.login || ' ' || r.action || ' ' || r.code from teyue.refusal r join teyue.person p on p.id = r.person "
                      f"where r.subject = {order.id} and r.action = 'order.cancel'") == "zhoulei order.cancel perm.denied"


def test_cancel_keeps_number_and_stops_the_technician(estate):
    """RX-9, RX-10: cancelling keeps number, reason and actor, sends the stop card, and after the start is the manager's."""
    order = estate.order(tec="wuqiang").upto("assign")
    with estate.talk("wuqiang") as tec:
        tec.ok("watch")
        order.do("wangfang", "order.cancel", reason="客户改主意")
        assert tec.event(lambda e: e["id"] == order.id, topic="ring")
    assert estate.sql(f"select state || ' ' || no from teyue.orders where id = {order.id}") == f"cancelled {order.no}"
    assert estate.sql(f"select state from teyue.part where subject = {order.id} and lifecycle = 'visit'") == "stopping"
    order.do("wuqiang", "visit.acknowledge")
    started = estate.order(tec="wuqiang").upto("start")
    assert no(estate, "wangfang", f"order.cancel id={started.id} reason=算了", "rule.started")["clause"] == "5.3.2"
    started.do("lijianming", "order.cancel", reason="客户坚持取消")


def test_deputy_acts_as_a_for_b(estate):
    """R5.3.1-1, R5.3.1-4, A04: a deputy in his window may act, and the log says for whom; nobody else may."""
    order = estate.order(cam="liuyang").upto("create")
    quote = f"order.quote id={order.id} lines=B-2-28*1"
    no(estate, "chenjing", quote, "perm.denied")
    span = window(datetime.now(CHINA) - timedelta(minutes=1), 8)
    with estate.talk("lijianming") as pm:
        pm.ok(f"deputy.appoint principal={estate.people.id('liuyang')} acting={estate.people.id('chenjing')} role=cam window=\"{span}\" reason=请假")
    with estate.talk("chenjing") as deputy:
        deputy.ok(quote)
    assert estate.sql(f"select a.login || ' for ' || f.login from teyue.event e join teyue.person a on a.id = e.actor "
                      f"join teyue.person f on f.id = e.acting_for where e.subject = {order.id} and e.action = 'order.quote'") == "chenjing for liuyang"


def test_change_of_manager_moves_open_orders_with_a_log_line(estate):
    """R5.3.1-2: exactly one account manager at a time; the open order is the new one's, and its log says so."""
    order = estate.order(cam="liuyang").upto("consent")
    unit = estate.sql(f"select unit from teyue.orders where id = {order.id}")
    with estate.talk("wangfang") as new:
        new.ok("watch")
        with estate.talk("lijianming") as pm:
            pm.ok(f"unit.handover id={unit} cam={estate.people.id('wangfang')} from=\"{iso(now())}\" reason=调岗")
        assert new.event(lambda e: e["id"] == order.id and e["action"] == "order.handover")
        new.ok(f"form.print id={order.id}")
    no(estate, "liuyang", f"form.print id={order.id}", "perm.denied")


def test_events_reach_others_and_resume_without_a_gap(estate):
    """Every other screen hears a change by itself; after a lost line the rest comes without a gap."""
    order = estate.order().upto("consent")
    with estate.talk("zhaogang") as sup:
        seq = sup.ok("watch")[1]["seq"]
    order.upto("dispatch")
    order.upto("assign")
    with estate.talk("zhaogang") as sup:
        sup.ok(f"watch since={seq}")
        last = sup.event(lambda e: e["id"] == order.id and e["action"] == "order.schedule")
        seen = [e["version"] for topic, e in sup.events if topic == "event" and e["id"] == order.id]
    assert [*seen, last["version"]] == list(range(seen[0], seen[0] + len(seen) + 1)) and len(seen) >= 3


def test_audit_chain_shows_an_edit(estate):
    """RX-4: the chain verifies; a row changed by the owner is found."""
    order = estate.order().upto("consent")
    assert "verified" in estate.daemon.run("verify").stdout
    estate.sql("alter table teyue.event disable trigger event_forever")
    estate.sql(f"update teyue.event set to_state = from_state where subject = {order.id} and version = 1 and false; "
               f"update teyue.event set happened_at = happened_at - interval '1 hour' where subject = {order.id} and version = 2")
    done = estate.daemon.run("verify", check=False)
    estate.sql(f"update teyue.event set happened_at = happened_at + interval '1 hour' where subject = {order.id} and version = 2")
    estate.sql("alter table teyue.event enable trigger event_forever")
    assert done.returncode != 0 and str(order.id) in done.stdout + done.stderr


def test_the_application_can_neither_edit_nor_delete_history(estate):
    """RX-4, RX-9: the application role has no way to change an event or to delete an order."""
    for sql in ("delete from teyue.orders", "update teyue.event set hash = ''", "delete from teyue.event", "truncate teyue.event"):
        assert "permission denied" in estate.cluster.psql(sql, user="teyue_app", check=False)


def test_personal_data_is_for_those_who_need_it(estate):
    """RX-12: the technician sees the phone of his open order only, and nobody's after the close."""
    order = estate.order(tec="sunhao").upto("assign")
    with estate.talk("sunhao") as tec, estate.talk("wuqiang") as other:
        assert order.unit.phone in json.dumps(tec.ok(f"order.show id={order.id}")[0])
        assert order.unit.phone not in json.dumps(other.ask(f"order.show id={order.id}")[0])
    order.upto("enter_last")
    with estate.talk("sunhao") as tec:
        assert order.unit.phone not in json.dumps(tec.ask(f"order.show id={order.id}")[0])


def test_jobs_of_the_other_class_are_a_linked_order(estate):
    """RX-11: one order holds items of one class."""
    order = estate.order(job=HOMES[0]).upto("create")
    no(estate, "wangfang", f"order.quote id={order.id} lines=B-2-28*1;B-2-25*1", "rule.one_class")


def test_undispatched_work_is_an_incident_never_an_order(estate):
    """R5.3.2-11: found work is reported to the manager; it has no form number and nothing to bill."""
    with estate.talk("lijianming") as pm:
        pm.ok("watch")
        with estate.talk("yangmei") as staff:
            made = staff.ok(f"incident.report kind=undispatched_work what=未派单已施工 happened_at=\"{iso(now())}\"")[1]
        assert pm.event(lambda e: e["id"] == made["id"], topic="ring")
        pm.no(f"order.dispatch id={made['id']} department=1")
        pm.ok(f"incident.act id={made['id']} what=约谈")
        pm.ok(f"incident.close id={made['id']} reason=已处理")


def test_a_hundred_repeats_in_parallel_do_it_once(estate):
    """RX-5: a key sent on many lines at once has one effect."""
    order = estate.order().upto("consent")
    answers, lock = [], threading.Lock()

    def work(_):
        with estate.talk("wangfang") as cam:
            final = cam.ask(f"form.print id={order.id} idem=race-{order.id}")[1]
            with lock:
                answers.append(final)

    in_threads(10, work)
    assert all(final.word == "OK" for final in answers), answers
    assert estate.sql(f"select copies from teyue.orders where id = {order.id}") == "1"
