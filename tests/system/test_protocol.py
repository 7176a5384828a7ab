"""docs/protocol.md is true: every conversation in it is held with a real daemon, and every code the daemon can answer is in its table.

A block of ```talk is lines `C name: …`, sent by the connection of that name (opened when first named), and `S name: …`, the next line that comes
there, blanks between the members of its object apart. In an S line `…` stands for anything, and a line that is only `…` for any lines up to the next one; `(closed)` is the end of
the connection. `$NAME` is replaced by its value; in an S line that names it first, it takes the value. All blocks are one conversation.

Run with: TEYUE_BIN=build/bin /usr/bin/python3 -m pytest tests/system/test_protocol.py
"""

import json
import re
from datetime import datetime, timedelta, timezone

import pytest
from daemon import PASSWORD, ROOT, Closed
from estate import CHINA, Estate

TEXT = (ROOT / "docs" / "protocol.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^### ([^\n]+)\n(?:(?!^#).)*?^```talk\n(.*?)^```", TEXT, re.M | re.S)
LINE = re.compile(r"([CS]) (\w+): (.+)")
CHINA = timezone(timedelta(hours=8))
NAME = re.compile(r"\$([A-Z_0-9]+)")


def compact(line):
    """The line without the blanks between the members of its object, which mean nothing."""
    head, brace, rest = line.partition("{")
    return head + json.dumps(json.loads(brace + rest), ensure_ascii=False, separators=(",", ":")) if brace else line


class Stage:
    """The connections and values of the conversation so far."""

    def __init__(self, estate):
        self.estate, self.lines = estate, {}
        tomorrow = datetime.now(CHINA) + timedelta(days=1)
        self.values = {"PASSWORD": PASSWORD, "LONG": "x" * 2000, "DAY": tomorrow.strftime("%Y-%m-%d"), "UNIT": estate.unit().code}

    def connection(self, name):
        if name not in self.lines:
            self.lines[name] = self.estate.daemon.connect()
            self.lines[name].greeted = False
        return self.lines[name]

    def said(self, name):
        """The next line; the greeting was read by connect()."""
        line = self.connection(name)
        if not line.greeted:
            line.greeted = True
            return line.greeting
        try:
            return compact(line.line())
        except Closed:
            return "(closed)"

    def fill(self, text):
        missing = [name for name in NAME.findall(text) if name not in self.values]
        assert not missing, f"{text}: {missing} have no value"
        return NAME.sub(lambda found: self.values[found.group(1)], text)

    def pattern(self, text):
        """The S line as a regular expression whose groups are the names without a value."""
        out, fresh = "", set()
        for piece in re.split(r"(\$[A-Z_0-9]+|…)", text):
            name = piece[1:]
            if piece == "…":
                out += ".*?"
            elif not piece.startswith("$"):
                out += re.escape(piece)
            elif name in self.values:
                out += re.escape(self.values[name])
            else:
                out += f"(?P={name})" if name in fresh else f'(?P<{name}>[^",}}\\s]+)'
                fresh.add(name)
        return re.compile(out)

    def expect(self, name, text, skip):
        wanted, heard = self.pattern(text), []
        while True:
            heard.append(self.said(name))
            found = wanted.fullmatch(heard[-1])
            if found:
                self.values.update(found.groupdict())
                return
            assert skip and heard[-1] != "(closed)", f"{name} should hear\n  {text}\nand heard\n  " + "\n  ".join(heard)

    def send(self, name, text):
        line = self.connection(name)
        line.greeted = True
        line.send(self.fill(text))

    def play(self, block):
        skip = False
        for text in filter(None, block.splitlines()):
            found = LINE.fullmatch(text)
            assert found, f"not a line of a conversation: {text}"
            side, name, said = found.groups()
            if side == "C":
                self.send(name, said)
            elif said != "…":
                self.expect(name, said, skip)
            skip = side == "S" and said == "…"

    def is_quiet(self, name):
        """Nothing came that the conversation does not show."""
        self.send(name, "@quiet ping")
        return self.said(name).startswith("@quiet OK ")


@pytest.fixture(scope="module", name="stage")
def stage_fixture():
    with Estate() as estate:
        yield Stage(estate)


@pytest.mark.parametrize("title, block", BLOCKS, ids=[title for title, _ in BLOCKS])
def test_conversation(stage, title, block):
    stage.play(block)


def test_every_block_was_held(stage):
    """None is overlooked for want of a heading, and no line came that is not shown."""
    assert len(BLOCKS) == TEXT.count("```talk") and len(BLOCKS) >= 10
    for name, line in stage.lines.items():
        if f"S {name}: (closed)" not in TEXT:
            assert stage.is_quiet(name), f"{name} ({line.user})"


def test_a_false_line_is_found(stage):
    """The test of the test: another code, a line too few, a name without a value."""
    for block in ("C false: ping\nS false: NO auth.required …", "C false: @a screens\nS false: @a OK …", "C false: ping $NOBODY"):
        with pytest.raises(AssertionError):
            stage.play(block)


# ---- codes ----

CODE = r'"(?:BAD |NO )?((?:perm|state|arg|parse|limit|auth|idem|event|station|rule)\.[a-z_0-9]+)(?: \{)?"'
NOT_CODES = {"auth.password", "auth.pin", "auth.ok", "auth.uncounted", "parse.ok", "parse.empty"}  # verbs, lines of the log, no fault
PLAIN = {"busy", "internal", "unavailable"}


def codes_of_sources():
    sources = [*(ROOT / "server").rglob("*.c"), ROOT / "common" / "words.c"]
    text = "\n".join(path.read_text(encoding="utf-8") for path in sources if "tariff_import" not in path.parts)
    plain = set(re.findall(r'reply_(?:no|bad)(?:_label)?\([^;"]*"([a-z]+)"', text, re.S)) | {
        code for code in PLAIN if re.search(rf'"{code}"', text)
    }
    return (set(re.findall(CODE, text)) - NOT_CODES) | plain


def test_every_code_is_documented_and_no_other():
    table = TEXT.split("\n## Codes\n")[1].split("\n## ")[0]
    documented = {code for cell in re.findall(r"^\| (`.+?`) \|", table, re.M) for code in re.findall(r"`([a-z_.0-9]+)`", cell)}
    assert documented == codes_of_sources()
