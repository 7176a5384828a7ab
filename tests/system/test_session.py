"""Connections: login before anything, limits and one past each, timers, slow readers, signals, a database that is away.

Run with: TEYUE_BIN=build/bin /usr/bin/python3 -m pytest tests/system/test_session.py
The limits are those of docs/protocol.md; where a wait would be long the daemon is given a shorter one, and the defaults are
read off --print-config.
"""

import os
import resource
import signal
import socket
import ssl
import time

import psycopg2
import pytest
from cluster import Cluster, until
from daemon import PASSWORD, PIN, Closed, Daemon, Talk, in_threads, seed

LINE_MAX, LINE_MAX_LOGIN, TAGS_MAX, ARGS_MAX = 65536, 1024, 8, 64
HASHING_QUEUE_MAX, ADDRESS_FAILURES_MAX, MISSED_MAX = 32, 20, 5000
USERS = ("wangfang", "liuyang", "zhaogang", "zhoulei", "yangmei", "machao", "linxiao", "lijianming")


@pytest.fixture(name="cluster", scope="module")
def cluster_fixture():
    with Cluster() as cluster:
        yield cluster


@pytest.fixture(name="estate", scope="module")
def estate_fixture(cluster):
    """Ids of the units; the schema and the people are there."""
    with Daemon(cluster) as daemon:
        units = seed(daemon, *USERS)
        units["station"] = daemon.run("station-add", "qh-workshop", "班组电脑", "--site", "qinghe").stdout.strip()
    return units


@pytest.fixture(name="start")
def start_fixture(cluster, estate):
    """start("key=value", tls=True): daemons that end with the test."""
    assert estate
    running = []

    def start(*settings, **options):
        running.append(Daemon(cluster, *settings, migrate=False, **options))
        return running[-1]

    yield start
    for daemon in running:
        daemon.close()


@pytest.fixture(name="daemon")
def daemon_fixture(start):
    return start()


@pytest.fixture(name="patient")
def patient_fixture(cluster, start):
    """A daemon whose statements wait for a lock as long as a test on a slow machine may hold it."""
    return start(f"database={cluster.conninfo('teyue_app')} options='-c lock_timeout=20s'", "drain_seconds=20")


class Lock:
    """Holds a table, so that whoever reads it waits."""

    def __init__(self, cluster, table="orders"):
        self.connection = psycopg2.connect(cluster.conninfo("postgres"))
        self.connection.cursor().execute(f"lock table teyue.{table} in access exclusive mode")

    def __enter__(self):
        return self

    def __exit__(self, *ignored):
        self.connection.close()


def closes_without_a_word(sock):
    """The peer closes; what it sent before."""
    sock.settimeout(20)
    got = b""
    try:
        while data := sock.recv(65536):
            got += data
    except ConnectionError:
        pass
    return got


# ---- before login ----


def test_greeting_names_protocol_and_limits(daemon):
    assert daemon.connect().greeting.startswith('* teyue 1 {"server":"')
    assert '"line_max":65536' in daemon.connect().greeting


@pytest.mark.parametrize("line", ["order.queue", "relay.create wish=x", "screens", "watch", "next id=1", "help", "ring.list"])
def test_nothing_before_login(daemon, line):
    with daemon.connect() as t:
        t.no(line, "auth.required")


def test_what_is_open_before_login(daemon):
    with daemon.connect() as t:
        assert t.ok("hello lang=en")[1].data == {"proto": 1, "lang": "en"}
        assert t.ok("hello lang=zh_CN.UTF-8")[1]["lang"] == "zh"
        assert "time" in t.ok("ping")[1].data
        t.ok("quit")
        assert t.closed() < 5


def test_login_answers_with_person_and_roles(daemon):
    with daemon.connect() as t:
        t.ok("hello lang=en")
        final = t.login("wangfang")
    assert final["user"] == "wangfang" and final["name"] == "王芳" and final["lock_s"] == 600
    assert final["roles"] == [{"role": "cam", "label": "Account manager", "place": "Qinghe Court"}]
    assert final["zone"] == "Asia/Shanghai"


# ---- wrong passwords ----


def forget_failures(cluster):
    cluster.psql("update teyue.person set failures = 0, locked_until = null")


