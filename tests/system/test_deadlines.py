"""Deadlines are rows: each rings once, at the right people, however many daemons run and however long they were away.

Time is moved by the rows themselves: due_at is set into the past as the superuser, and the ring awaited on the person's line.

Run with: TEYUE_BIN=build/bin /usr/bin/python3 -m pytest tests/system/test_deadlines.py
"""

from contextlib import ExitStack

import pytest
from cluster import until
from daemon import Daemon
from estate import Estate

MANY = 200


@pytest.fixture(scope="module", name="estate")
def estate_fixture():
    with Estate() as estate:
        yield estate


def make_due(estate, subject, kind):
    """The deadline's id; it was open, and is a second late now."""
    made = estate.sql(f"update teyue.deadline set due_at = now() - interval '1 s' where subject = {subject} and kind = '{kind}' "
                      "and is_open returning id")
    assert made, f"no open {kind} on {subject}"
    return int(made.split()[0])


def reminders(estate, subject):
    """How often the clock spoke on this subject."""
    return int(estate.sql(f"select count(*) from teyue.event where subject = {subject} and action ~ '[.]remind$'"))


def has_fired(estate, deadline):
    until(lambda: estate.sql(f"select fired_at is not null and not is_open from teyue.deadline where id = {deadline}") == "t",
          what="the deadline's end")


def hours(estate, subject, kind):
    """Hours from what began the clock, in seconds exactly: the signing for what follows the acceptance."""
    return estate.sql(f"select extract(epoch from d.due_at - o.signed_at)::numeric / 3600 from teyue.deadline d "
                      f"join teyue.orders o on o.id = d.subject where d.subject = {subject} and d.kind = '{kind}'")


def asked(estate):
    order = estate.order()
    order.create(no_item="修理百叶窗")
    return order


def refused(estate):
    order = estate.order(tec="wuqiang").upto("finish")
    order.refuse("还在滴水", "now")
    return order


def unsatisfied(estate):
    order = estate.order(tec="sunhao").upto("enter")
    order.follow("unsatisfied", words="地没擦干净")
    return order


def proposed(estate):
    order = estate.order().upto("acknowledge")
    order.propose(estate.when(), "人手不够")
    return order


def signed(estate):
    return estate.order(tec="sunhao").upto("depart")


# rule, kind of the deadline, how it comes about, whom it rings
CLOCKS = [
    ("R5.4.1-2", "sup_ack", lambda estate: estate.order().upto("dispatch"), {"zhaogang", "wangfang", "lijianming"}),
    ("R5.2.4-1", "offcat_reply", asked, {"jianglin"}),
    ("R5.3.2-7", "e1", lambda estate: estate.order().upto("consent"), {"wangfang"}),
    ("R5.4.1-8", "time_agree", proposed, {"wangfang", "lijianming"}),
    ("R5.6.2-4", "rework", refused, {"zhaogang", "wangfang", "wuqiang"}),
    ("R5.6.1-5", "form_return", signed, {"wangfang", "sunhao"}),
    ("R5.7.3-1", "case_first", unsatisfied, {"lijianming"}),
    ("R5.7.2-5", "followup_warn1", signed, {"wangfang"}),
    ("R5.7.2-5", "followup_warn2", signed, {"wangfang"}),
    ("R5.7.2-5", "followup", signed, {"wangfang", "lijianming"}),
]


@pytest.mark.parametrize("rule, kind, make, rung", CLOCKS, ids=[f"{rule}-{kind}" for rule, kind, _, _ in CLOCKS])
def test_a_clock_rings_at_its_people_once(estate, rule, kind, make, rung):
    order = make(estate)
    with ExitStack() as stack:
        lines = [stack.enter_context(estate.talk(login)) for login in rung]
        for line in lines:
            line.ok("watch")
        deadline = make_due(estate, order.id, kind)
        for line in lines:
            assert line.event(lambda e: e["id"] == order.id, topic="ring")["label"] is not None, rule
    has_fired(estate, deadline)
    people = estate.sql(f"select p.login from teyue.ring r join teyue.person p on p.id = r.person join teyue.event e on e.subject = r.subject "
                        f"and e.version = r.version where r.subject = {order.id} and e.action = 'order.remind'")
    assert set(people.split()) == rung and len(people.split()) == len(rung)
    assert reminders(estate, order.id) == 1


def test_relay_rings_the_manager_above_too(estate):
    """R5.3.3-2: what the account manager does not take is the project manager's to see."""
    unit = estate.unit()
    with estate.talk("machao") as guard, estate.talk("wangfang") as cam, estate.talk("lijianming") as pm:
        number = next(r["value"] for r in guard.ok(f"unit.find q={unit.code}")[0] if r["label"] == unit.code)
        made = guard.ok(f"relay.create unit={number} caller=住户 wish=修水龙头")[1]["id"]
        cam.ok("watch"), pm.ok("watch")
        make_due(estate, made, "relay_ring")
        for line in (cam, pm):
            assert line.event(lambda e: e["id"] == made, topic="ring")
    assert reminders(estate, made) == 1


