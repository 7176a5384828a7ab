"""The line protocol of docs/protocol.md, as much as the demo needs: one request, its rows, its final line."""

import json
import re
import socket


class Refused(Exception):
    """NO, BAD or UNKNOWN: kind, code and what the daemon said with it."""

    def __init__(self, request, kind, code, said):
        super().__init__(f"{request}\n  {kind} {code} {json.dumps(said, ensure_ascii=False)}")
        self.kind, self.code, self.said = kind, code, said


def quoted(value):
    """A word of a request: bare if it can be, else in quotes."""
    text = str(value)
    if re.fullmatch(r'[^\s"\\{}]+', text):
        return text
    return json.dumps(text, ensure_ascii=False)


class Line:
    """One connection; greets on opening."""

    def __init__(self, path, timeout=30):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.settimeout(timeout)
        self.socket.connect(path)
        self.stream = self.socket.makefile("r", encoding="utf-8", newline="\n")
        greeting = self.stream.readline()
        if not greeting.startswith("* teyue 1 "):
            raise ConnectionError(f"not a teyue daemon: {greeting!r}")

    def ask(self, verb, **args):
        """Rows and the final object; raises Refused unless it is OK. An argument that is None is not sent."""
        words = [verb] + [f"{name}={quoted(value)}" for name, value in args.items() if value is not None]
        request = " ".join(words)
        self.socket.sendall(request.encode() + b"\n")
        rows = []
        while True:
            line = self.stream.readline()
            if not line:
                raise ConnectionError(f"the daemon hung up on: {verb}")
            word, _, rest = line.rstrip("\r\n").partition(" ")
            if word == "*":
                rows.append(json.loads(rest))
            elif word == "OK":
                return rows, json.loads(rest) if rest else {}
            elif word in ("NO", "BAD", "UNKNOWN"):
                code, _, said = rest.partition(" ")
                shown = re.sub(r"(password|pin|signature)=\S+", r"\1=…", request)
                raise Refused(shown, word, code, json.loads(said) if said else {})

    def close(self):
        self.stream.close()
        self.socket.close()
