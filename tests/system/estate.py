"""The demo estate's organisation, books and units against a real daemon and PostgreSQL, for tests of the whole standard.

    with Estate() as estate:
        order = estate.order()          # a step after another: order.upto("consent"), see schema/demo/order.py
        cam = estate.talk("wangfang")   # a line of one's own, with its events

Everybody's password is daemon.PASSWORD, PIN daemon.PIN. One estate serves a whole test module; each order gets a unit of its own.
"""

import subprocess
import sys
import threading
from datetime import datetime, timedelta, timezone

from cluster import Cluster
from daemon import PASSWORD, ROOT, Daemon

sys.path.insert(0, str(ROOT / "schema" / "demo"))
# pylint: disable=wrong-import-position
from order import HOMES, TEAMS, Order, iso, window  # noqa: E402, F401
from people import People  # noqa: E402
from units import units  # noqa: E402

CHINA = timezone(timedelta(hours=8))
SITES = ("qinghe", "jinlan", "jiangting")
LISTS = (("division", "estate-b", "事业部收费标准"), ("chongqing", "estate-a", "重庆区域收费标准"))


def now():
    """As people type it, to the minute: never later than the daemon's clock, never before what the same minute brought."""
    return datetime.now(CHINA).replace(second=0, microsecond=0)


class Estate:
    def __init__(self, *settings):
        self.cluster = Cluster()
        self.daemon = Daemon(self.cluster, *settings)
        self._fill()
        self.daemon.passwords()
        passwords = dict.fromkeys(self.cluster.psql("select login from teyue.person").split(), PASSWORD)
        self.people = People(str(self.daemon.socket), passwords)
        self.units = {site: [u for u in units(site) if u.kind == "home" or site == "jiangting"] for site in SITES}
        self.hour, self.lock = 0, threading.Lock()

    def __enter__(self):
        return self

    def __exit__(self, *ignored):
        self.close()

    def close(self):
        self.people.close()
        self.daemon.close()
        self.cluster.close()

    def _fill(self):
        demo = ROOT / "schema" / "demo"
        self.cluster.psql((demo / "organisation.sql").read_text(encoding="utf-8"), user="teyue_owner")
        for place, name, title in LISTS:
            self.daemon.run(
                "import-tariff", demo / f"{name}.csv", demo / f"{name}.map", "--place", place, "--from", "2026-01-01", "--name", title
            )
        for site in SITES:
            done = subprocess.run([sys.executable, demo / "units.py", site], check=True, capture_output=True, text=True)
            path = self.daemon.home / f"{site}.csv"
            path.write_text(done.stdout, encoding="utf-8")
            self.daemon.run("import-units", path, "--site", site)

    def when(self, hours=2):
        """A window of its own in the next days, so that no two visits of a test overlap by accident."""
        with self.lock:
            self.hour += hours + 1
            begin = datetime.now(CHINA).replace(minute=0, second=0, microsecond=0) + timedelta(hours=self.hour)
            return window(begin, hours)

    def unit(self, cam="wangfang", site="qinghe"):
        """A unit of that manager's that no order was made for yet."""
        with self.lock:
            at = next(i for i, u in enumerate(self.units[site]) if u.cam == cam)
            return self.units[site].pop(at)

    def order(self, cam="wangfang", site="qinghe", tec=None, job=HOMES[0]):
        team = next(t for t in TEAMS[site] if job[0] in t[2])
        return Order(self.people, self.unit(cam, site), job, team, tec or team[1][0], self.when())

    def talk(self, user, lang="zh"):
        return self.daemon.talk(user, lang)

    def state(self, order):
        return self.cluster.psql(f"select state from teyue.orders where id = {order.id}").strip()

    def sql(self, text):
        return self.cluster.psql(text).strip()
