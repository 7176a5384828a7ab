"""The client in a terminal, against a real daemon and against one that loses answers or lies.

Run with: TEYUE_BIN=build/bin /usr/bin/python3 -m pytest tests/system/test_client.py
"""

import json
import os
import re
import signal
import subprocess
import tempfile

import pytest
from cluster import Cluster
from daemon import PASSWORD, PIN, TEYUED, Daemon, seed
from fake_daemon import FORM, ROW, FakeDaemon, ok, row
from terminal import DOWN, F2, F5, F9, F10, Terminal

TEYUE = TEYUED.with_name("teyue")
ENTER, ESCAPE, TAB = "\r", "\x1b", "\t"
UNIT = "3-2-1204"


class Client(Terminal):
    """teyue with a home of its own; logged in if a user is named."""

    def __init__(self, *options, user=None, home=None, env=None, size=(24, 80)):
        self.home = home or tempfile.mkdtemp(prefix="teyue-home-")
        environment = {"HOME": self.home, "XDG_STATE_HOME": f"{self.home}/state", "TZ": "Asia/Shanghai", **(env or {})}
        super().__init__([TEYUE, *options], size=size, env=environment)
        if user:
            self.log_in(user)

    def log_in(self, user, password=PASSWORD):
        self.wait_for("密码")
        self.type(user, TAB, password, ENTER)
        self.wait_for("1")
        self.wait_gone("密码")
        self.wait(lambda t: "正在读取" not in "\n".join(t.rows()) and "*" in t.rows()[0], "the first screen")

    def text(self):
        return "\n".join(self.rows())


@pytest.fixture(scope="module", name="daemon")
def daemon_fixture():
    with Cluster() as cluster, Daemon(cluster, tls=True) as daemon:
        seed(daemon, "wangfang", "liuyang", "zhoulei")
        yield daemon


@pytest.fixture(name="client")
def client_fixture(daemon):
    made = []

    def make(*options, user="wangfang", **more):
        made.append(Client("--socket", daemon.socket, *options, user=user, **more))
        return made[-1]

    yield make
    for each in made:
        each.close()


@pytest.fixture(name="fake")
def fake_fixture():
    with FakeDaemon() as fake:
        yield fake


@pytest.fixture(name="against")
def against_fixture(fake):
    made = []

    def make(**more):
        made.append(Client("--socket", fake.path, user="wang", **more).wait_for("T-7"))
        return made[-1]

    yield make
    for each in made:
        each.close()


def take_request(client, wish):
    """Fills the first form of an order up to its window; what is left is to send it."""
    client.type("n")
    client.wait_for("受理登记 (")
    client.type(UNIT)
    client.wait_for("138****1204")
    client.type(ENTER)
    client.wait_for("13800001204")
    client.type(TAB, TAB, TAB, "2", TAB, wish, TAB, "1", TAB, "2", TAB, "明天 9-10", TAB)
    client.wait_for("已齐")


# --- with the daemon ---


def test_wrong_password_is_said_and_the_right_one_opens_the_queue(client):
    """The daemon's words stand under the fields; nothing else changes."""
    t = client(user=None)
    t.wait_for("密码")
    t.type("wangfang", TAB, "wrong", ENTER)
    t.wait(lambda t: "密码" in t.text() and any(word in t.text() for word in ("不正确", "不对", "有误")), "the refusal")
    t.type(PASSWORD, ENTER)
    t.wait_for("1队列*")


def test_language_is_switched_while_it_runs(client):
    """F9 asks the daemon for its words in the other language and keeps the place."""
    t = client()
    t.wait_for("1队列*")
    t.type(F9)
    t.wait_for("1Queue*")
    t.type(F9)
    t.wait_for("1队列*")


def test_an_order_by_the_form_and_the_picker(client, daemon):
    """Unit by its code, contact and phone come with it; item by the initials of its hanzi; consent from the card that is read out."""
    t = client()
    t.wait_for("1队列*")
    take_request(t, "厨房水龙头漏水")
    t.type(F2)
    t.wait_for("已完成:受理登记")
    t.wait_for("厨房水龙头漏水")
    t.wait_for("b 报价")
    t.type("b")
    t.wait_for("报价 (")
    t.type("hslt")
    t.wait_for("换水龙头")
    t.type(ENTER)
    t.wait_for("x[1")
    t.type(F2)
    t.wait_for("已完成:报价")
    t.wait_for("e 说明")
    t.type("e")
    t.wait_for("请问您同意")
    t.type(F2)
    t.wait_for("已完成:说明")
    t.wait_for("y 客户同意")
    t.type("y")
    t.wait_for("一共是")
    t.type(TAB, "张建国", TAB, "业主", TAB, " ")
    t.wait_for("已齐")
    t.type(F2)
    t.wait_for("已完成:客户同意")
    t.wait(lambda t: re.search(r"[A-Z]{2}-\d{4}-00001", t.text()), "the number of the form")
    state = daemon.cluster.psql("select state, no from teyue.orders order by id desc limit 1")
    assert "ready" in state and "00001" in state