def test_wrong_passwords_delay(cluster, daemon):
    forget_failures(cluster)
    with daemon.connect() as t:
        for _ in range(3):
            t.no("auth.password user=liuyang password=wrong-wrong", "auth.failed")
        assert t.no("auth.password user=liuyang password=wrong-wrong", "auth.wait")["wait_s"] == 1
        t.no(f"auth.password user=liuyang password={PASSWORD}", "auth.wait")
        until(lambda: t.ask("auth.password user=liuyang password=wrong-wrong")[1].code == "auth.failed", what="the delay's end")
        assert t.no(f"auth.password user=liuyang password={PASSWORD}", "auth.wait")["wait_s"] == 2
        until(lambda: t.ask(f"auth.password user=liuyang password={PASSWORD}")[1].word == "OK", what="the delay's end")
    assert cluster.psql("select failures, locked_until is null from teyue.person where login = 'liuyang'") == "0|t"


def test_delays_survive_a_restart(cluster, daemon):
    forget_failures(cluster)
    cluster.psql("update teyue.person set failures = 8 where login = 'liuyang'")
    with daemon.connect() as t:
        t.no("auth.password user=liuyang password=wrong-wrong", "auth.failed")
    until(lambda: cluster.psql("select locked_until is not null from teyue.person where login = 'liuyang'") == "t")
    daemon.kill()
    daemon.start()
    with daemon.connect() as t:
        assert t.no(f"auth.password user=liuyang password={PASSWORD}", "auth.wait")["wait_s"] > 30
    forget_failures(cluster)


def test_delay_ends_at_five_minutes(cluster, daemon):
    forget_failures(cluster)
    cluster.psql("update teyue.person set failures = 99 where login = 'liuyang'")
    with daemon.connect() as t:
        t.no("auth.password user=liuyang password=wrong-wrong", "auth.failed")
        assert t.no("auth.password user=liuyang password=wrong-wrong", "auth.wait")["wait_s"] in range(290, 301)
    forget_failures(cluster)


def seconds_for(t, line):
    begin = time.monotonic()
    t.no(line, "auth.failed")
    return time.monotonic() - begin


def test_unknown_user_costs_says_and_waits_the_same(cluster, daemon):
    forget_failures(cluster)
    with daemon.connect() as t:
        known = min(seconds_for(t, "auth.password user=machao password=wrong-wrong") for _ in range(2))
        unknown = min(seconds_for(t, "auth.password user=nobody1 password=wrong-wrong") for _ in range(2))
        assert 0.4 * known < unknown < 2.5 * known
        one = t.no("auth.password user=machao password=wrong-wrong", "auth.failed").line
        other = t.no("auth.password user=nobody1 password=wrong-wrong", "auth.failed").line
        assert one == other
        one = t.no("auth.password user=machao password=wrong-wrong", "auth.wait").line
        other = t.no("auth.password user=nobody1 password=wrong-wrong", "auth.wait").line
        assert one == other
    forget_failures(cluster)


def test_failures_of_one_address(daemon):
    with daemon.connect() as t:
        for i in range(ADDRESS_FAILURES_MAX):
            t.no(f"auth.password user=guess{i} password=wrong-wrong", "auth.failed")
        t.no(f"auth.password user=wangfang password={PASSWORD}", "auth.wait")
    with daemon.connect() as t:
        t.no(f"auth.password user=wangfang password={PASSWORD}", "auth.wait")


def test_more_logins_than_the_queue_holds(daemon):
    talks = [daemon.connect() for _ in range(HASHING_QUEUE_MAX * 2)]
    for t in talks:
        t.send(f"auth.password user=wangfang password={PASSWORD}")
    finals = [t.reply()[1] for t in talks]
    assert sum(f.word == "OK" for f in finals) >= HASHING_QUEUE_MAX
    assert sum(f.code == "busy" for f in finals) > 0
    assert {f.code for f in finals} == {"", "busy"}


# ---- stations ----


