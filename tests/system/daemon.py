"""teyued for tests: one daemon against a Cluster, and a client that speaks lines.

    with Cluster() as cluster, Daemon(cluster) as daemon:
        t = daemon.talk("wangfang")             # connected and logged in
        rows, final = t.ok("order.queue")       # or the test fails
        t.no("order.consent id=1", "rule.not_explained")
        t.event(lambda e: e["id"] == 1)         # waits for one, with a deadline

Passwords of all people are PASSWORD, PINs PIN. Nothing here knows a rule.
"""

import json
import os
import shutil
import signal
import socket
import ssl
import subprocess
import tempfile
import threading
import time
from pathlib import Path

from cluster import DEADLINE, until

ROOT = Path(__file__).resolve().parents[2]
TEYUED = Path(os.environ.get("TEYUE_BIN", ROOT / "build" / "bin")) / "teyued"
PASSWORD, PIN = "correct-horse-battery", "246810"


class Final:
    """The last line of a reply: word OK, NO, BAD or UNKNOWN, a code, and its object."""

    def __init__(self, line):
        self.line = line
        self.word, _, rest = line.partition(" ")
        self.code, data = "", rest
        if self.word in ("NO", "BAD"):
            self.code, _, data = rest.partition(" ")
        self.data = json.loads(data) if data else {}

    def __repr__(self):
        return self.line

    def __getitem__(self, key):
        return self.data[key]


class Closed(Exception):
    """The daemon ended the connection."""


class Talk:
    """One connection. Every line that comes is kept: replies by tag, events apart."""

    def __init__(self, sock, user=None):
        self.sock, self.user = sock, user
        sock.settimeout(DEADLINE)
        self.buffer, self.events, self.greeting, self.bye = b"", [], None, None
        self.rows, self.finals = {}, {}

    def __enter__(self):
        return self

    def __exit__(self, *ignored):
        self.close()

    def close(self):
        self.sock.close()

    def send(self, line):
        self.sock.sendall(line.encode() + b"\n")

    def send_raw(self, data):
        self.sock.sendall(data)

    def line(self, seconds=DEADLINE):
        """The next line as it came, or Closed; a test that waits too long fails."""
        end = time.monotonic() + seconds
        while b"\n" not in self.buffer:
            self.sock.settimeout(max(0.01, end - time.monotonic()))
            try:
                data = self.sock.recv(65536)
            except (ConnectionError, ssl.SSLError) as error:
                if isinstance(error, (TimeoutError, socket.timeout)):
                    raise AssertionError(f"no line in {seconds} s") from error
                raise Closed(str(error)) from error
            except (TimeoutError, socket.timeout) as error:
                raise AssertionError(f"no line in {seconds} s") from error
            if not data:
                raise Closed("end of file")
            self.buffer += data
        line, _, self.buffer = self.buffer.partition(b"\n")
        return line.decode()

    def take(self, seconds=DEADLINE):
        """Reads one line and files it."""
        line = self.line(seconds)
        if line.startswith("* teyue "):
            self.greeting = line
        elif line.startswith("! "):
            topic, data = line[2:].split(" ", 1)
            if topic == "bye":
                self.bye = json.loads(data)
            else:
                self.events.append((topic, json.loads(data)))
        else:
            tag, rest = ("", line) if not line.startswith("@") else line[1:].split(" ", 1)
            if rest.startswith("* "):
                self.rows.setdefault(tag, []).append(json.loads(rest[2:]))
            else:
                assert tag not in self.finals, f"a second end: {line}"
                self.finals[tag] = Final(rest)

    def reply(self, tag="", seconds=DEADLINE):
        """Rows and final line of the reply with this tag."""
        while tag not in self.finals:
            self.take(seconds)
        return self.rows.pop(tag, []), self.finals.pop(tag)

    def ask(self, line, seconds=DEADLINE):
        self.send(line)
        tag = line[1:].split(" ", 1)[0] if line.startswith("@") else ""
        return self.reply(tag, seconds)

    def ok(self, line):
        rows, final = self.ask(line)
        assert final.word == "OK", f"{line} -> {final}"
        return rows, final

    def no(self, line, code=None):
        _, final = self.ask(line)
        assert final.word == "NO" and code in (None, final.code), f"{line} -> {final}"
        return final

    def bad(self, line, code=None):
        _, final = self.ask(line)
        assert final.word == "BAD" and code in (None, final.code), f"{line} -> {final}"
        return final

    def event(self, fits=lambda data: True, topic="event", seconds=DEADLINE):
        """The first event of the topic that fits, taken off the list; waits for it."""
        end = time.monotonic() + seconds
        while True:
            for i, (name, data) in enumerate(self.events):
                if name == topic and fits(data):
                    return self.events.pop(i)[1]
            self.take(max(0.01, end - time.monotonic()))

    def closed(self, seconds=DEADLINE):
        """Reads until the daemon ends the connection; a test that waits too long fails. Seconds it took."""
        begin = time.monotonic()
        try:
            while True:
                self.take(max(0.01, begin + seconds - time.monotonic()))
        except Closed:
            return time.monotonic() - begin

    def login(self, user, password=PASSWORD):
        self.user = user
        return self.ok(f"auth.password user={user} password={password}")[1]