def test_why_not_names_clause_and_person(client):
    """What cannot be done stands in the same list, with the clause and who can supply what is missing."""
    t = client()
    take_request(t, "卫生间水管响")
    t.type(F2)
    t.wait_for("已完成")
    t.wait_for("卫生间水管响")
    t.type("?")
    t.wait_for("下一步:")
    t.wait_for("(-)")
    for _ in range(20):
        if any(row.lstrip(" │").find(">(-)") >= 0 for row in t.rows()):
            break
        before = t.rows()
        t.type(DOWN)
        t.wait(lambda t, before=before: t.rows() != before, "the cursor")
    t.wait(lambda t: re.search(r"\(5\.\d\.\d", t.text().split("下一步:")[1]), "a clause")


def test_a_form_outlives_the_line(client, daemon):
    """The banner says offline and since when, the form stays, F2 sends nothing; after reconnection the same form goes through."""
    t = client()
    take_request(t, "断线前写的需求")
    daemon.kill()
    t.wait_for("断线")
    t.type(F2)
    t.wait_for("没有提交")
    assert "断线前写的需求" in t.text()
    daemon.start()
    t.wait_for("重新连上")
    t.wait_gone("! 断线")
    t.type(F2)
    t.wait_for("已完成:受理登记")
    assert daemon.cluster.psql("select count(*) from teyue.orders where wish = '断线前写的需求'").strip() == "1"


def test_a_killed_client_gives_its_draft_back(client):
    """What was typed is on the disk after each field, readable only by its owner, and stands in the form again."""
    t = client()
    t.type("n")
    t.wait_for("受理登记 (")
    t.type(TAB, "陈先生", TAB)
    t.wait_for("已存")
    os.kill(t.pid, signal.SIGKILL)
    t.ended()
    files = [os.path.join(top, name) for top, _, names in os.walk(t.home) for name in names]
    assert files and all(os.stat(path).st_mode & 0o777 == 0o600 for path in files)
    again = client(home=t.home)
    again.wait_for("份草稿")
    again.type("n")
    again.wait_for("已恢复")
    again.wait_for("陈先生")


def test_lock_clears_the_screen_and_keeps_the_form(client):
    """Nothing of a customer stays to be read; the same person finds the form as it was."""
    t = client()
    t.type("n")
    t.wait_for("受理登记 (")
    t.type(TAB, "李女士", TAB, ESCAPE)
    t.wait_gone("受理登记 (")
    t.type("L")
    t.wait_for("已锁定")
    assert "李女士" not in t.text() and "单号" not in t.text()
    t.type(PASSWORD, ENTER)
    t.wait_for("1队列*")
    t.type("n")
    t.wait_for("李女士")


def test_another_person_sees_nothing_of_the_first(client):
    """On a shared screen the next person's login drops every row and form of the one before."""
    t = client()
    t.wait_for("1队列*")
    t.type("L")
    t.wait_for("已锁定")
    t.type("\x1b[Z", "\x15", "zhoulei", TAB, PASSWORD, ENTER)
    t.wait_for("今日任务")
    assert "1队列" not in t.text()


def test_workshop_computer_takes_a_pin(client, daemon):
    """A registered station opens with its lock screen; a login name and a PIN are enough there."""
    key = daemon.home / "station.key"
    made = daemon.run("station-add", "qinghe-workshop", "清荷苑车间", "--site", "qinghe", check=False)
    found = re.search(r"\b[A-Za-z0-9_-]{20,}\b", made.stdout)
    if made.returncode or not found:
        pytest.fail(f"station-add: {made.stdout}{made.stderr}")
    key.write_text(found.group() + "\n")
    t = client("--station", key, user=None)
    t.wait_for("其他工号").settle()
    t.type("0")
    t.type("zhoulei", ENTER)
    t.wait_for("[zhoulei").wait(lambda t: "PIN" in t.settle().rows()[t.screen.cursor.y], "the field of the PIN")
    t.type(PIN, ENTER)
    t.wait_for("今日任务")