def test_pin_only_on_a_station(daemon, estate):
    with daemon.connect() as t:
        t.no(f"auth.pin user=zhoulei pin={PIN}", "auth.station")
        t.no("people.recent", "auth.station")
        t.no("hello station=0000", "station.unknown")
        t.no(f"auth.pin user=zhoulei pin={PIN}", "auth.station")
        t.ok(f"hello lang=zh station={estate['station']}")
        rows, _ = t.ok("people.recent")
        assert {"user": "zhoulei", "name": "周磊"} in rows and "linxiao" not in [row["user"] for row in rows]
        t.no("auth.pin user=zhoulei pin=999999", "auth.failed")
        t.no(f"auth.pin user=linxiao pin={PIN}", "auth.failed")
        assert t.ok(f"auth.pin user=zhoulei pin={PIN}")[1]["lock_s"] == 60


def test_a_station_changes_hands(cluster, daemon, estate):
    with daemon.connect() as t:
        t.ok(f"hello station={estate['station']}")
        t.ok(f"auth.pin user=zhoulei pin={PIN}")
        one = t.ok(f"relay.create unit={estate['3-2-1204']} wish=灯不亮")[1]["id"]
        t.ok(f"auth.pin user=machao pin={PIN}")
        other = t.ok(f"relay.create unit={estate['3-2-1204']} wish=门锁坏了")[1]["id"]
    who = f"select p.login, e.station is not null from teyue.event e join teyue.person p on p.id = e.actor where e.subject = {{}}"
    assert cluster.psql(who.format(one)) == "zhoulei|t" and cluster.psql(who.format(other)) == "machao|t"


def test_a_failed_login_leaves_the_session_as_it_was(daemon):
    with daemon.talk("yangmei") as t:
        t.no("auth.password user=wangfang password=wrong-wrong", "auth.failed")
        assert t.ok("screens")[0]


def test_a_request_under_way_stays_its_senders(cluster, patient, estate):
    with patient.talk("yangmei") as t, Lock(cluster, "unit") as lock:
        t.send(f"@first relay.create unit={estate['3-2-1204']} wish=漏水")
        t.send(f"auth.password user=wangfang password={PASSWORD}")
        lock.connection.close()
        subject = t.reply("first")[1]["id"]
        assert t.reply()[1].word == "OK"
    assert cluster.psql(f"select p.login from teyue.event e join teyue.person p on p.id = e.actor where subject = {subject}") == "yangmei"


# ---- lines ----


def padded(length):
    line = "ping "
    return line + "x" * (length - len(line))


@pytest.mark.parametrize("user, limit", [(None, LINE_MAX_LOGIN), ("wangfang", LINE_MAX)])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_longest_line_and_one_past_it(daemon, user, limit, ending):
    with daemon.talk(user) if user else daemon.connect() as t:
        t.send_raw((padded(limit) + ending).encode())
        assert t.reply()[1].code != "limit.line"
        t.ok("ping")
        t.send_raw((padded(limit + 1) + ending).encode())
        assert t.reply()[1].code == "limit.line"
        assert t.closed() < 5


def test_a_line_without_end_is_not_gathered(daemon):
    with daemon.connect() as t:
        with pytest.raises((ConnectionError, AssertionError)):
            for _ in range(200):
                t.send_raw(b"x" * 65536)
            raise AssertionError
        daemon.waits_for_log("reason=done")


def test_arguments_and_one_more(daemon):
    def with_arguments(n):
        return "ping " + " ".join(f"a{i}=1" for i in range(n))

    with daemon.connect() as t:
        assert t.ask(with_arguments(ARGS_MAX))[1].code != "parse.many"
        t.bad(with_arguments(ARGS_MAX + 1), "parse.many")


def test_three_unparsable_lines_in_a_row(daemon):
    with daemon.connect() as t:
        for _ in range(2):
            t.bad('ping "', "parse.quote")
        t.ok("ping")
        for _ in range(3):
            t.bad('ping "', "parse.quote")
        assert t.closed() < 5 and t.bye == {"reason": "parse"}


@pytest.mark.parametrize(
    "data, code",
    [
        (b"ping \xff\xfe", "parse.utf8"),
        (b"ping \x1b[2J", "parse.control"),
        (b"ping a\x00b", "parse.control"),
        (b"@waytoolongtagforus ping", "parse.tag"),
        (b"PING", "parse.verb"),
        (b"ping a=1 a=2", "parse.twice"),
        (b'ping "\\q"', "parse.escape"),
    ],
)
def test_hostile_lines_are_refused(daemon, data, code):
    with daemon.connect() as t:
        t.send_raw(data + b"\n")
        assert f"BAD {code} " in t.line()
        t.ok("ping")


