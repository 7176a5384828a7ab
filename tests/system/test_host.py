"""What the administrator does on the host: migrate, init, passwords, stations, imports, verify, settings.

Run with: TEYUE_BIN=build/bin /usr/bin/python3 -m pytest tests/system/test_host.py
Rules proved: RX-11's ground (a changed, removed or slipped in event shows), R5.3.1-2 (one account manager per unit).
"""


import pytest
from cluster import Cluster
from daemon import ROOT, Daemon, seed

HEADING = "unit,kind,contact,salutation,relation,phone,main,cam\n"


@pytest.fixture(name="cluster", scope="module")
def cluster_fixture():
    with Cluster() as cluster:
        yield cluster


@pytest.fixture(name="daemon", scope="module")
def daemon_fixture(cluster):
    with Daemon(cluster) as daemon:
        yield daemon


@pytest.fixture(name="estate", scope="module")
def estate_fixture(daemon):
    return seed(daemon, "wangfang", "yangmei")


def refused(daemon, *args, input=None):
    done = daemon.run(*args, input=input, check=False)
    assert done.returncode != 0, done.stdout
    return done


# ---- first things ----


def test_init_makes_one_administrator(daemon, cluster):
    out = daemon.run("init", "root", "管理员").stdout.split()
    assert out[0] == "root" and len(out[1]) == 16
    with daemon.connect() as t:
        assert t.ok(f"auth.password user=root password={out[1]}")[1]["roles"][0]["role"] == "adm"
    assert "already" in refused(daemon, "init", "second", "又一个").stderr
    assert cluster.psql("select count(*) from teyue.person") == "1"
    cluster.psql("delete from teyue.person_grant; delete from teyue.person; delete from teyue.place")


def test_migrate_again_changes_nothing(daemon, cluster):
    before = cluster.psql("select version, sha256, applied_at from teyue_meta.schema_migrations order by version")
    daemon.run("migrate")
    assert before and before == cluster.psql("select version, sha256, applied_at from teyue_meta.schema_migrations order by version")


def test_usage(daemon):
    assert refused(daemon, "nonsense").returncode == 64
    assert refused(daemon, "init", "only-login").returncode == 64
    assert refused(daemon, "station-add", "a", "b").returncode == 64
    assert daemon.run("--version").stdout.startswith("teyued ")
    assert "import-units" in daemon.run("--help").stdout


# ---- passwords ----


def test_passwords_all_or_none(daemon, cluster, estate):
    assert estate
    before = cluster.psql("select password_hash from teyue.person where login = 'yangmei'")
    refused(daemon, "passwords", "-", input="yangmei other-password-1\nnobody other-password-2\n")
    assert cluster.psql("select password_hash from teyue.person where login = 'yangmei'") == before
    daemon.run("passwords", "-", input="yangmei other-password-1\n")
    with daemon.connect() as t:
        t.login("yangmei", "other-password-1")


@pytest.mark.parametrize("line", ["yangmei short", "yangmei " + "x" * 201, "yangmei", "yangmei - 12345", "yangmei - 12345a"])
def test_weak_passwords_and_pins_are_refused(daemon, estate, line):
    assert estate
    assert refused(daemon, "passwords", "-", input=line + "\n").returncode == 65


# ---- settings ----


def test_readable_secrets_are_refused(daemon, tmp_path):
    config = tmp_path / "teyued.conf"
    config.write_text("database = dbname=teyue password=hunter2\n")
    config.chmod(0o644)
    done = refused(daemon, "--config", config, "check-config")
    assert done.returncode == 78 and "password" in done.stderr and "hunter2" not in done.stderr
    config.chmod(0o640)
    assert daemon.run("--config", config, "check-config").stdout == "good\n"
    assert "hunter2" not in daemon.run("--config", config, "--print-config").stdout


def test_a_readable_key_is_refused(daemon, tmp_path):
    key = tmp_path / "key"
    key.write_text("not a key")
    key.chmod(0o644)
    settings = ["--set", "tcp=127.0.0.1:1", "--set", f"key={key}"]
    assert refused(daemon, *settings, "check-config").returncode == 78
    key.chmod(0o600)
    assert "certificate" in refused(daemon, *settings, "check-config").stderr


