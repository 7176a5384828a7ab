"""A private PostgreSQL for tests: its own directory and socket, no network, gone afterwards.

Used by every system test as `with Cluster() as cluster`, or through a fixture. PostgreSQL refuses to run as root, so then
it runs as the user postgres.
"""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

BIN = Path(os.environ.get("PG_BIN", "/usr/lib/postgresql/15/bin"))


def as_postgres():
    """The words before a command that make it run as postgres; where a directory on the way is closed to others (/ in a container),
    with the one capability to search and read everywhere."""
    if os.geteuid() != 0:
        return []
    words = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"]
    if subprocess.run([*words, "true"], capture_output=True, check=False).returncode != 0:
        words += ["--securebits=+no_setuid_fixup", "--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search"]
    return words


AS = as_postgres()
DEADLINE = 30
SETTINGS = """
listen_addresses = ''
fsync = off
max_connections = 60
shared_buffers = 32MB
log_line_prefix = '%m %p %a '
log_min_duration_statement = -1
timezone = 'Asia/Shanghai'
"""


class Cluster:
    """Started by its constructor; the database is teyue, its owner teyue_owner; tables only after `teyued migrate`."""

    def __init__(self, settings=""):
        self.home = Path(tempfile.mkdtemp(prefix="teyue-pg-"))
        self.data = self.home / "data"
        if AS:
            shutil.chown(self.home, "postgres", "postgres")
        self.home.chmod(0o755)
        self._run("initdb", "-D", self.data, "-U", "postgres", "--auth=trust", "--data-checksums", "-E", "UTF8", "--locale=C.UTF-8")
        config = (self.data / "postgresql.conf").read_text() + SETTINGS + f"unix_socket_directories = '{self.home}'\n" + settings
        (self.data / "postgresql.conf").write_text(config)
        self.start()
        self.psql("create role teyue_owner login createrole", database="postgres")
        self.psql("create database teyue owner teyue_owner", database="postgres")

    def __enter__(self):
        return self

    def __exit__(self, *ignored):
        self.close()

    def _run(self, program, *args, check=True):
        return subprocess.run(
            [*AS, BIN / program, *map(str, args)], cwd=self.home, check=check, capture_output=True, text=True, timeout=120
        )

    def conninfo(self, user="teyue_app"):
        return f"host={self.home} dbname=teyue user={user}"

    def start(self):
        # pg_ctl's child keeps the output open: it must not be a pipe
        with open(os.devnull, "w") as nothing:
            subprocess.run(
                [*AS, BIN / "pg_ctl", "-D", self.data, "-l", self.home / "log", "-w", "-t", "60", "start"],
                cwd=self.home, check=True, stdout=nothing, stderr=nothing,
            )

    def stop(self, mode="immediate"):
        self._run("pg_ctl", "-D", self.data, "-m", mode, "-w", "stop")

    def postmaster(self):
        return int((self.data / "postmaster.pid").read_text().split()[0])

    def kill9(self):
        """The whole server dies at once, as with the machine."""
        pids = [self.postmaster(), *self._children(self.postmaster())]
        for pid in pids:
            self._kill(pid)
        until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in pids))

    def kill9_backend(self, application="teyued"):
        """One backend dies; the postmaster throws out the others and recovers."""
        pid = self.psql(f"select pid from pg_stat_activity where application_name = '{application}' limit 1")
        if pid:
            self._kill(int(pid))
        return bool(pid)

    @staticmethod
    def _kill(pid):
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            pass

    @staticmethod
    def _children(parent):
        found = subprocess.run(["ps", "--ppid", str(parent), "-o", "pid="], capture_output=True, text=True, check=False)
        return [int(pid) for pid in found.stdout.split()]

    def psql(self, sql, database="teyue", user="postgres", check=True):
        """Unaligned, tuples only; columns are separated by |."""
        done = subprocess.run(
            [BIN / "psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-h", self.home, "-U", user, "-d", database, "-c", sql],
            capture_output=True, text=True, timeout=60, check=False,
        )
        if check and done.returncode != 0:
            raise AssertionError(done.stderr)
        return done.stdout.strip() if done.returncode == 0 else done.stderr.strip()

    def log(self):
        return (self.home / "log").read_text()

    def close(self):
        self._run("pg_ctl", "-D", self.data, "-m", "immediate", "-w", "stop", check=False)
        shutil.rmtree(self.home, ignore_errors=True)


def until(holds, seconds=DEADLINE, what="the condition"):
    """Waits for a condition; the deadline fails the test."""
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            raise AssertionError(f"{what} did not come about in {seconds} s")
        time.sleep(0.02)