@pytest.mark.parametrize("text", ["a\u202eb", "a\u200bb", "a\ufeffb", "a\u0085b"])
def test_hostile_text_is_refused(daemon, estate, text):
    with daemon.talk("yangmei") as t:
        _, final = t.ask(f'relay.create unit={estate["3-2-1204"]} wish="{text}"')
        assert final.word in ("NO", "BAD") and final.code in ("arg.text", "parse.control")


def test_untagged_requests_run_in_order_and_empty_lines_are_nothing(daemon):
    with daemon.talk("wangfang") as t:
        t.send_raw(b"\n  \n\r\norder.queue\nping\n")
        assert "rows" in t.reply()[1].data
        assert "time" in t.reply()[1].data


def test_the_last_lines_are_answered_although_the_sender_has_closed(daemon):
    with daemon.connect() as t:
        t.send_raw(b"ping\nhello lang=en\nping")
        t.sock.shutdown(socket.SHUT_WR)
        assert "time" in t.reply()[1].data and t.reply()[1]["lang"] == "en"
        assert t.closed() < 5 and not t.finals


def test_tagged_requests_and_one_too_many(cluster, patient):
    with patient.talk("wangfang") as t, Lock(cluster) as lock:
        for i in range(TAGS_MAX):
            t.send(f"@t{i} order.queue")
        t.send("@past ping")
        assert t.reply("past")[1].code == "limit.tags" and not t.finals
        lock.connection.close()
        for i in range(TAGS_MAX):
            assert t.reply(f"t{i}")[1].word == "OK"
        t.ok("@again ping")


def test_tagged_requests_overtake(cluster, patient):
    with patient.talk("wangfang") as t, Lock(cluster) as lock:
        t.send("@slow order.queue")
        t.ok("@quick ping")
        assert "slow" not in t.finals
        lock.connection.close()
        assert t.reply("slow")[1].word == "OK"


# ---- how many ----


def test_connections_and_one_more(start):
    daemon = start("connections=3")
    talks = [daemon.connect() for _ in range(3)]
    with socket.socket(socket.AF_UNIX) as more:
        more.connect(str(daemon.socket))
        assert closes_without_a_word(more) == b""
    talks.pop().close()
    until(lambda: "reason=lost" in daemon.log() or "reason=eof" in daemon.log() or "reason=done" in daemon.log())
    daemon.connect().ok("ping")


def test_connections_of_one_address_and_one_more(start):
    daemon = start("per_address=2", tls=True)
    talks = [Talk(daemon.tls_socket()) for _ in range(2)]
    for t in talks:
        t.take()
    assert closes_without_a_word(daemon.tcp_socket()) == b""
    talks.pop().close()

    def comes_in():
        try:
            with Talk(daemon.tls_socket()) as t:
                t.take()
                return True
        except (OSError, Closed):
            return False

    until(comes_in, what="room for another connection")


def test_many_at_once_are_all_greeted(daemon):
    socks = [socket.socket(socket.AF_UNIX) for _ in range(300)]
    for sock in socks:
        sock.connect(str(daemon.socket))
    talks = [Talk(sock) for sock in socks]
    for t in talks:
        t.take()
        assert t.greeting
        t.close()


def test_without_descriptors_the_listener_rests(daemon):
    pid = daemon.process.pid
    used = len(os.listdir(f"/proc/{pid}/fd"))
    resource.prlimit(pid, resource.RLIMIT_NOFILE, (used + 2, used + 2))
    socks = [socket.socket(socket.AF_UNIX) for _ in range(5)]
    for sock in socks:
        sock.connect(str(daemon.socket))
    daemon.waits_for_log("event=accept.failed")
    before, begin = cpu_seconds(pid), time.monotonic()
    until(lambda: time.monotonic() - begin > 2)
    assert cpu_seconds(pid) - before <= 0.2
    assert daemon.log().count("event=accept.failed") <= 4
    for sock in socks[:2]:
        sock.close()
    last = Talk(socks[2])
    last.take(seconds=3)
    assert last.greeting


def cpu_seconds(pid):
    with open(f"/proc/{pid}/stat", encoding="ascii") as stat:
        fields = stat.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


# ---- how long ----