@pytest.mark.parametrize("setting", ["unknown=1", "connections=0", "connections=100001", "log=x", "socket"])
def test_bad_settings_are_refused(daemon, setting):
    assert refused(daemon, "--set", setting, "check-config").returncode == 78


def test_printed_settings_can_be_read_again(daemon, tmp_path):
    printed = daemon.run("--print-config").stdout
    again = tmp_path / "again.conf"
    again.write_text(printed)
    assert daemon.run("--config", again, "--print-config").stdout == printed


# ---- units ----


def write(path, text):
    path.write_text(HEADING + text, encoding="utf-8")
    return path


def test_units_with_contacts_and_manager(daemon, cluster, estate, tmp_path):
    assert estate
    path = write(tmp_path / "a.csv", "9-1-101,home,钱多多,女士,业主,13911110101,,wangfang\n9-1-101,,钱小小,,家属,13911110102,yes,wangfang\n")
    out = daemon.run("import-units", path, "--site", "qinghe").stdout
    assert out.count("good") + out.count("可以") == 2
    contacts = "select c.name, c.initials, c.main from teyue.contact c join teyue.unit u on u.id = c.unit where u.code = '9-1-101' order by 1"
    assert cluster.psql(contacts) == "钱多多|qdd|f\n钱小小|qxx|t"
    cams = "select p.login, upper_inf(during) from teyue.unit_cam c join teyue.person p on p.id = c.person join teyue.unit u on u.id = c.unit"
    assert cluster.psql(cams + " where u.code = '9-1-101'") == "wangfang|t"


@pytest.mark.parametrize(
    "rows, lines",
    [
        ("3-2-1204,home,甲,,,,,wangfang\n", [2]),  # there already
        ("8-1-1,home,甲,,,,,yangmei\n", [2]),  # not an account manager
        ("8-1-1,home,甲,,,,,linxiao\n", [2]),  # of another site
        ("8-1-1,home,甲,,,,yes,wangfang\n8-1-1,home,乙,,,,yes,wangfang\n", [3]),
        ("8-1-1,home,甲,,,,,wangfang\n8-1-1,home,乙,,,,,liuyang\n", [3]),  # R5.3.1-2
        ("8-1-1,home,甲,,,1,,wangfang\n8-1-1,home,甲,,,1,,wangfang\n", [3]),
        ("8-1-1,castle,甲,,,,,wangfang\n", [2]),
        ("8-1-1,home,,,,,,wangfang\n", [2]),
        ("8-1-1,home,甲,,,,,\n", [2]),
        ("8-1-1,home,甲,,,13x,,wangfang\n", [2]),
        ("8-1-1,home,甲,,,,maybe,wangfang\n", [2]),
        ("8-1-1,home,甲\u202e,,,,,wangfang\n", [2]),
        ("x" * 25 + ",home,甲,,,,,wangfang\n", [2]),
        ("8-1-1,home," + "甲" * 41 + ",,,,,wangfang\n", [2]),
    ],
)
def test_one_bad_row_and_nothing_is_imported(daemon, cluster, estate, tmp_path, rows, lines):
    assert estate
    good = "8-9-9,home,好,先生,业主,13900000000,yes,wangfang\n"
    done = refused(daemon, "import-units", write(tmp_path / "b.csv", rows + good), "--site", "qinghe")
    assert done.returncode == 65
    bad = [line for line in done.stdout.splitlines() if line.startswith(("line", "第")) and not line.endswith(("good", "可以"))]
    assert [int("".join(filter(str.isdigit, line.split(",")[0].split(" 8-")[0].split("行")[0]))) for line in bad] == lines
    assert cluster.psql("select count(*) from teyue.unit where code like '8-%'") == "0"


def test_heading_and_site_must_be_there(daemon, estate, tmp_path):
    assert estate
    path = tmp_path / "c.csv"
    path.write_text("unit,contact\n1,2\n")
    assert "cam" in refused(daemon, "import-units", path, "--site", "qinghe").stderr
    assert "no site" in refused(daemon, "import-units", write(path, "8-1-1,home,甲,,,,,wangfang\n"), "--site", "nowhere").stderr
    assert refused(daemon, "import-units", tmp_path / "none.csv", "--site", "qinghe").returncode == 65


