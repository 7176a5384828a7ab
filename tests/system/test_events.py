"""Events: who hears what, nothing lost and nothing out of order for whoever comes back or reads slowly; deadlines that fire.

Run with: TEYUE_BIN=build/bin /usr/bin/python3 -m pytest tests/system/test_events.py
Rules proved: R5.3.3-2 (a relay rings at the unit's own account manager, and only there).
"""

import socket

import pytest
from cluster import Cluster, until
from daemon import Daemon, Talk, seed

MISSED_MAX = 5000
USERS = ("wangfang", "liuyang", "yangmei", "linxiao", "lijianming")


@pytest.fixture(name="cluster", scope="module")
def cluster_fixture():
    with Cluster() as cluster:
        yield cluster


@pytest.fixture(name="daemon", scope="module")
def daemon_fixture(cluster):
    with Daemon(cluster, "log=7") as daemon:
        daemon.units = seed(daemon, *USERS)
        yield daemon


def relay(t, unit, wish="水龙头坏了"):
    return t.ok(f"relay.create unit={unit} wish={wish}")[1]["id"]


def watcher(daemon, user, since=None):
    t = daemon.talk(user)
    t.seq = t.ok("watch" + (f" since={since}" if since else ""))[1]["seq"]
    return t


def test_an_event_reaches_its_site_and_no_other(daemon):
    here, elsewhere, deaf = watcher(daemon, "wangfang"), watcher(daemon, "linxiao"), daemon.talk("lijianming")
    with daemon.talk("yangmei") as staff:
        subject = relay(staff, daemon.units["3-2-1204"])
    event = here.event(lambda e: e["id"] == subject)
    assert (event["kind"], event["version"], event["action"], event["label"], event["state"]) == (
        "relay", 1, "relay.create", "转告客户经理", "new",
    )
    with daemon.talk("linxiao") as staff:
        there = relay(staff, daemon.units["1-1-101"])
    assert elsewhere.event()["id"] == there
    deaf.ok("ping")
    assert not deaf.events


def test_a_relay_rings_at_its_own_manager_only(daemon):
    """R5.3.3-2"""
    own, other = watcher(daemon, "wangfang"), watcher(daemon, "liuyang")
    with daemon.talk("yangmei") as staff:
        subject = relay(staff, daemon.units["3-2-1204"])
    ring = own.event(topic="ring")
    assert ring["id"] == subject and ring["text"] == "转告待受理"
    assert other.event()["id"] == subject
    other.ok("ping")
    assert not [data for topic, data in other.events if topic == "ring"]


def test_labels_follow_the_language(daemon):
    t = watcher(daemon, "wangfang")
    t.ok("hello lang=en")
    with daemon.talk("yangmei") as staff:
        subject = relay(staff, daemon.units["3-2-1204"])
    assert t.event(lambda e: e["id"] == subject)["label"].isascii()
    assert t.event(topic="ring")["text"].isascii()


def test_coming_back_brings_what_was_missed_and_nothing_twice(daemon):
    with watcher(daemon, "wangfang") as t, daemon.talk("yangmei") as staff:
        first = relay(staff, daemon.units["3-2-1204"])
        last = t.event(lambda e: e["id"] == first)["seq"]
        t.close()
        missed = [relay(staff, daemon.units["3-2-1204"]) for _ in range(20)]
        again = watcher(daemon, "wangfang", last)
        live = relay(staff, daemon.units["3-2-1204"])
        heard = [again.event()["id"] for _ in range(21)]
        assert heard == [*missed, live]
        rings = [again.event(topic="ring")["id"] for _ in range(21)]
        assert rings == heard
        again.ok("ping")
        assert not again.events


def test_coming_back_while_others_write(daemon):
    with watcher(daemon, "wangfang") as t, daemon.talk("yangmei") as staff:
        since, expected = t.seq, []
        for round_ in range(10):
            for i in range(8):
                staff.send(f"@r{i} relay.create unit={daemon.units['3-2-1205']} wish=并发{round_}")
            again = watcher(daemon, "wangfang", since)
            ids = [staff.reply(f"r{i}")[1]["id"] for i in range(8)]
            expected += ids
            heard = []
            while set(ids) - set(heard):
                event = again.event()
                heard.append(event["id"])
                since = event["seq"]
            assert len(heard) == len(set(heard)) == 8
            again.close()


