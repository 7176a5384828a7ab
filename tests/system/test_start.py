"""The demo estate, made the way ./start makes it but for the building: people, lists and units through teyued, then schema/demo/play.py
through the daemon's socket. What a stranger finds must lie in every state the standard knows.

Run with /usr/bin/python3 -m pytest tests/system/test_start.py; needs TEYUE_BIN or build/bin.
"""

import subprocess
import sys

import pytest

from cluster import Cluster
from daemon import ROOT, Daemon

DEMO = ROOT / "schema" / "demo"
ORDERS_WANTED = 60


def python(script, *args, **more):
    done = subprocess.run([sys.executable, DEMO / script, *map(str, args)], capture_output=True, text=True, timeout=300, check=False, **more)
    assert done.returncode == 0, done.stderr
    return done.stdout


def play(daemon):
    return python("play.py", daemon.socket, daemon.home / "accounts")


@pytest.fixture(scope="module")
def demo():
    with Cluster() as cluster, Daemon(cluster) as daemon:
        cluster.psql((DEMO / "organisation.sql").read_text(encoding="utf-8"), user="teyue_owner")
        people = cluster.psql("select g.role || ' ' || p.login from teyue.person p join teyue.person_grant g on g.person = p.id")
        accounts = python("accounts.py", input=people)
        (daemon.home / "accounts").write_text(accounts, encoding="utf-8")
        daemon.run("passwords", "-", input="".join(line.split(" ", 1)[1] + "\n" for line in accounts.splitlines()))
        for place, name in (("division", "estate-b"), ("chongqing", "estate-a")):
            daemon.run("import-tariff", DEMO / f"{name}.csv", DEMO / f"{name}.map", "--place", place, "--from", "2026-01-01", "--name", name)
        for site in ("qinghe", "jinlan", "jiangting"):
            (daemon.home / "units.csv").write_text(python("units.py", site), encoding="utf-8")
            daemon.run("import-units", daemon.home / "units.csv", "--site", site)
        play(daemon)
        yield daemon


def test_every_state_of_every_lifecycle_is_there(demo):
    missing = demo.cluster.psql("""
        set search_path = teyue;
        select s.lifecycle || '.' || s.name from state s
        where s.lifecycle <> 'unit' and (s.lifecycle, s.name) not in (
          select lifecycle, state from orders union all select lifecycle, state from part union all select lifecycle, state from relay
          union all select lifecycle, state from deputy union all select lifecycle, state from incident)""")
    assert missing == ""
    assert demo.cluster.psql("select count(*) from teyue.event where lifecycle = 'unit'") != "0"


def test_orders_enough_at_every_site(demo):
    per_site = [int(n) for n in demo.cluster.psql("select count(*) from teyue.orders group by site").split()]
    assert len(per_site) == 3 and sum(per_site) >= ORDERS_WANTED


def test_form_numbers_have_no_gap(demo):
    """R5.3.2-6: per site and year 1 … n; R5.3.2-4: a declined request took none."""
    numbers = demo.cluster.psql("select no from teyue.orders where no is not null").split()
    series = {}
    for number in numbers:
        prefix, year, count = number.split("-")
        series.setdefault((prefix, year), []).append(int(count))
    assert {prefix for prefix, _ in series} == {"QH", "JL", "JT"}
    for counts in series.values():
        assert sorted(counts) == list(range(1, len(counts) + 1))
    assert demo.cluster.psql("select count(*) from teyue.orders where state = 'declined' and no is not null") == "0"


def test_each_region_is_quoted_from_its_book(demo):
    """R4.2.1-3, A24: Chengdu's sites from the division's book, Chongqing's from its own."""
    found = demo.cluster.psql("""
        select distinct r.code || ' ' || b.code from teyue.quote_line l join teyue.orders o on o.id = l.subject
        join teyue.place s on s.id = o.site join teyue.place r on r.id = s.parent join teyue.item i on i.id = l.item
        join teyue.book k on k.id = i.book join teyue.place b on b.id = k.place order by 1""")
    assert found.splitlines() == ["chengdu division", "chongqing chongqing"]


def test_played_once(demo):
    before = demo.cluster.psql("select count(*) from teyue.event")
    assert play(demo) == ""
    assert demo.cluster.psql("select count(*) from teyue.event") == before


def test_the_log_of_the_demo_is_whole(demo):
    """RX-4: the chain of every subject holds."""
    demo.run("verify")


def test_accounts_are_lines_that_scripts_can_read(demo):
    for line in (demo.home / "accounts").read_text(encoding="utf-8").splitlines():
        words = line.split(" ")
        assert len(words) == (4 if words[0] == "tec" else 3)