def test_default_limits(daemon):
    text = daemon.run("--print-config").stdout
    for line in (
        "connections = 10000", "per_address = 50", "tls_seconds = 5", "login_seconds = 30", "line_seconds = 10",
        "stall_seconds = 30", "drain_seconds = 8",
    ):
        assert line in text.splitlines()


def test_login_takes_too_long_however_busy(start):
    daemon = start("login_seconds=2", "line_seconds=60")
    with daemon.connect() as t:
        begin = time.monotonic()
        with pytest.raises((Closed, ConnectionError)):
            while time.monotonic() - begin < 10:
                t.ok("ping")
        assert 1.9 < time.monotonic() - begin < 4
    daemon.waits_for_log("reason=login.time")


def test_a_dripping_line_ends_in_time(start):
    daemon = start("line_seconds=1")
    with daemon.talk("wangfang") as t:
        begin = time.monotonic()
        t.sock.settimeout(0.1)
        while time.monotonic() - begin < 10:
            try:
                t.sock.sendall(b"x")
                if t.sock.recv(1) == b"":
                    break
            except socket.timeout:
                continue
            except ConnectionError:
                break
        assert 0.9 < time.monotonic() - begin < 3
    daemon.waits_for_log("reason=line.time")


def test_an_idle_session_stays(start):
    daemon = start("login_seconds=1", "line_seconds=1", "stall_seconds=1")
    with daemon.talk("wangfang") as t:
        begin = time.monotonic()
        until(lambda: time.monotonic() - begin > 3)
        t.ok("ping")


def test_silence_before_tls_ends_in_time_and_hurts_nobody(start):
    daemon = start("tls_seconds=1", "per_address=100", tls=True)
    silent = [daemon.tcp_socket() for _ in range(50)]
    with daemon.talk("wangfang") as t:
        t.ok("order.queue")
    begin = time.monotonic()
    for sock in silent:
        assert closes_without_a_word(sock) == b""
    assert time.monotonic() - begin < 3
    assert daemon.log().count("reason=tls.time") == 50


def test_a_reader_that_does_not_read_is_dropped(start):
    daemon = start("stall_seconds=2")
    with daemon.talk("wangfang") as t:
        t.sock.settimeout(0.2)
        begin = time.monotonic()
        dropped = None
        while dropped is None and time.monotonic() - begin < 20:
            try:
                t.sock.sendall(b"help\n" * 100)
            except socket.timeout:
                continue
            except ConnectionError:
                dropped = time.monotonic() - begin
        assert dropped is not None and "reason=stall" in daemon.log()
    memory = [int(line.split()[1]) for line in open(f"/proc/{daemon.process.pid}/status", encoding="ascii") if line.startswith("VmRSS")]
    assert memory[0] < 400_000


def test_a_slow_reader_gets_everything(daemon):
    with daemon.talk("wangfang") as t:
        for i in range(TAGS_MAX):
            t.send(f"@h{i} help")
        for _ in range(60):
            t.send("help")
        lengths = {len(t.reply()[0]) for _ in range(60)} | {len(t.reply(f"h{i}")[0]) for i in range(TAGS_MAX)}
        assert len(lengths) == 1 and lengths.pop() > 10


# ---- TLS ----


def test_tls_from_the_first_byte(start):
    daemon = start(tls=True)
    with Talk(daemon.tls_socket()) as t:
        t.take()
        t.login("wangfang")
        t.ok("order.queue")
        t.ok("quit")
        assert t.closed() < 5


def test_plain_text_over_tcp_is_refused(start):
    daemon = start(tls=True)
    with daemon.tcp_socket() as sock:
        sock.sendall(b"ping\n")
        assert b"teyue" not in closes_without_a_word(sock)


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion.TLSv1_1")
@pytest.mark.parametrize("version, allowed", [("TLSv1_1", False), ("TLSv1_2", True), ("TLSv1_3", True)])
def test_old_tls_is_refused(start, version, allowed):
    daemon = start(tls=True)
    context = ssl.create_default_context(cafile=str(daemon.home / "cert"))
    context.set_ciphers("ALL:@SECLEVEL=0")
    context.minimum_version = context.maximum_version = ssl.TLSVersion[version]
    with daemon.tcp_socket() as sock:
        if allowed:
            assert b"teyue" in context.wrap_socket(sock, server_hostname="localhost").recv(100)
        else:
            with pytest.raises((ssl.SSLError, ConnectionError)):
                context.wrap_socket(sock, server_hostname="localhost")