@pytest.mark.parametrize("since", ["nonsense", "1", "-", "9" * 60, "999999999999-1"])
def test_a_token_that_is_none(daemon, since):
    with daemon.talk("wangfang") as t:
        _, final = t.ask(f"watch since={since}")
        assert final.word == "OK" and since.startswith("999999999999") or final.code == "event.gap"


def test_a_reader_that_falls_behind_loses_nothing(daemon):
    """More events than its socket and our output take; then it reads."""
    sock = socket.socket(socket.AF_UNIX)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    sock.connect(str(daemon.socket))
    slow = Talk(sock)
    slow.take()
    slow.login("wangfang")
    slow.ok("watch")
    expected = []
    with daemon.talk("yangmei") as staff:
        for _ in range(200):
            for i in range(8):
                staff.send(f"@r{i} relay.create unit={daemon.units['3-2-1205']} wish=很多")
            expected += [staff.reply(f"r{i}")[1]["id"] for i in range(8)]
    heard = [slow.event()["id"] for _ in range(len(expected))]
    assert sorted(heard) == sorted(expected) and len(set(heard)) == len(expected)
    assert "event=watch.behind" in daemon.log()
    slow.ok("ping")


def test_a_person_without_account_is_sent_away(cluster, daemon):
    with daemon.talk("liuyang") as t, watcher(daemon, "wangfang") as w:
        cluster.psql("update teyue.person set active = false where login = 'liuyang'")
        # a deputy's event: whoever holds a session is looked at anew
        cluster.psql(
            "insert into teyue.event (subject, version, site, lifecycle, part, action, from_state, to_state, happened_at, entered_at,"
            " data, data_digest, hash) select 77, 1, s.id, t.lifecycle, 77, t.action, t.from_state, t.to_state, now(), now(), '{}', '', ''"
            " from teyue.transition t, teyue.place s where t.lifecycle = 'deputy' and s.code = 'qinghe' limit 1",
            user="teyue_owner",
        )
        w.event(lambda e: e["id"] == 77)
        t.no("order.queue", "auth.failed")
        assert t.closed() < 5 and t.bye == {"reason": "person"}
    cluster.psql("update teyue.person set active = true where login = 'liuyang'")


def test_a_due_deadline_fires_once(cluster, daemon):
    """R5.3.3-2: a relay nobody takes rings again."""
    with watcher(daemon, "wangfang") as t, daemon.talk("yangmei") as staff:
        subject = relay(staff, daemon.units["3-2-1204"])
        t.event(lambda e: e["id"] == subject)
        assert cluster.psql(f"update teyue.deadline set due_at = now() where subject = {subject} and is_open returning kind")
        fired = t.event(lambda e: e["id"] == subject)
        assert fired["action"] == "relay.remind"
    until(lambda: cluster.psql(f"select count(*) from teyue.deadline where subject = {subject} and fired_at is not null") == "1")
    assert cluster.psql(f"select count(*) from teyue.event where subject = {subject} and action = 'relay.remind'") == "1"


def test_too_much_was_missed(cluster, daemon):
    with watcher(daemon, "linxiao") as t:
        since = t.seq
    cluster.psql(
        "insert into teyue.event (subject, version, site, lifecycle, part, action, from_state, to_state, happened_at, entered_at,"
        f" data, data_digest, hash) select 1000 + n, 1, s.id, t.lifecycle, 0, t.action, t.from_state, t.to_state, now(), now(), '{{}}', '', ''"
        f" from generate_series(1, {MISSED_MAX + 1}) n, teyue.place s, (select * from teyue.transition where lifecycle = 'relay' limit 1) t"
        " where s.code = 'jiangting'",
        user="teyue_owner",
    )
    with daemon.talk("linxiao") as t:
        def is_gap():
            return t.ask(f"watch since={since}")[1].code == "event.gap"

        until(is_gap, what="the gap")
        t.ok("watch")
