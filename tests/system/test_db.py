"""The database side of the daemon against a real PostgreSQL: what is acknowledged is kept, what is repeated is done once.

Run with: TEYUE_BIN=build/bin /usr/bin/python3 -m pytest tests/system/test_db.py
Rules proved: RX-5 (a repeated command has one effect), R5.3.2-6's ground (one segment, all or nothing), the limits of
server/db/db.h and one past each.
"""

import hashlib
import itertools
import json
import os
import queue
import signal
import subprocess
import threading
from pathlib import Path

import pytest
from cluster import DEADLINE, Cluster, until

ROOT = Path(__file__).resolve().parents[2]
PROBE = Path(os.environ.get("TEYUE_BIN", ROOT / "build" / "bin")).resolve().parent / "tests" / "db_probe"
BATCH_MAX, WRITES_MAX, READS_MAX, IN_FLIGHT_MAX, DEADLINE_SECONDS = 64, 1024, 4096, 32, 5
ACTION = ("order.create", "none", "draft")
SEED = """
insert into teyue.place (kind, parent, code, name_zh, name_en) values ('division', null, 'div', '事业部', 'Division');
insert into teyue.place (kind, parent, code, name_zh, name_en) select 'region', id, 'reg', '区域', 'Region' from teyue.place where code = 'div';
insert into teyue.place (kind, parent, code, name_zh, name_en, site_type, form_prefix)
  select 'site', id, 'site', '项目', 'Site', 'residential', 'JS' from teyue.place where code = 'reg';
insert into teyue.person (login, name) values ('wangfang', '王芳'), ('chenbo', '陈波')
"""

subjects = itertools.count(10_000_000, 10)
tags = itertools.count(1)
keys = (f"key-{n}" for n in itertools.count(1))


