"""The seven steps of a day through the real client in real terminals, with several people logged in at once.

Everything is typed and read off the screen, in Chinese at 80x24; the database is asked only whether the order closed.
Run with: TEYUE_BIN=build/bin /usr/bin/python3 -m pytest tests/system/test_terminal_day.py
"""

import shutil
import tempfile
from datetime import timedelta

import pytest
from daemon import PASSWORD, TEYUED
from estate import Estate, now
from terminal import DOWN, F2, Terminal

TEYUE = TEYUED.with_name("teyue")
ENTER, ESCAPE, TAB = "\r", "\x1b", "\t"
UNIT = "3-2-1204"


@pytest.fixture(scope="module", name="estate")
def estate_fixture():
    with Estate() as estate:
        yield estate


class Person(Terminal):
    """Somebody at a client of his own."""

    def __init__(self, socket, login):
        self.home = tempfile.mkdtemp(prefix="teyue-home-")
        super().__init__([TEYUE, "--socket", socket, "--lang", "zh"], env={"HOME": self.home, "TZ": "Asia/Shanghai"})
        self.wait_for("登录")
        self.type(login, TAB, PASSWORD, ENTER)
        self.wait_for("Enter 下一步")

    def close(self):
        super().close()
        shutil.rmtree(self.home, ignore_errors=True)

    def screen_of(self, title):
        """Goes to the screen of that title by its digit."""
        self.wait_for(title)
        tabs = self.rows()[0]
        self.type(tabs[tabs.index(title) - 1])
        self.wait(lambda t: title + "*" in t.rows()[0], f"the screen {title}")

    def select(self, text):
        """The row with that text, under the cursor."""
        self.wait_for(text).settle()
        for _ in range(60):
            if any(row.startswith(">") and text in row for row in self.rows()):
                return
            before = self.rows()
            self.type(DOWN)
            self.wait(lambda t, b=before: t.rows() != b, f"a step towards {text}").settle()
        raise AssertionError("\n".join(self.rows()))

    def next(self, label, form=True):
        """The step of that name out of the list of next steps on the row under the cursor."""
        self.settle().type(ENTER)
        self.wait_for("下一步:").settle()
        for _ in range(60):
            if any(f">{label}" in row.replace(" ", "") for row in self.rows()):
                break
            before = self.rows()
            self.type(DOWN)
            self.wait(lambda t, b=before: t.rows() != b, f"a step towards {label}").settle()
        self.type(ENTER)
        self.wait_gone("下一步:")
        if form:
            self.wait_for("Esc 离开")

    def to(self, label):
        """The cursor on the field of that label."""
        self.settle()
        for _ in range(40):
            row = self.rows()[self.screen.cursor.y]
            if label in row:
                return
            line = self.screen.cursor.y
            self.type(TAB)
            self.wait(lambda t, y=line: t.settle().screen.cursor.y != y, f"the field after {row}")
        raise AssertionError(f"no field {label}:\n" + "\n".join(self.rows()))

    def fill(self, label, text):
        self.to(label)
        self.type(text)
        self.wait_for(text)

    def choose(self, label, option):
        """By its digit, as the options stand."""
        self.to(label)
        text = "".join(self.rows()[self.screen.cursor.y :]).split("]")[0]
        options = [word.split(" ")[0] for word in text.replace("(o)", "( )").split("( )")[1:]]
        self.type(str(next(i for i, word in enumerate(options, 1) if word.startswith(option))))
        self.wait_for(f"(o){option}")

    def tick(self, label):
        self.to(label)
        self.type(" ")
        self.wait(lambda t: any("[x]" in row and label in row for row in t.rows()), f"a tick at {label}")

    def pick(self, label, text, shown):
        self.to(label)
        self.type(text)
        self.wait(lambda t: any(shown in row.partition("│>")[2] for row in t.rows()), f"{shown} among what fits {text}")
        self.type(ENTER)
        self.wait_gone("Esc 关闭").settle()

    def save(self):
        """F2, and the form is away."""
        self.type(F2)
        self.wait_gone("Esc 离开").settle()


@pytest.fixture(name="people")
def people_fixture(estate):
    opened = {}

    def person(login):
        if login not in opened:
            opened[login] = Person(estate.daemon.socket, login)
        return opened[login]

    yield person
    for each in opened.values():
        each.close()


def window():
    begin = (now() + timedelta(hours=1)).replace(minute=0)
    return f"{begin:%Y-%m-%d %H:%M}-{begin + timedelta(hours=2):%H:%M}" if begin.hour < 21 else f"{begin + timedelta(hours=12):%Y-%m-%d} 09:00-11:00"


