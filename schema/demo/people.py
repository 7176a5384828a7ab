"""Everybody of the demo as play.py sees them: a connection per person, logged in when first needed."""

from datetime import datetime

from line import Line

CLOCK = "lijianming"  # whose connection is asked what time it is


class People:
    def __init__(self, socket_path, passwords):
        self.path, self.passwords, self.lines, self.ids = socket_path, passwords, {}, {}

    def __call__(self, login):
        if login not in self.lines:
            line = Line(self.path)
            line.ask("hello", lang="zh")
            self.ids[login] = line.ask("auth.password", user=login, password=self.passwords[login])[1]["id"]
            self.lines[login] = line
        return self.lines[login]

    def do(self, login, action, **args):
        return self(login).ask(action, **args)[1]

    def rows(self, login, view, **args):
        return self(login).ask(view, **args)[0]

    def now(self):
        """The daemon's own clock, which judges what is past and what is to come."""
        return datetime.fromisoformat(self(CLOCK).ask("ping")[1]["time"])

    def id(self, login):
        self(login)
        return self.ids[login]

    def unit(self, login, code):
        """The number of a unit of the person's site."""
        return next(row["value"] for row in self.rows(login, "unit.find", q=code) if row["label"] == code)

    def close(self):
        for line in self.lines.values():
            line.close()


def accounts_read(path):
    """var/demo-accounts.txt: role user password [pin] -> {user: password}, {user: pin}"""
    passwords, pins = {}, {}
    with open(path, encoding="utf-8") as file:
        for words in map(str.split, file):
            if len(words) >= 3 and not words[0].startswith("#"):
                passwords[words[1]] = words[2]
                if len(words) == 4:
                    pins[words[1]] = words[3]
    return passwords, pins