class Probe:
    """db_probe, with its lines by tag, its events and its word whether the database is up."""

    def __init__(self, conninfo):
        self.process = subprocess.Popen(
            [PROBE, "play", conninfo], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        self.answers, self.events, self.up, self.errors = {}, [], None, []
        self.changed = threading.Condition()
        self.threads = [threading.Thread(target=self.listen), threading.Thread(target=self.listen_errors)]
        for thread in self.threads:
            thread.start()

    def listen(self):
        for line in self.process.stdout:
            words = line.rstrip("\n").split("\t")
            with self.changed:
                if words[0] == "up":
                    self.up = words[1] == "true"
                elif words[0] == "event":
                    self.events.append(words[1:])
                else:
                    assert words[0] not in self.answers, f"answered twice: {line}"
                    self.answers[words[0]] = words[1:]
                self.changed.notify_all()

    def listen_errors(self):
        self.errors.extend(self.process.stderr)

    def wait(self, holds, what, seconds=DEADLINE):
        with self.changed:
            assert self.changed.wait_for(holds, seconds), f"{what} did not come about in {seconds} s"

    def wait_up(self, up=True):
        self.wait(lambda: self.up is up, f"up {up}")
        return self

    def send(self, commands):
        """Each command gets a tag behind its first word; all go in one piece. Returns the tags."""
        lines, given = [], []
        for command in commands:
            given.append(str(next(tags)))
            words = [command[0], given[-1], *command[1:]]
            lines.append("\t".join("-" if word is None else str(word) for word in words) + "\n")
        self.process.stdin.write("".join(lines))
        self.process.stdin.flush()
        return given

    def collect(self, given, seconds=DEADLINE):
        self.wait(lambda: all(tag in self.answers for tag in given), "an answer", seconds)
        return [self.answers[tag] for tag in given]

    def ask(self, *command, seconds=DEADLINE):
        return self.collect(self.send([command]), seconds)[0]

    def write(self, *args, **kwargs):
        return self.ask(*write(*args, **kwargs), seconds=kwargs.pop("seconds", DEADLINE))

    def close(self):
        self.process.stdin.close()
        code = self.process.wait(DEADLINE)
        for thread in self.threads:
            thread.join(DEADLINE)
        assert code == 0, "".join(self.errors)
        return "".join(self.errors)


def write(subject, version, **kwargs):
    move = kwargs.get("move") or (ACTION if version == 1 else ("order.quote", "draft", "draft"))
    return ("write", subject, version, *move, kwargs.get("actor", 1), kwargs.get("key"), kwargs.get("digest", "d"),
            kwargs.get("site", 3), kwargs.get("data", "{}"), kwargs.get("head"), *kwargs.get("effect", ()))


def migrate(cluster):
    return subprocess.run([PROBE, "migrate", cluster.conninfo("teyue_owner")], capture_output=True, text=True, check=False)


def check(cluster, user="teyue_app"):
    return subprocess.run([PROBE, "check", cluster.conninfo(user)], capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def cluster():
    with Cluster() as made:
        done = migrate(made)
        assert done.returncode == 0, done.stderr
        made.psql(SEED)
        yield made


@pytest.fixture
def probe(cluster):
    started = Probe(cluster.conninfo()).wait_up()
    yield started
    started.close()


class Session:
    """A psql that stays open, for transactions that stand in the way."""

    def __init__(self, cluster):
        self.lines = queue.Queue()
        self.process = subprocess.Popen(
            ["psql", "-X", "-q", "-A", "-t", "-h", cluster.home, "-U", "postgres", "-d", "teyue"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, bufsize=1,
        )
        threading.Thread(target=lambda: [self.lines.put(line) for line in self.process.stdout], daemon=True).start()

    def run(self, sql):
        self.process.stdin.write(sql + ";\n\\echo over\n")
        found = []
        while (line := self.lines.get(timeout=DEADLINE).strip()) != "over":
            found.append(line)
        return found

    def __enter__(self):
        return self

    def __exit__(self, *ignored):
        self.process.stdin.close()
        self.process.wait(DEADLINE)


def events_of(cluster, subject):
    return int(cluster.psql(f"select count(*) from teyue.event where subject = {subject}"))


def backends(cluster):
    return [int(pid) for pid in cluster.psql("select pid from pg_stat_activity where application_name = 'teyued'").split()]


class Frozen:
    """All of the daemon's backends stand still, as with a network that swallows everything."""

    def __init__(self, cluster):
        self.pids = backends(cluster)

    def __enter__(self):
        for pid in self.pids:
            os.kill(pid, signal.SIGSTOP)
        return self

    def __exit__(self, *ignored):
        for pid in self.pids:
            os.kill(pid, signal.SIGCONT)


# --- migrations ---


def test_migrating_again_changes_nothing(cluster):
    before = cluster.psql("select * from teyue_meta.schema_migrations; select count(*) from teyue.transition")
    done = migrate(cluster)
    assert done.returncode == 0, done.stderr
    assert cluster.psql("select * from teyue_meta.schema_migrations; select count(*) from teyue.transition") == before
    assert check(cluster).returncode == 0


def test_states_and_transitions_are_rows(cluster):
    assert cluster.psql("select zh, owner, final from teyue.state where lifecycle = 'order' and name = 'draft'", user="teyue_app") == "登记中|cam|f"
    assert cluster.psql("select from_state, to_state from teyue.transition where action = 'order.create'", user="teyue_app") == "none|draft"
    assert cluster.psql("select count(*) from teyue.transition where zh = '' or en = '' or clause = ''") == "0"


def test_rows_of_the_machine_are_brought_up_to_date_and_kept():
    with Cluster() as cluster:
        migrate(cluster)
        cluster.psql("update teyue.state set zh = '旧' where name = 'draft'; insert into teyue.state values ('order', 'gone', '无', 'Gone', 'cam', true)")
        assert migrate(cluster).returncode == 0
        assert cluster.psql("select zh from teyue.state where name = 'draft'") == "登记中"
        assert cluster.psql("select count(*) from teyue.state where name = 'gone'") == "1"


def test_a_changed_migration_and_a_newer_database_are_refused():
    with Cluster() as cluster:
        bare = check(cluster, "teyue_owner")
        assert bare.returncode == 1 and "teyued migrate" in bare.stdout
        assert migrate(cluster).returncode == 0
        newest = cluster.psql("select max(version) from teyue_meta.schema_migrations")
        digest = cluster.psql("select sha256 from teyue_meta.schema_migrations where version = 1")
        cluster.psql("update teyue_meta.schema_migrations set sha256 = 'x' where version = 1")
        done = migrate(cluster)
        assert done.returncode == 1 and "another text" in done.stderr
        assert check(cluster).returncode == 1
        cluster.psql(f"update teyue_meta.schema_migrations set sha256 = '{digest}' where version = 1")
        cluster.psql("insert into teyue_meta.schema_migrations (version, name, sha256) values (9999, 'later', 'x')")
        done = migrate(cluster)
        assert done.returncode == 1 and "9999" in done.stderr and newest.lstrip("0") in done.stderr
        assert "9999" in check(cluster).stdout


def test_two_migrate_at_once():
    with Cluster() as cluster:
        both = [subprocess.Popen([PROBE, "migrate", cluster.conninfo("teyue_owner")], stderr=subprocess.PIPE, text=True) for _ in range(2)]
        assert [p.wait(60) for p in both] == [0, 0], [p.stderr.read() for p in both]
        for p in both:
            p.stderr.close()


# --- reading ---


def test_every_statement_prepares(cluster):
    errors = Probe(cluster.conninfo()).wait_up().close()
    assert "db.failed" not in errors


def test_settings_of_a_session(cluster, probe):
    del probe
    found = cluster.psql("select distinct application_name, usename from pg_stat_activity where application_name = 'teyued'")
    assert found == "teyued|teyue_app"
    assert len(backends(cluster)) == 5


def test_a_bad_parameter_harms_no_neighbour(probe):
    good, bad = ("read", "system/clock"), ("read", "system/ids", "many")
    answers = probe.collect(probe.send([good, bad, good, bad, good]))
    assert [a[0] for a in answers] == ["done", "failed", "done", "failed", "done"]


def test_an_unknown_statement_fails(probe):
    assert probe.ask("read", "system/nonsense")[0] == "failed"
    assert probe.ask("run", "system/nonsense")[0] == "failed"


def test_many_reads_on_two_connections(probe):
    answers = probe.collect(probe.send([("read", "system/clock")] * 1000))
    assert {a[0] for a in answers} == {"done"}


def test_reads_past_the_limit_are_busy(cluster, probe):
    in_flight, over = 2 * IN_FLIGHT_MAX, 40
    with Frozen(cluster):
        given = probe.send([("read", "system/clock")] * (READS_MAX + in_flight + over))
        probe.wait(lambda: sum(t in probe.answers for t in given) >= over, "busy")
        early = [probe.answers[t][0] for t in given if t in probe.answers]
    assert set(early) == {"busy"} and over <= len(early) <= over + in_flight
    rest = [a[0] for a in probe.collect(given)]
    assert rest.count("done") == len(given) - rest.count("busy")


def test_ids_are_fresh_and_bounded(cluster, probe):
    other = Probe(cluster.conninfo()).wait_up()
    ranges = []
    for asked in (probe, other, probe, other):
        good, first, last = asked.ask("ids", 1500)
        assert good == "true"
        ranges.append((int(first), int(last)))
    other.close()
    assert len({edge for pair in ranges for edge in pair}) == 8
    assert all(a[1] < b[0] or b[1] < a[0] for a, b in itertools.combinations(ranges, 2) if a[1] - a[0] == b[1] - b[0] == 1499)
    assert probe.ask("ids", 40000)[0] == "false"


def test_the_database_clock_is_carried_on(cluster, probe):
    low = int(cluster.psql("select teyue.us(clock_timestamp())"))
    now = int(probe.ask("now")[0])
    high = int(cluster.psql("select teyue.us(clock_timestamp())"))
    assert low - 50_000 <= now <= high + 50_000


def test_facts_of_what_is_there_and_what_is_not(probe):
    subject = next(subjects)
    assert probe.ask("facts", "relay", subject, 1)[:2] == ["done", "0"]
    columns = (subject, 3, None, "unplaced", "张", "", "漏水", "", "", 0, 0, 1, None)
    assert probe.write(subject, 1, move=("relay.create", "none", "unplaced"), effect=("relay_new", *columns))[0] == "done"
    outcome, found, number, version, _ = probe.ask("facts", "relay", subject, 1)
    assert (outcome, found, int(number), int(version)) == ("done", "1", subject, 1)


# --- writing ---


def test_a_write_is_kept_and_answered(cluster, probe):
    subject = next(subjects)
    outcome, answer = probe.write(subject, 1, key=next(keys))
    assert outcome == "done"
    assert json.loads(answer) == {"id": subject, "version": 1, "state": "draft", "label": {"zh": "登记中", "en": "Draft"}}
    assert events_of(cluster, subject) == 1


def chain(predecessor, row):
    """The same hash as server/workflow/chain.c, from what the database keeps."""
    texts = [predecessor, row["lifecycle"], row["action"], row["from_state"], row["to_state"], row["data_digest"]]
    numbers = [row[n] or 0 for n in ("subject", "version", "site", "part", "actor", "acting_for", "station", "happened", "entered")]
    fields = [text.encode() for text in texts] + [str(number).encode() for number in numbers]
    return hashlib.sha256(b"".join(b"%d:%s" % (len(field), field) for field in fields)).hexdigest()


def test_the_chain_can_be_checked_from_the_rows(cluster, probe):
    subject, head = next(subjects), ""
    data = json.dumps({"words": "\"{'\\};--水\u00a0x"}, ensure_ascii=False)
    for version in (1, 2):
        assert probe.write(subject, version, data=data, head=head or None)[0] == "done"
        row = json.loads(cluster.psql(
            f"select row_to_json(e) from (select *, teyue.us(happened_at) as happened, teyue.us(entered_at) as entered, data::text as kept"
            f" from teyue.event where subject = {subject} and version = {version}) e"))
        assert row["kept"] == data
        assert row["data_digest"] == hashlib.sha256(data.encode()).hexdigest()
        assert row["hash"] == chain(head, row)
        head = row["hash"]


def test_hostile_text_arrives_as_it_was(cluster, probe):
    subject, wish = next(subjects), "a\"b\\c{d},'e';--\\\\\"\"NULL 水"
    columns = (subject, 3, None, "unplaced", "NULL", "", wish, "", "", 0, 0, 1, None)
    assert probe.write(subject, 1, move=("relay.create", "none", "unplaced"), effect=("relay_new", *columns))[0] == "done"
    assert cluster.psql(f"select caller || '/' || wish from teyue.relay where id = {subject}") == "NULL/" + wish


def test_the_slower_of_two_hears_conflict(cluster, probe):
    subject = next(subjects)
    answers = probe.collect(probe.send([write(subject, 1, key=next(keys)), write(subject, 1, key=next(keys))]))
    assert [a[0] for a in answers] == ["done", "conflict"]
    assert events_of(cluster, subject) == 1


def test_versions_of_one_subject_go_one_by_one(cluster, probe):
    subject = next(subjects)
    answers = probe.collect(probe.send([write(subject, version) for version in range(1, 21)]))
    assert {a[0] for a in answers} == {"done"}
    assert cluster.psql(f"select count(*), count(distinct xid) from teyue.event where subject = {subject}") == "20|20"


def test_what_waits_goes_together(cluster, probe):
    numbers = [next(subjects) for _ in range(4 * BATCH_MAX)]
    answers = probe.collect(probe.send([write(n, 1, key=next(keys)) for n in numbers]))
    assert [json.loads(a[1])["id"] for a in answers] == numbers
    xids, most = cluster.psql(
        f"select count(*), max(n) from (select count(*) as n from teyue.event where subject between {numbers[0]} and {numbers[-1]} group by xid) x"
    ).split("|")
    assert int(xids) < len(numbers) / 4 and int(most) <= BATCH_MAX


def test_only_the_guilty_one_is_refused(cluster, probe):
    numbers = [next(subjects) for _ in range(40)]
    commands = [write(n, 1, key=next(keys)) for n in numbers]
    commands[7] = write(numbers[7], 1, site=999)
    commands[23] = write(numbers[23], 1, key=next(keys), move=("order.create", "draft", "closed"))
    answers = probe.collect(probe.send(commands))
    assert answers[7] == ["refused", "event_site_fkey"]
    assert answers[23][0] == "refused" and "transition" not in answers[23][1] and answers[23][1].startswith("event_")
    assert {a[0] for i, a in enumerate(answers) if i not in (7, 23)} == {"done"}
    assert sum(events_of(cluster, n) for n in numbers) == 38


def test_a_refused_member_leaves_no_trace(cluster, probe):
    subject, key = next(subjects), next(keys)
    columns = (subject, 3, None, "nonsense", "", "", "x", "", "", 0, 0, 1, None)
    outcome, constraint = probe.write(subject, 1, key=key, move=("relay.create", "none", "unplaced"), effect=("relay_new", *columns))
    assert (outcome, constraint) == ("refused", "relay_lifecycle_state_fkey")
    assert events_of(cluster, subject) == 0
    assert cluster.psql(f"select count(*) from teyue.request where key = '{key}'") == "0"


def test_a_broken_statement_is_a_failure_of_its_member_alone(probe):
    numbers = [next(subjects) for _ in range(3)]
    bad = write(numbers[1], 1, effect=("root_state", "relay", "not-a-number", "new"))
    answers = probe.collect(probe.send([write(numbers[0], 1), bad, write(numbers[2], 1)]))
    assert [a[0] for a in answers] == ["done", "failed", "done"]


# --- RX-5: keys ---


def test_rx5_a_repetition_hears_the_first_answer(cluster, probe):
    subject, key = next(subjects), next(keys)
    first = probe.write(subject, 1, key=key)
    assert probe.write(subject, 2, move=("order.decline", "draft", "declined"))[0] == "done"
    again = probe.write(subject, 3, key=key)
    assert again == ["repeated", first[1]]
    assert json.loads(again[1])["state"] == "draft"
    assert events_of(cluster, subject) == 2


def test_rx5_a_key_is_for_one_request(cluster, probe):
    subject, other, key = next(subjects), next(subjects), next(keys)
    assert probe.write(subject, 1, key=key, digest="one")[0] == "done"
    assert probe.write(other, 1, key=key, digest="two")[0] == "misused"
    assert events_of(cluster, other) == 0
    assert probe.write(other, 1, key=key, digest="two", actor=2)[0] == "done"


def test_rx5_the_same_key_twice_in_one_batch(cluster, probe):
    one, two, key = next(subjects), next(subjects), next(keys)
    answers = probe.collect(probe.send([write(one, 1, key=key), write(two, 1, key=key)]))
    assert sorted(a[0] for a in answers) == ["done", "repeated"]
    assert answers[0][1] == answers[1][1]
    assert events_of(cluster, one) + events_of(cluster, two) == 1


def test_rx5_asking_for_a_key_alone(cluster, probe):
    subject, key = next(subjects), next(keys)
    assert probe.ask("run", "system/repeat", 1, key, "d") == ["done", "0"]
    first = probe.write(subject, 1, key=key)
    seen = f"select seen_at from teyue.request where key = '{key}'"
    before = cluster.psql(seen)
    assert probe.ask("run", "system/repeat", 1, key, "d") == ["done", "1", "t"]
    assert probe.ask("read", "system/answer", "{}", "{}", 1, key) == ["done", "1", first[1]]
    assert cluster.psql(seen) != before, "the repetition must write, so that it waits for the standbys"
    assert probe.ask("run", "system/repeat", 1, key, "e") == ["done", "1", "f"]


def test_rx5_a_repetition_waits_for_the_first_one(cluster, probe):
    """E2e: the first request is still committing somewhere; a SELECT would not see it."""
    subject, key = next(subjects), next(keys)
    first = probe.write(subject, 1)
    with Session(cluster) as session:
        session.run(f"begin; insert into teyue.request (person, key, digest, subject, version) values (1, '{key}', 'd', {subject}, 1)")
        given = probe.send([write(next(subjects), 1, key=key)])
        until(lambda: cluster.psql("select count(*) from pg_stat_activity where wait_event = 'transactionid'") == "1", what="the wait")
        assert given[0] not in probe.answers
        session.run("commit")
        assert probe.collect(given) == [["repeated", first[1]]]


def test_rx5_waiting_for_a_key_in_vain_is_not_known(cluster, probe):
    subject, key = next(subjects), next(keys)
    with Session(cluster) as session:
        session.run(f"begin; insert into teyue.request (person, key, digest, subject, version) values (1, '{key}', 'd', 1, 1)")
        assert probe.write(subject, 1, key=key)[0] == "unknown"
        session.run("rollback")
    assert probe.write(subject, 1, key=key)[0] == "done"


# --- locks, limits, losses ---


def test_a_lock_that_stays_is_busy(cluster, probe):
    subject, other = next(subjects), next(subjects)
    columns = (subject, 3, None, "unplaced", "", "", "x", "", "", 0, 0, 1, None)
    assert probe.write(subject, 1, move=("relay.create", "none", "unplaced"), effect=("relay_new", *columns))[0] == "done"
    with Session(cluster) as session:
        session.run(f"begin; select id from teyue.relay where id = {subject} for update")
        stuck = write(subject, 2, move=("relay.close", "new", "closed"), effect=("root_state", "relay", subject, "closed"))
        answers = probe.collect(probe.send([stuck, write(other, 1)]))
        assert [a[0] for a in answers] == ["busy", "done"]
        session.run("rollback")
    assert events_of(cluster, subject) == 1


def test_writes_past_the_limit_are_busy(cluster, probe):
    in_flight, over = 2 * BATCH_MAX, 30
    commands = [write(next(subjects), 1) for _ in range(WRITES_MAX + in_flight + over)]
    with Frozen(cluster):
        given = probe.send(commands)
        probe.wait(lambda: sum(t in probe.answers for t in given) >= over, "busy")
        early = [probe.answers[t][0] for t in given if t in probe.answers]
    assert set(early) == {"busy"} and over <= len(early) <= over + in_flight
    rest = [a[0] for a in probe.collect(given)]
    assert rest.count("done") == len(given) - rest.count("busy")


def test_an_answer_that_is_late_is_unknown(cluster, probe):
    """E11: a frozen server shows in no socket; only the deadline sees it. The key then tells what happened."""
    subject, key = next(subjects), next(keys)
    with Frozen(cluster):
        given = probe.send([write(subject, 1, key=key), ("read", "system/clock"), ("missed", "0-0")])
        wrote, read, missed = (a[0] for a in probe.collect(given, 2 * DEADLINE_SECONDS))
        assert (wrote, read) == ("unknown", "unknown")
        assert missed in ("unknown", "down")  # down: it still waited behind the tail's own question
    probe.wait_up()
    assert probe.write(subject, 1, key=key)[0] in ("done", "repeated")
    assert events_of(cluster, subject) == 1


def test_a_commit_no_standby_has_is_unknown(cluster, probe):
    """E2c: a cancelled wait for a standby still says COMMIT; the warning before it is all that tells."""
    subject, key = next(subjects), next(keys)
    waiting = "select pid from pg_stat_activity where application_name = 'teyued' and wait_event = 'SyncRep'"
    try:
        cluster.psql("alter system set synchronous_standby_names = 'nobody'")
        cluster.psql("select pg_reload_conf()")
        until(lambda: cluster.psql("show synchronous_standby_names") == "nobody")
        given = probe.send([write(subject, 1, key=key)])
        until(lambda: cluster.psql(waiting) != "", what="the wait for the standby")
        cluster.psql(f"select pg_cancel_backend({cluster.psql(waiting)})")
        assert probe.collect(given)[0][0] == "unknown"
    finally:
        cluster.psql("alter system reset synchronous_standby_names")
        cluster.psql("select pg_reload_conf()")
    until(lambda: cluster.psql("show synchronous_standby_names") == "")
    probe.wait_up()
    assert probe.write(subject, 1, key=key)[0] == "repeated"
    assert events_of(cluster, subject) == 1


def insist(probe, commands):
    """As a client does: what is unknown, down or busy is sent again with its key. Returns the final answers."""
    finals, left = {}, dict(enumerate(commands))
    while left:
        given = dict(zip(left, probe.send(left.values())))
        probe.collect(given.values())
        for n, tag in given.items():
            if probe.answers[tag][0] not in ("unknown", "down", "busy"):
                finals[n] = probe.answers[tag][0]
                del left[n]
        if left:
            probe.wait_up()
    return [finals[n] for n in range(len(commands))]


def test_killed_backends_lose_nothing_and_double_nothing(cluster, probe):
    """E5b: whatever was acknowledged is there, and every request has exactly one effect."""
    numbers = [next(subjects) for _ in range(600)]
    finals, done = [], threading.Event()

    def load():
        for version in range(1, 6):
            finals.append(insist(probe, [write(n, version, key=f"kill-{n}-{version}") for n in numbers]))
        done.set()

    worker = threading.Thread(target=load)
    worker.start()
    kills = 0
    while not done.wait(0.3) and kills < 6:
        try:
            kills += cluster.kill9_backend()
        except AssertionError:  # it is still recovering
            pass
    worker.join(120)
    assert done.is_set() and kills >= 2
    assert {final for wave in finals for final in wave} <= {"done", "repeated"}
    assert cluster.psql(f"select count(*), count(distinct subject), max(version) from teyue.event where subject between {numbers[0]} and {numbers[-1]}") == "3000|600|5"


def test_down_and_up_again(cluster, probe):
    subject, key = next(subjects), next(keys)
    cluster.kill9()
    probe.wait_up(False)
    assert probe.write(subject, 1, key=key)[0] == "down"
    assert probe.ask("read", "system/clock")[0] == "down"
    assert probe.ask("run", "system/clock")[0] == "down"
    assert probe.ask("missed", "0-0")[0] == "down"
    cluster.start()
    probe.wait_up()
    assert probe.write(subject, 1, key=key)[0] == "done"
    probe.wait(lambda: [str(subject), "1"] in [e[1:3] for e in probe.events], "the event")
    assert probe.ask("idle")[0] == "true"


def test_the_end_answers_everything_once(cluster):
    """Whoever is told "done" is kept, whoever is told "down" is not; unknown may be either."""
    numbers = [next(subjects) for _ in range(3 * BATCH_MAX)]
    probe = Probe(cluster.conninfo()).wait_up()
    given = probe.send([write(n, 1) for n in numbers] + [("read", "system/clock"), ("missed", "0-0")])
    probe.close()
    answers = [probe.answers[tag][0] for tag in given]
    assert set(answers) <= {"done", "down", "unknown"}
    kept = set(map(int, cluster.psql(f"select subject from teyue.event where subject between {numbers[0]} and {numbers[-1]}").split()))
    assert all((n in kept) == (a == "done") for n, a in zip(numbers, answers) if a != "unknown")


def test_a_stuck_statement_harms_no_neighbour(cluster, probe):
    with Session(cluster) as session:
        session.run("begin; lock table teyue.request in access exclusive mode")
        given = probe.send([("read", "system/answer", "{}", "{}", 1, "x")] + [("read", "system/clock")] * 8)
        assert [a[0] for a in probe.collect(given)] == ["busy"] + ["done"] * 8
        session.run("rollback")
    assert probe.up


def test_nobody_there_from_the_start():
    probe = Probe("host=/nonexistent dbname=teyue user=teyue_app")
    assert probe.write(1, 1)[0] == "down"
    assert probe.ask("read", "system/clock")[0] == "down"
    assert probe.ask("ids", 1)[0] == "false"
    assert probe.up is None
    probe.close()


# --- the end of the log ---


def test_events_are_told_once_and_in_order(cluster, probe):
    other = Probe(cluster.conninfo()).wait_up()
    until(lambda: probe.ask("cursor")[0] and other.ask("cursor")[0], what="the cursors")
    numbers = [next(subjects) for _ in range(WRITES_MAX)]
    assert {a[0] for a in probe.collect(probe.send([write(n, 1) for n in numbers]))} == {"done"}
    for listener in (probe, other):
        listener.wait(lambda: len([e for e in listener.events if int(e[1]) >= numbers[0]]) >= len(numbers), "all events")
        mine = [e for e in listener.events if int(e[1]) >= numbers[0]]
        assert sorted(int(e[1]) for e in mine) == numbers
        cursors = [tuple(map(int, e[0].split("-"))) for e in mine]
        assert cursors == sorted(set(cursors))
    other.close()


def test_missed_events_and_what_is_no_cursor(probe):
    until(lambda: probe.ask("cursor")[0], what="the cursor")
    start = probe.ask("cursor")[0]
    numbers = [next(subjects) for _ in range(3)]
    probe.collect(probe.send([write(n, 1) for n in numbers]))
    probe.wait(lambda: len([e for e in probe.events if int(e[1]) in numbers]) == 3, "the events")
    assert probe.ask("missed", start)[:2] == ["done", "3"]
    assert probe.ask("missed", [e[0] for e in probe.events if int(e[1]) in numbers][1])[:2] == ["done", "1"]
    assert probe.ask("missed", probe.ask("cursor")[0])[:2] == ["done", "0"]
    for bad in ("x", "", "1", "-", "1-", "-1", "1-2-3", "1-2;", "99999999999999999999-1", "1-9999999999999999999"):
        assert probe.ask("missed", bad)[0] == "refused", bad


def test_missed_stops_one_past_its_limit(cluster, probe):
    cluster.psql("insert into teyue.event (subject, version, site, lifecycle, part, action, from_state, to_state, happened_at, entered_at,"
                 " data, data_digest, hash) select 5, n, 3, 'order', 5, 'order.create', 'none', 'draft', now(), now(), '{}', '', ''"
                 " from generate_series(1, 5100) n")
    probe.wait(lambda: len([e for e in probe.events if e[1] == "5"]) == 5100, "all events")
    assert probe.ask("missed", "0-0")[:2] == ["done", "5001"]


def test_an_older_transaction_holds_the_tail_back(cluster, probe):
    """What commits later with an older number must not slip in behind the cursor."""
    subject, late = next(subjects), next(subjects)
    until(lambda: probe.ask("cursor")[0], what="the cursor")
    with Session(cluster) as session:
        session.run(
            "begin; insert into teyue.event (subject, version, site, lifecycle, part, action, from_state, to_state, happened_at,"
            f" entered_at, data, data_digest, hash) values ({late}, 1, 3, 'order', {late}, 'order.create', 'none', 'draft', now(), now(), '{{}}', '', '')")
        start = probe.ask("cursor")[0]
        assert probe.write(subject, 1)[0] == "done"
        assert probe.ask("missed", start)[:2] == ["done", "0"]
        assert not [e for e in probe.events if int(e[1]) in (subject, late)]
        session.run("commit")
    probe.wait(lambda: len([e for e in probe.events if int(e[1]) in (subject, late)]) == 2, "both events")
    assert [int(e[1]) for e in probe.events if int(e[1]) in (subject, late)] == [late, subject]


def test_rings_come_with_the_event(cluster, probe):
    subject = next(subjects)
    assert probe.write(subject, 1, effect=("ring", subject, 1, None, 3, 2))[0] == "done"
    probe.wait(lambda: [e for e in probe.events if e[1] == str(subject)], "the event")
    assert [e[4] for e in probe.events if e[1] == str(subject)] == ["2"]


# --- deadlines ---


def test_a_deadline_is_claimed_once(cluster, probe):
    subject = next(subjects)
    cluster.psql(f"insert into teyue.deadline (subject, part, kind, due_at) select {subject}, 0, 'x', now() - n * interval '1 s' from generate_series(1, 101) n")
    cluster.psql(f"insert into teyue.deadline (subject, part, kind, due_at) values ({subject}, 0, 'later', now() + interval '1 h')")
    claims = probe.collect(probe.send([("run", "system/claim_deadlines")] * 3))
    counts = [int(c[1]) for c in claims]  # two at once may share them out
    assert sum(counts) == 101 and max(counts) <= 100
    oldest = cluster.psql(f"select id, teyue.us(due_at) from teyue.deadline where subject = {subject} order by due_at limit 1").split("|")
    assert oldest in [[c[2], c[6]] for c in claims if c[1] != "0"]
    assert cluster.psql("select count(*) from teyue.deadline where kind = 'later' and claimed_until > now()") == "0"


def test_a_fired_deadline_is_closed_with_its_event(cluster, probe):
    subject = next(subjects)
    number = cluster.psql(f"insert into teyue.deadline (subject, part, kind, due_at) values ({subject}, 0, 'x', now()) returning id")
    assert probe.write(subject, 1, actor=0, effect=("deadline_fired", number))[0] == "done"
    assert cluster.psql(f"select is_open from teyue.deadline where id = {number}") == "f"
