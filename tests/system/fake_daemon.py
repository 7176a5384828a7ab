"""A daemon that says what a test wants it to: for answers that get lost and for hostile ones.

    with FakeDaemon() as fake:
        fake.answers["thing.do"] = lambda fake, args: ["UNKNOWN {}"]
        ... run a client against fake.path ...
        fake.wait_for("thing.do", 2)                # asked twice
        fake.asked("thing.do")                      # the arguments of each request

An answer is a list of lines without their tag, or None to end the connection. What is not set answers like an estate with one row.
"""

import json
import shlex
import socket
import tempfile
import threading
from pathlib import Path

from cluster import until

ME = {"id": 1, "user": "wang", "name": "王芳", "roles": [{"role": "x", "label": "经理", "place": "清荷苑"}], "zone": "Asia/Shanghai", "lock_s": 0}
SCREEN = {
    "screen": "s", "title": "事项", "kind": "list", "view": "thing.list", "args": {}, "detail": "thing.show", "count": True,
    "columns": [{"name": "no", "title": "单号", "width": 10}, {"name": "what", "title": "内容", "width": 20, "weight": 1}],
    "create": [{"action": "thing.make", "label": "登记", "key": "n"}],
}  # fmt: skip
ROW = {"id": 7, "label": "T-7 水龙头", "no": "T-7", "what": "水龙头"}
STEP = {"action": "thing.do", "part": 0, "label": "办理", "key": "b", "allowed": True, "form": True}
FORM = {
    "action": "thing.do", "title": "办理", "clause": "5.3.1", "id": 7, "version": 3, "danger": False, "say": ["请念这一句"],
    "fields": [{"name": "note", "label": "说明", "kind": "text", "required": True}],
}  # fmt: skip


def row(thing):
    return "* " + json.dumps(thing, ensure_ascii=False)


def ok(**thing):
    return "OK " + json.dumps(thing, ensure_ascii=False)


class FakeDaemon:
    def __init__(self):
        self.path = Path(tempfile.mkdtemp(prefix="teyue-fake-")) / "sock"
        self.requests, self.open = [], []
        self.answers = {
            "hello": lambda fake, args: [ok(proto=1, lang="zh")],
            "auth.password": lambda fake, args: [ok(**ME)],
            "screens": lambda fake, args: [row(SCREEN), ok(rows=1)],
            "watch": lambda fake, args: [ok(seq="s1")],
            "thing.list": lambda fake, args: [row(ROW), ok(rows=1)],
            "thing.show": lambda fake, args: [row({"id": 7, "version": 3, "title": "T-7", "lines": [], "history": []}), ok(rows=1)],
            "next": lambda fake, args: [row(STEP), ok(rows=1)],
            "form": lambda fake, args: [ok(**FORM)],
            "thing.do": lambda fake, args: [ok(id=7, version=4, state="done", state_label="已办")],
        }
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(str(self.path))
        self.listener.listen(16)
        threading.Thread(target=self._accept, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *ignored):
        self.listener.close()
        for each in self.open:
            each.close()

    def _accept(self):
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            self.open.append(connection)
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection):
        try:
            connection.sendall(b'* teyue 1 {"server":"0","time":"2026-11-24T14:30:00+08:00"}\n')
            for line in connection.makefile("r", encoding="utf-8", newline="\n"):
                if not self._answer(connection, line):
                    connection.close()
                    return
        except OSError:
            pass

    def _answer(self, connection, line):
        words = shlex.split(line)
        tag, verb = (words[0] + " ", words[1]) if words[0].startswith("@") else ("", words[0])
        args = dict(word.split("=", 1) for word in words[1:] if "=" in word)
        self.requests.append((verb, args))
        lines = self.answers.get(verb, lambda fake, args: ["OK"])(self, args)
        if lines is None:
            connection.shutdown(socket.SHUT_RDWR)
            return False
        connection.sendall("".join(tag + each + "\n" for each in lines).encode())
        return True

    def asked(self, verb):
        return [args for name, args in list(self.requests) if name == verb]

    def wait_for(self, verb, times=1):
        until(lambda: len(self.asked(verb)) >= times, what=f"{times} times {verb}")