def test_tls_only_with_the_right_authority(client, daemon):
    """Over TCP the certificate is checked against --ca; a foreign authority is an error to read, not a question."""
    t = Client("--host", "localhost", "--port", str(daemon.port), "--ca", daemon.home / "cert", user="wangfang")
    t.wait_for("1队列*")
    t.close()
    other = daemon.home / "other.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
         "-subj", "/CN=other", "-keyout", daemon.home / "other.key", "-out", other],
        check=True, capture_output=True,
    )  # fmt: skip
    t = Client("--host", "localhost", "--port", str(daemon.port), "--ca", other)
    t.wait(lambda t: "certificate" in t.text() or "self" in t.text(), "the certificate's fault")
    t.close()
    assert b"/etc/ssl" not in t.raw


def test_other_screens_follow_by_themselves(client):
    """What one does another sees, without a key pressed."""
    a, b = client(), client()
    a.wait_for("1队列*")
    take_request(b, "另机登记")
    b.type(F2)
    b.wait_for("已完成")
    a.wait_for("另机登记")


def test_no_colour_means_none(client):
    """NO_COLOR: no colour sequence is written, words and marks still say everything."""
    t = client(env={"NO_COLOR": "1"})
    t.wait_for("1队列*")
    assert not re.search(rb"\x1b\[[0-9;]*(3[0-9]|4[0-7]|38|48)[;m]", t.raw)


@pytest.mark.parametrize("size", [(24, 79), (36, 120), (16, 60), (10, 40), (30, 110)])
def test_a_popup_survives_another_size(client, size):
    """Resized with a form open: too small says so, and the form is there again."""
    t = client()
    t.type("n")
    t.wait_for("受理登记 (")
    t.type(TAB, "王先生")
    t.resize(*size)
    t.wait_for("太小" if size[0] < 16 else "王先生")
    t.resize(24, 80)
    t.wait_for("王先生")
    t.wait(lambda t: all("│" in row for row in t.rows()[2:15]), "the frame")


# --- with one that lies ---


def test_a_lost_answer_is_asked_for_with_the_same_key(fake, against):
    """RX-5: UNKNOWN is said plainly and the request repeated with its key until the final answer."""
    fake.answers["thing.do"] = lambda fake, args: ["UNKNOWN {}"] if len(fake.asked("thing.do")) < 3 else [ok(id=7, state_label="已办")]
    t = against()
    t.type("b")
    t.wait_for("请念这一句")
    t.type("滴水", F2)
    t.wait_for("结果未知")
    t.wait_for("已完成")
    keys = {args["idem"] for args in fake.asked("thing.do")}
    assert len(fake.asked("thing.do")) == 3 and len(keys) == 1
    assert fake.asked("thing.do")[0]["version"] == "3"


def test_a_line_cut_after_sending_repeats_nothing(fake, against):
    """RX-5: the daemon ends after the request came; once it is back the same key is sent, not a new request."""
    fake.answers["thing.do"] = lambda fake, args: None if len(fake.asked("thing.do")) == 1 else [ok(id=7, state_label="已办", repeated=True)]
    t = against()
    t.type("b")
    t.wait_for("请念这一句")
    t.type("滴水", F2)
    t.wait_for("已完成")
    assert len({args["idem"] for args in fake.asked("thing.do")}) == 1
    assert fake.asked("watch")[-1].get("since") == "s1"


def test_a_client_killed_while_sending_asks_again_at_login(fake, against):
    """RX-5: the key was on the disk before the request went out."""
    fake.answers["thing.do"] = lambda fake, args: ["UNKNOWN {}"] if len(fake.asked("thing.do")) == 1 else [ok(id=7, state_label="已办")]
    t = against()
    t.type("b")
    t.wait_for("请念这一句")
    t.type("滴水", F2)
    fake.wait_for("thing.do")
    os.kill(t.pid, signal.SIGKILL)
    t.ended()
    again = against(home=t.home)
    again.wait_for("没等到答复")
    again.wait_for("已完成")
    assert len({args["idem"] for args in fake.asked("thing.do")}) == 1 and fake.asked("thing.do")[-1]["note"] == "滴水"


def test_a_refusal_stands_under_the_form(fake, against):
    """The words, the clause and who can help; what was typed stays, and the next try has a new key."""
    reason = {"msg": "没有说明收费标准", "clause": "5.3.2", "who": ["王芳"]}
    no = "NO rule.not_explained " + json.dumps({**reason, "refusals": [reason]}, ensure_ascii=False)
    fake.answers["thing.do"] = lambda fake, args: [no]
    t = against()
    t.type("b")
    t.wait_for("请念这一句")
    t.type("滴水", F2)
    t.wait_for("没有说明收费标准 (5.3.2)")
    assert "王芳" in t.text() and "滴水" in t.text()
    t.type(F2)
    fake.wait_for("thing.do", 2)
    assert len({args["idem"] for args in fake.asked("thing.do")}) == 2