class Daemon:
    """Started by its constructor, which also migrates. settings are `key=value` of --set; tls opens a TCP port. Ready when it
    answers, with up=False even if the database does not."""

    def __init__(self, cluster, *settings, tls=False, migrate=True, up=True):
        self.cluster, self.settings, self.process, self.up = cluster, list(settings), None, up
        self.home = Path(tempfile.mkdtemp(prefix="teyued-"))
        self.socket, self.log_path, self.config = self.home / "sock", self.home / "log", self.home / "teyued.conf"
        self.port = self._certificate() if tls else None
        self.write_config()
        if migrate:
            self.run("migrate")
        self.start()

    def __enter__(self):
        return self

    def __exit__(self, *ignored):
        self.close()

    def _certificate(self, name="localhost"):
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
             "-subj", f"/CN={name}", "-addext", "subjectAltName=DNS:localhost", "-keyout", self.home / "key", "-out", self.home / "cert"],
            check=True, capture_output=True,
        )
        (self.home / "key").chmod(0o600)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            return free.getsockname()[1]

    def write_config(self, *more):
        lines = [
            f"socket = {self.socket}",
            f"database = {self.cluster.conninfo('teyue_app')}",
            f"owner = {self.cluster.conninfo('teyue_owner')}",
        ]
        if self.port:
            lines += [f"tcp = 127.0.0.1:{self.port}", f"certificate = {self.home}/cert", f"key = {self.home}/key"]
        lines += [setting.replace("=", " = ", 1) for setting in (*self.settings, *more)]
        self.config.write_text("\n".join(lines) + "\n")
        self.config.chmod(0o600)

    def run(self, *args, input=None, check=True):
        """A subcommand; its completed process."""
        done = subprocess.run(
            [TEYUED, "--config", self.config, *map(str, args)], input=input, capture_output=True, text=True, timeout=120, check=False
        )
        assert not check or done.returncode == 0, f"teyued {args}: {done.returncode}\n{done.stdout}{done.stderr}"
        return done

    def start(self):
        self.starts = self.log().count("event=start") + 1 if self.log_path.exists() else 1
        with open(self.log_path, "a", encoding="utf-8") as log:
            self.process = subprocess.Popen([TEYUED, "--config", self.config], stderr=log, stdin=subprocess.DEVNULL)
        until(self.is_ready, what="a daemon that answers")

    def is_ready(self):
        assert self.process.poll() is None, self.log()
        started = self.log().split("event=start")
        return len(started) > self.starts and self.socket.exists() and ("event=db.up" in started[-1] or not self.up)

    def log(self):
        return self.log_path.read_text(encoding="utf-8")

    def waits_for_log(self, text, seconds=DEADLINE):
        until(lambda: text in self.log(), seconds, f"{text} in the log")

    def signal(self, number):
        self.process.send_signal(number)

    def stop(self, seconds=15):
        """TERM; the exit code."""
        if self.process.poll() is None:
            self.signal(signal.SIGTERM)
        return self.process.wait(seconds)

    def kill(self):
        self.process.kill()
        self.process.wait(DEADLINE)

    def connect(self):
        """A plain connection whose greeting was read."""
        sock = socket.socket(socket.AF_UNIX)
        sock.connect(str(self.socket))
        talk = Talk(sock)
        talk.take()
        return talk

    def tls_socket(self, version=None):
        """A TLS connection, its certificate checked; nothing is read yet."""
        context = ssl.create_default_context(cafile=str(self.home / "cert"))
        if version:
            context.maximum_version = context.minimum_version = version
        return context.wrap_socket(self.tcp_socket(), server_hostname="localhost")

    def tcp_socket(self):
        return socket.create_connection(("127.0.0.1", self.port), timeout=DEADLINE)

    def talk(self, user, lang="zh"):
        talk = self.connect()
        talk.ok(f"hello lang={lang}")
        talk.login(user)
        return talk

    def passwords(self, *users):
        """PASSWORD and PIN for these people; all if none is named."""
        people = users or self.cluster.psql("select login from teyue.person").split()
        self.run("passwords", "-", input="".join(f"{user} {PASSWORD} {PIN}\n" for user in people))

    def close(self):
        """Ends it, unless the test has; it must go cleanly, and no sanitizer may have spoken."""
        code = None
        try:
            if self.process.poll() is None:
                code = self.stop()
        except subprocess.TimeoutExpired:
            self.kill()
            code = "killed after 15 s"
        log = self.log()
        shutil.rmtree(self.home, ignore_errors=True)
        assert code in (None, 0) and "Sanitizer" not in log and "runtime error" not in log, f"exit {code}\n{log[-4000:]}"