# ---- tariff books ----


def test_a_new_book_ends_the_old_one(daemon, cluster, estate):
    assert estate
    files = [ROOT / "schema" / "demo" / f"estate-b.{kind}" for kind in ("csv", "map")]
    daemon.run("import-tariff", *files, "--place", "division", "--from", "2027-03-01", "--name", "新价")
    books = "select version, lower(during)::date, upper(during)::date from teyue.book b join teyue.place p on p.id = b.place"
    assert cluster.psql(books + " where p.code = 'division' order by 1") == "1|2026-01-01|2027-03-01\n2|2027-03-01|"
    counts = "select count(*) from teyue.item i join teyue.book b on b.id = i.book join teyue.place p on p.id = b.place"
    assert cluster.psql(counts + " where p.code = 'division' and b.version = 2") == "44"
    assert cluster.psql("select count(*) from teyue.item where initials = ''") == "0"


def test_a_book_needs_a_place_that_sets_prices(daemon, estate):
    assert estate
    files = [ROOT / "schema" / "demo" / f"estate-b.{kind}" for kind in ("csv", "map")]
    assert "qinghe" in refused(daemon, "import-tariff", *files, "--place", "qinghe", "--from", "2027-03-01", "--name", "x").stderr
    assert refused(daemon, "import-tariff", *files, "--place", "division", "--from", "yesterday", "--name", "x").returncode == 64
    before = refused(daemon, "import-tariff", *files, "--place", "division", "--from", "2026-12-01", "--name", "x")
    assert before.returncode == 1


def test_an_unsettled_list_is_not_imported(daemon, cluster, estate, tmp_path):
    assert estate
    path = tmp_path / "empty.map"
    path.write_text("")
    before = cluster.psql("select count(*) from teyue.book")
    assert refused(daemon, "import-tariff", ROOT / "schema/demo/estate-a.csv", path, "--place", "chongqing", "--from", "2027-01-01",
                   "--name", "x").returncode == 65
    assert cluster.psql("select count(*) from teyue.book") == before


# ---- the chain ----


def tamper(cluster, sql):
    cluster.psql(f"alter table teyue.event disable trigger event_forever; {sql}; alter table teyue.event enable trigger event_forever")


def test_verify_finds_what_was_changed(daemon, cluster, estate):
    with daemon.talk("wangfang") as t:
        subjects = [t.ok(f"relay.create unit={estate['3-2-1204']} wish=灯坏了")[1]["id"] for _ in range(3)]
        t.ok(f"relay.close id={subjects[1]} reason=重复")
    assert daemon.run("verify").stdout == "verified 4 events of 3 subjects\n"
    kept = cluster.psql(f"select data from teyue.event where subject = {subjects[1]} and version = 1")
    where = f"where subject = {subjects[1]} and version = 1"
    tamper(cluster, f"update teyue.event set data = '{{\"wish\":\"x\"}}' {where}")
    done = refused(daemon, "verify")
    assert done.returncode == 70 and f"subject {subjects[1]}, version 1" in done.stdout and "data" in done.stdout
    tamper(cluster, f"update teyue.event set data = $x${kept}$x$ {where}")
    assert daemon.run("verify").stdout == "verified 4 events of 3 subjects\n"
    tamper(cluster, f"update teyue.event set happened_at = happened_at - interval '1 day' {where}")
    assert "hash" in refused(daemon, "verify").stdout
    tamper(cluster, f"update teyue.event set happened_at = happened_at + interval '1 day' {where}")
    tamper(cluster, f"delete from teyue.event {where}")
    assert "missing" in refused(daemon, "verify").stdout


def test_the_application_cannot_change_the_log(cluster, estate):
    assert estate
    for sql in ("update teyue.event set data = '{}'", "delete from teyue.event", "delete from teyue.person", "update teyue.charge set fen = 1"):
        assert "permission denied" in cluster.psql(sql, user="teyue_app", check=False)