def relayed(guard, cam):
    """1: a guard relays; it rings at the unit's own account manager."""
    guard.wait_for("转告客户经理")
    guard.type("r")
    guard.wait_for("Esc 离开")
    guard.pick("房号", UNIT, UNIT)
    guard.fill("需求", "厨房水龙头漏水")
    guard.save()
    cam.wait_for("转告(1)")


def taken(cam, when):
    """2: the account manager finds the unit, answers both questions, quotes from the book by initials."""
    cam.screen_of("队列")
    cam.type("n")
    cam.wait_for("Esc 离开")
    cam.pick("房号", UNIT, UNIT)
    cam.choose("来源", "员工转告")
    cam.choose("类别", "供水")
    cam.fill("需求", "换水龙头")
    cam.choose("部位", "客户专有部位")
    cam.choose("属物业合同义务", "否")
    cam.fill("客户预约时间", when)
    cam.pick("转告", "漏水", "漏水")
    cam.save()
    cam.select(UNIT)
    cam.next("报价")
    cam.pick("收费项目", "hslt", "换水龙头")
    cam.save()


def agreed(cam):
    """3: the card says what to say; consent gives the order its number."""
    cam.next("说明收费标准")
    cam.wait_for("换水龙头")
    cam.wait_for("材料由您自行采购")
    cam.save()
    cam.next("客户同意")
    cam.tick("已告知材料")
    cam.save()
    cam.wait_for("QH-")


def planned(cam, sup):
    """4: dispatch to the department, acknowledged and assigned."""
    cam.next("派工")
    cam.pick("实施部门", "工程", "工程部")
    cam.save()
    sup.select(UNIT)
    sup.next("接单", form=False)
    sup.wait_for("待安排")
    sup.next("安排实施人")
    sup.pick("实施人", "周", "周磊")
    sup.save()
    sup.wait_for("已安排")


def served(tec):
    """5: five things, arrival, checklist, a first refusal, a second round, the signature, and anything else."""
    tec.select(UNIT)
    tec.next("出发")
    for thing in ("着装整洁", "一声问候", "一双鞋套", "一套工具", "一张抹布", "一块垫布"):
        tec.tick(thing)
    tec.save()
    tec.next("上门")
    tec.choose("客户自备材料", "不需要")
    tec.save()
    tec.next("开始作业")
    tec.tick("已复述")
    tec.tick("已铺好")
    tec.save()
    for last in (False, True):
        checked(tec)
        tec.next("完工")
        for thing in ("已收拾工具", "已请客户检查", "已操作演示"):
            tec.tick(thing)
        tec.save()
        if not last:
            tec.next("客户不满意")
            tec.fill("客户不满意之处", "接口渗水")
            tec.tick("已向客户道歉")
            tec.save()
    tec.next("客户验收签字")
    tec.choose("客户试用", "已试用")
    tec.choose("满意度", "满意")
    tec.save()
    tec.next("道别离开")
    tec.save()


def checked(tec):
    tec.next("填检查表")
    tec.to("作业检查表")
    tec.wait_for("已关闭阀门")
    while "[  ]" in "".join(tec.rows()):
        before = tec.rows()
        tec.type("y")
        tec.wait(lambda t, b=before: t.rows() != b, "an answer").settle()
    tec.save()


def closed(cam):
    """6 and 7: the form is back, the entries are made, the follow-up is recorded: the order closes by itself."""
    cam.screen_of("队列")
    cam.select(UNIT)
    cam.wait_for("收到签字单")
    cam.next("收到签字单", form=False)
    cam.wait_gone("收到签字单")
    for _ in range(3):
        entered(cam)
    cam.next("记录回访")
    cam.choose("回访结果", "满意")
    cam.fill("签名确认", PASSWORD[:0])
    cam.type(PASSWORD)
    cam.save()
    entered(cam)


def entered(cam):
    cam.next("已录入外部系统")
    cam.fill("外部编号", "SZ-2026-1")
    cam.save()


def test_a_day_at_the_screens(estate, people):
    cam, guard, sup, tec = people("wangfang"), people("machao"), people("zhaogang"), people("zhoulei")
    relayed(guard, cam)
    taken(cam, window())
    agreed(cam)
    planned(cam, sup)
    served(tec)
    closed(cam)
    assert estate.sql("select state from teyue.orders") == "closed"