def test_follow_up_is_due_a_day_after_the_signing_to_the_second(estate):
    """R5.7.2-1, R5.7.2-5, R5.6.1-5: wall clock from the customer's signing, whatever was entered when."""
    order = signed(estate)
    for kind, due in (("followup_warn1", 18), ("followup_warn2", 22), ("followup", 24), ("form_return", 24)):
        assert float(hours(estate, order.id, kind)) == due, kind
    assert estate.sql(f"select to_at - o.signed_at = interval '24 hours' from teyue.part p join teyue.orders o on o.id = p.subject "
                      f"where p.subject = {order.id} and p.lifecycle = 'followup'") == "t"


def test_what_was_done_in_time_rings_nobody(estate):
    """A deadline cleared before it is due is over, also if its time comes."""
    order = estate.order().upto("acknowledge")
    over = estate.sql(f"update teyue.deadline set due_at = now() - interval '1 s' where subject = {order.id} and kind = 'sup_ack' returning id, is_open")
    assert over.endswith("|f")
    witness = estate.order().upto("dispatch")
    has_fired(estate, make_due(estate, witness.id, "sup_ack"))
    assert reminders(estate, order.id) == 0
    assert estate.sql(f"select fired_at is null from teyue.deadline where id = {over.split('|')[0]}") == "t"


def test_overdue_stays_overdue(estate):
    """R5.7.2-5: on the board while it is due, and in the log for good when it is done at last."""
    order = signed(estate)
    estate.sql(f"update teyue.part set to_at = now() - interval '1 s' where subject = {order.id} and lifecycle = 'followup'")
    deadline = make_due(estate, order.id, "followup")
    has_fired(estate, deadline)
    with estate.talk("wangfang") as cam:
        board = [row for row in cam.ok("followup.board")[0] if row["id"] == order.id and row["role"] == "overdue"]
        assert len(board) == 1 and board[0]["mark"] == "!"
        order.upto("follow")
        assert not [row for row in cam.ok("followup.board")[0] if row["part"] == board[0]["part"]]
        assert estate.sql(f"select fired_at is not null from teyue.deadline where id = {deadline}") == "t"
        lines = cam.ok(f"order.show id={order.id}")[0][0]["lines"]
        late = [line for line in lines if line["label"] == "回访"]
        assert len(late) == 1 and late[0]["role"] == "overdue" and "逾期" in late[0]["value"]
        assert [row for row in cam.ok(f"order.history id={order.id}")[0] if row["action"] == "order.remind" and "回访" in row["text"]]
        in_time = signed(estate).upto("follow")
        lines = cam.ok(f"order.show id={in_time.id}")[0][0]["lines"]
        assert [line["role"] for line in lines if line["label"] == "回访"] == ["ok"]


def due_rows(estate, orders, count):
    """Reminders that are due already, spread over the orders; the greatest id before them."""
    before = int(estate.sql("select max(id) from teyue.deadline"))
    ids = ",".join(str(order.id) for order in orders)
    estate.sql(f"insert into teyue.deadline (subject, part, kind, due_at) select (array[{ids}])[n % {len(orders)} + 1], 0, 'sup_ack', "
               f"now() - interval '1 minute' from generate_series(1, {count}) n")
    return before


def all_fired_once(estate, orders, before, count):
    """Each deadline fired, and as many events as deadlines: none twice."""
    ids = ",".join(str(order.id) for order in orders)
    fired = f"select count(*) from teyue.deadline where id > {before} and subject in ({ids}) and fired_at is not null and not is_open"
    until(lambda: estate.sql(fired) == str(count), seconds=60, what="every deadline's end")
    assert estate.sql(f"select count(*) from teyue.event where subject in ({ids}) and action = 'order.remind'") == str(count)


def test_two_daemons_fire_each_once(estate):
    """Two daemons on one database share the work: no deadline rings twice."""
    orders = [estate.order().upto("dispatch") for _ in range(4)]
    with Daemon(estate.cluster, migrate=False):
        before = due_rows(estate, orders, MANY)
        all_fired_once(estate, orders, before, MANY)


def test_after_the_daemons_were_down_each_fires_once(estate):
    """Killed, not stopped: what became due meanwhile rings when one is back, once each with two of them."""
    orders = [estate.order().upto("dispatch") for _ in range(4)]
    estate.people.close()
    estate.people.lines.clear()
    estate.daemon.kill()
    before = due_rows(estate, orders, MANY)
    estate.daemon.start()
    with Daemon(estate.cluster, migrate=False):
        all_fired_once(estate, orders, before, MANY)