def in_threads(count, work):
    """Runs work(0) … work(count - 1) at once; the first failure fails the test."""
    failures = []

    def guarded(i):
        try:
            work(i)
        except BaseException as error:  # pylint: disable=broad-except
            failures.append(error)

    threads = [threading.Thread(target=guarded, args=(i,)) for i in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(DEADLINE * 2)
    if failures:
        raise failures[0]


def seed(daemon, *users):
    """The demo organisation, two tariff books, unit 3-2-1204 of wangfang, 3-2-1205 of liuyang, both at qinghe, and one unit of
    jinlan; PASSWORD and PIN for users. Returns the ids of the units by code."""
    organisation = (ROOT / "schema" / "demo" / "organisation.sql").read_text(encoding="utf-8")
    daemon.cluster.psql(organisation, user="teyue_owner")
    daemon.passwords(*users)
    heading = "unit,kind,contact,salutation,relation,phone,main,cam\n"
    lists = {
        "qinghe": "3-2-1204,home,张建国,先生,业主,13800001204,yes,wangfang\n3-2-1205,home,李秀英,女士,业主,13800001205,yes,liuyang\n",
        "jinlan": "1-1-101,home,周海,先生,业主,13800000101,yes,linxiao\n",
    }
    for site, rows in lists.items():
        path = daemon.home / f"{site}.csv"
        path.write_text(heading + rows, encoding="utf-8")
        daemon.run("import-units", path, "--site", site)
    for name, place in (("estate-b", "division"), ("estate-a", "chongqing")):
        files = [ROOT / "schema" / "demo" / f"{name}.{kind}" for kind in ("csv", "map")]
        daemon.run("import-tariff", *files, "--place", place, "--from", "2026-01-01", "--name", name)
    return dict(row.split("|") for row in daemon.cluster.psql("select code, id from teyue.unit").split())
