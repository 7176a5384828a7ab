"""The seven steps of a day through `teyue call`, the way a script would take them, each step by its own person; and its exit codes.

Run with: TEYUE_BIN=build/bin /usr/bin/python3 -m pytest tests/system/test_call.py
"""

import json
import subprocess

import pytest
from daemon import PASSWORD, TEYUED
from estate import Estate, HOMES, Order, People, TEAMS, iso, now
from line import Refused

TEYUE = TEYUED.with_name("teyue")


@pytest.fixture(scope="module", name="estate")
def estate_fixture():
    with Estate() as estate:
        yield estate


def call(estate, user, verb, *words, **args):
    """Exit code, rows and the final object of one call."""
    secret = estate.daemon.home / "password"
    secret.write_text(PASSWORD)
    secret.chmod(0o600)
    command = [TEYUE, "--socket", estate.daemon.socket, "--user", user, "--password-file", secret, "--lang", "zh", *words, "call", verb]
    command += [f"{name}={value}" for name, value in args.items() if value is not None]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    final = json.loads(done.stderr.strip().splitlines()[-1]) if done.stderr.strip().startswith("{") else {}
    return done.returncode, [json.loads(line) for line in done.stdout.splitlines()], final


class Caller:
    """What schema/demo/order.py asks of a line, answered by a process of its own for each request."""

    def __init__(self, estate, user):
        self.estate, self.user = estate, user

    def ask(self, verb, **args):
        code, rows, final = call(self.estate, self.user, verb, **args)
        if code != 0:
            raise Refused(f"{verb} {args}", final.get("result"), final.get("code"), final)
        return rows, final


class Callers(People):
    def __init__(self, estate):
        super().__init__(None, dict.fromkeys(estate.people.passwords, PASSWORD))
        self.estate = estate

    def __call__(self, login):
        return Caller(self.estate, login)

    def id(self, login):
        return self.estate.people.id(login)


def test_seven_steps_by_script(estate):
    """Relay, intake, consent, dispatch, service with a rework, papers, follow-up: closed at the end and not before."""
    people, team = Callers(estate), TEAMS["qinghe"][0]
    order = Order(people, estate.unit(), HOMES[0], team, "zhoulei", estate.when())
    unit = people.unit("machao", order.unit.code)
    relay = people.do("machao", "relay.create", unit=unit, caller=order.unit.contact, wish="厨房水龙头漏水")["id"]
    order.create(relay=relay, source="relay")
    order.taken = 1
    order.upto("acknowledge")
    order.propose(estate.when(), "上一单未完")
    later = estate.when()
    people.do("wangfang", "time.agree", id=order.id, window=later, channel="phone", at=iso(now()), **{"with": order.unit.contact})
    order.when = later
    order.upto("finish")
    order.refuse("接口还在渗水", "now")
    order.after("start").upto("accept")
    order.depart(wish="卫生间灯不亮")
    order.taken = order.CHAIN.index("depart") + 1
    assert [r for r in people.rows("wangfang", "relay.list") if "灯不亮" in json.dumps(r, ensure_ascii=False)]
    order.upto("follow")
    assert estate.state(order) == "accepted"
    order.upto("enter_last")
    assert estate.state(order) == "closed"
    assert estate.sql(f"select state from teyue.relay where id = {relay}") == "converted"
    assert estate.sql(f"select count(*) from teyue.part where subject = {order.id} and lifecycle = 'round'") == "2"


def test_exit_codes_say_what_happened(estate):
    """0 done, 1 refused, 2 no such thing, 64 not a request, 77 wrong password; a refusal carries clause and why-not list."""
    order = estate.order().upto("create")
    code, _, final = call(estate, "wangfang", "order.dispatch", id=order.id, department=1)
    assert code == 1 and final["result"] == "NO" and final["clause"] and final["next"]
    assert call(estate, "wangfang", "form.print", id=999999999999)[0] == 2
    assert call(estate, "wangfang", "order.nothing", id=order.id)[0] == 64
    assert call(estate, "wangfang", "order.quote", id=order.id, price=5)[0] in (1, 64)
    assert call(estate, "nobody", "order.queue")[0] == 77
    code, rows, final = call(estate, "wangfang", "order.queue")
    assert code == 0 and rows and final["rows"] == len(rows)


def test_the_same_key_repeats_nothing(estate):
    """RX-5: a script that was cut off calls again with the same --idem and has done the thing once."""
    order = estate.order().upto("consent")
    for _ in range(2):
        assert call(estate, "wangfang", "form.print", "--idem", f"script-{order.id}", id=order.id)[0] == 0
    assert estate.sql(f"select copies from teyue.orders where id = {order.id}") == "1"


def test_a_daemon_that_is_away_is_said_at_once(estate):
    """69 when nobody answers."""
    command = [TEYUE, "--socket", estate.daemon.home / "nowhere", "--user", "wangfang", "call", "order.queue"]
    assert subprocess.run(command, capture_output=True, timeout=60, check=False).returncode == 69