def test_no_session_tickets(start):
    daemon = start(tls=True)
    with Talk(daemon.tls_socket()) as t:
        t.take()
        t.ok("ping")
        assert t.sock.session is None or not t.sock.session.has_ticket


# ---- signals ----


def test_term_finishes_what_is_under_way(cluster, patient):
    with patient.talk("wangfang") as t, patient.talk("liuyang") as idle, Lock(cluster) as lock:
        t.send("@queue order.queue")
        t.ok("@here ping")
        patient.signal(signal.SIGTERM)
        assert idle.closed() < 5 and idle.bye == {"reason": "shutdown", "in": 20}
        until(lambda: not patient.socket.exists())
        while t.bye is None:
            t.take()
        assert not t.finals
        lock.connection.close()
        assert t.reply("queue")[1].word == "OK"
        assert t.closed() < 5
        assert patient.process.wait(10) == 0


def test_term_waits_no_longer_than_it_says(cluster, start):
    daemon = start("drain_seconds=1")
    with daemon.talk("wangfang") as t, Lock(cluster):
        t.send("@queue order.queue")
        t.ok("@here ping")
        begin = time.monotonic()
        assert daemon.stop() == 0
        assert time.monotonic() - begin < 4


def test_a_second_term_ends_it_now(cluster, patient):
    with patient.talk("wangfang") as t, Lock(cluster):
        t.send("@queue order.queue")
        t.ok("@here ping")
        begin = time.monotonic()
        patient.signal(signal.SIGTERM)
        patient.waits_for_log("event=signal")
        patient.signal(signal.SIGTERM)
        assert patient.process.wait(10) == 0
        assert time.monotonic() - begin < 1.5


def test_hup_reads_settings_and_certificate_again(start):
    daemon = start(tls=True)
    with Talk(daemon.tls_socket()) as old:
        old.take()
        first = old.sock.getpeercert(binary_form=True)
        port = daemon.port
        daemon._certificate()  # pylint: disable=protected-access
        daemon.port = port
        daemon.write_config("login_seconds=1")
        daemon.signal(signal.SIGHUP)
        daemon.waits_for_log("event=reload log=6")
        with Talk(daemon.tls_socket()) as fresh:
            fresh.take()
            assert fresh.sock.getpeercert(binary_form=True) != first
            assert fresh.closed() < 3
        daemon.waits_for_log("reason=login.time")


def test_hup_with_bad_settings_changes_nothing(daemon):
    with daemon.talk("wangfang") as t:
        daemon.write_config("connections=none")
        daemon.signal(signal.SIGHUP)
        daemon.waits_for_log("event=reload refused")
        t.ok("order.queue")
        daemon.connect().ok("ping")


def test_two_daemons_do_not_take_one_socket(daemon):
    second = daemon.run("run", check=False)
    assert second.returncode == 78 and "in use" in second.stderr
    daemon.connect().ok("ping")


def test_a_socket_left_behind_is_replaced(daemon):
    daemon.kill()
    assert daemon.socket.exists()
    daemon.start()
    daemon.connect().ok("ping")


# ---- the database is away ----


def test_database_down_and_back(cluster, daemon):
    with daemon.talk("wangfang") as t:
        cluster.stop()
        until(lambda: t.ask("order.queue")[1].code == "unavailable", what="a refusal")
        begin = time.monotonic()
        t.no("order.queue", "unavailable")
        t.no("order.consent id=1 channel=phone", None)
        assert time.monotonic() - begin < 0.5
        t.ok("ping")
        with daemon.connect() as other:
            other.no(f"auth.password user=liuyang password={PASSWORD}", "unavailable")
        cluster.start()
        begin = time.monotonic()
        until(lambda: t.ask("order.queue")[1].word == "OK", what="the database's return")
        assert time.monotonic() - begin < 5


def test_a_daemon_starts_without_its_database(cluster, start):
    cluster.stop()
    try:
        t = start(up=False).connect()
        t.no(f"auth.password user=wangfang password={PASSWORD}", "unavailable")
    finally:
        cluster.start()
    until(lambda: t.ask(f"auth.password user=wangfang password={PASSWORD}")[1].word == "OK", what="a login")