def test_a_refused_argument_stands_under_its_field(fake, against):
    """arg.*: the daemon names the field."""
    fake.answers["thing.do"] = lambda fake, args: ['NO arg.long {"field":"note","msg":"说明太长"}']
    t = against()
    t.type("b")
    t.wait_for("请念这一句")
    t.type("滴水", F2)
    t.wait_for("! 说明太长")


def test_a_conflict_shows_the_changes_and_sends_the_new_version(fake, against):
    """What changed meanwhile is shown; yes sends the same fields for the new version."""
    conflict = {"version": 5, "changes": [{"at": "2026-11-24T14:20:00+08:00", "who": "陈静", "label": "改约"}]}
    no = "NO state.conflict " + json.dumps(conflict, ensure_ascii=False)
    fake.answers["thing.do"] = lambda fake, args: [no] if args["version"] == "3" else [ok(id=7, state_label="已办")]
    t = against()
    t.type("b")
    t.wait_for("请念这一句")
    t.type("滴水", F2)
    t.wait_for("11-24 14:20 陈静 改约")
    t.type("y")
    t.wait_for("已完成")
    assert [args["version"] for args in fake.asked("thing.do")] == ["3", "5"]


def test_an_irreversible_step_asks_and_means_no(fake, against):
    """danger: Enter on the question goes back; nothing was sent."""
    fake.answers["form"] = lambda fake, args: [ok(**{**FORM, "danger": True})]
    t = against()
    t.type("b")
    t.wait_for("请念这一句")
    t.type("滴水", F2)
    t.wait_for("不能撤回")
    t.type(ENTER)
    t.wait_gone("不能撤回")
    assert fake.asked("thing.do") == []
    t.type(F2)
    t.wait_for("不能撤回")
    t.type("y")
    t.wait_for("已完成")


def test_hostile_text_reaches_no_terminal_byte(fake, against):
    """Escape sequences, bidi overrides and controls in a row, a title or a ring are painted as nothing or '?'."""
    evil = "x\x1b]0;owned\x07\x1b[2J\u202etxt\u009b31m\x00\r\n"[:30].replace("\x00", "")
    fake.answers["thing.list"] = lambda fake, args: [row({**ROW, "what": evil, "label": evil}), ok(rows=1)]
    fake.answers["thing.show"] = lambda fake, args: [row({"title": evil, "lines": [{"label": evil, "value": evil}]}), ok(rows=1)]
    fake.answers["watch"] = lambda fake, args: [ok(seq="s1"), "! ring " + json.dumps({"label": evil, "text": evil})][:1]
    t = against()
    t.wait_for("owned")
    assert b"\x1b]0;" not in t.raw and b"\x1b[2J" not in t.raw.split(b"T-7", 1)[1]
    assert "\u202e".encode() not in t.raw and b"\xc2\x9b" not in t.raw and b"\x07" not in t.raw


def test_nonsense_ends_the_line_not_the_client(fake, against):
    """A line that is none of the protocol's: the banner says so, what was there stays to be read."""
    t = against()
    fake.answers["next"] = lambda fake, args: ["* {broken"]
    t.type(F5)
    t.wait_for("断线")
    assert "T-7" in t.text()


def test_too_long_a_line_ends_the_line(fake, against):
    """One past WIRE_REPLY_LINE_MAX."""
    t = against()
    fake.answers["thing.show"] = lambda fake, args: ["* {" + " " * (1024 * 1024) + "}", "OK"]
    t.type(F5)
    t.wait_for("断线")


def test_q_leaves_the_terminal_as_it_was(fake, against):
    """F10: the modes of the terminal are those before."""
    t = against()
    t.type(F10)
    assert t.ended() == 0
    assert t.raw.rstrip().endswith(b"\x1b[?1049l") or b"\x1b[?1049l" in t.raw[-200:]


def test_a_source_that_takes_no_text_is_looked_through_here(fake, against):
    """A view without q: all its rows are asked for, and found by a part of the label or by initials."""
    people = [{"value": "1", "label": "周磊"}, {"value": "2", "label": "吴强"}]
    field = {"name": "who", "label": "人", "kind": "pick", "required": True, "source": "thing.people", "source_args": {"id": 7}}
    fake.answers["form"] = lambda fake, args: [ok(**{**FORM, "fields": [field]})]
    fake.answers["thing.people"] = lambda fake, args: (
        ['NO arg.unknown {"field":"q"}'] if "q" in args else [*map(row, people), ok(rows=2)]
    )
    t = against()
    t.type("b")
    t.wait_for("请念这一句")
    t.type("wq")
    t.wait_for("吴强")
    assert "周磊" not in t.text()
    t.type(ENTER, F2)
    t.wait_for("已完成")
    assert fake.asked("thing.do")[0]["who"] == "2"
