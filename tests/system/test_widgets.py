"""The widgets on a real terminal: a small program in a pseudo-terminal, its bytes read by pyte.

What only a screen can show: that every row has its columns, that no half hanzi is left, where the cursor is, what a
resize does, which bytes reach a terminal at all, and that the terminal is given back.
TEYUE_BIN is the directory of the programs (default build/bin); the program stands in tests/ beside it.
"""

import os
import re
import signal
import subprocess
import termios
import time
from pathlib import Path

import pytest
from terminal import DOWN, F3, F4, F5, F8, F9, F10, F12, UP, Terminal
from wcwidth import wcwidth

ROOT = Path(__file__).resolve().parents[2]
DEMO = Path(os.environ.get("TEYUE_BIN", ROOT / "build" / "bin")).parent / "tests" / "widget_demo"
SIZES = [(24, 80), (24, 79), (16, 60), (36, 120)]

pytestmark = pytest.mark.skipif(not DEMO.exists(), reason=f"{DEMO} is not built")


def open_page(page="list", size=(24, 80), env=None, arguments=()):
    return Terminal([DEMO, page, *arguments], size, env)


@pytest.fixture
def terminal():
    opened = []

    def open_one(*args, **kwargs):
        opened.append(open_page(*args, **kwargs))
        return opened[-1]

    yield open_one
    for each in opened:
        each.close()


def check_screen(t):
    """Every row has exactly the screen's columns and no hanzi lacks a half."""
    for y in range(t.screen.lines):
        cells = [t.screen.buffer[y][x].data for x in range(t.screen.columns)]
        columns = sum(max(wcwidth(cell[0]), 0) for cell in cells if cell)
        assert columns == t.screen.columns, f"row {y} has {columns} columns: {''.join(cells)!r}"
        for x, cell in enumerate(cells):
            wide = bool(cell) and wcwidth(cell[0]) == 2
            stub = x + 1 < len(cells) and cells[x + 1] == ""
            assert wide == stub, f"half a hanzi at {y},{x}: {cells[max(0, x - 2):x + 3]}"


def steady(t):
    """Nothing more comes: what is on the screen is the whole frame."""
    while t.read(0.1):
        pass
    return t


def checked(t, text):
    check_screen(steady(t.wait_for(text)))
    return t


@pytest.mark.parametrize("size", SIZES)
def test_every_page_at_every_size(terminal, size):
    t = checked(terminal(size=size), "单号")
    t.type(F9)
    checked(t, "Client")
    t.type(F9)
    checked(t, "客户")
    t.type(F3)
    checked(t, "还差 4 项")
    t.type("\x1b")
    checked(t, "待派工")
    t.type(F4)
    checked(t, "派工给技师")
    t.type(DOWN)
    checked(t, "客户还没有验收签字")
    t.type("\x1b")
    t.wait_gone("派工给技师")
    t.type(F5)
    checked(t, "取消派工 1123-0012 ?")
    t.type("\x1b")
    t.wait_gone("取消派工 1123-0012 ?")
    t.type("?")
    checked(t, "动作菜单")
    t.type("\x1b")
    t.wait_gone("动作菜单")
    t.type(F8)
    checked(t, "刷工牌")


@pytest.mark.parametrize("col", range(4))
def test_popup_over_hanzi_at_odd_and_even_columns(terminal, col):
    t = terminal(size=(24, 80 - col)).wait_for("单号")
    t.type(F4)
    checked(t, "派工给技师")
    t.type("\x1b")
    t.wait_gone("派工给技师")
    checked(t, "欧阳文静")


def test_resize_with_a_popup_open(terminal):
    t = terminal().wait_for("单号")
    t.type(F5)
    t.wait_for("确认请输入 qx")
    for rows, cols in ((16, 60), (36, 120), (24, 79), (30, 61), (24, 80)):
        t.resize(rows, cols)
        t.wait(lambda t: t.rows()[0].rstrip().endswith("14:33"), "the title at the right edge")
        checked(t, "确认请输入 qx")
    t.type("客户改期")
    checked(t, "[客户改期")


def test_too_small_and_back(terminal):
    t = terminal("form").wait_for("新建")
    t.type("张建国")
    t.wait_for("[张建国")
    for rows, cols in ((10, 40), (1, 1), (3, 7), (15, 80), (24, 59)):
        t.resize(rows, cols)
        steady(t)
        assert "新建" not in "\n".join(t.rows())
    t.wait_for("至少需要 60x16")
    check_screen(t)
    t.resize(24, 80)
    checked(t, "[张建国")


def test_many_resizes_at_once(terminal):
    t = terminal().wait_for("单号")
    for i in range(40):
        t.resize(16 + i % 20, 60 + i)
    t.resize(24, 80)
    t.wait(lambda t: t.rows()[0].rstrip().endswith("14:33"), "the last size")
    checked(t, "单号")


def cursor_is(t, y, x):
    t.wait(lambda t: (t.screen.cursor.y, t.screen.cursor.x) == (y, x), f"the cursor at {y},{x}")


def test_cursor_follows_the_selected_row(terminal):
    t = terminal().wait_for("单号")
    cursor_is(t, 2, 0)
    t.type(DOWN, DOWN)
    cursor_is(t, 4, 0)
    t.wait(lambda t: t.rows()[4].startswith(">"), "the mark of the selected row")
    assert steady(t).screen.cursor.hidden


def test_cursor_stands_where_hanzi_are_typed(terminal):
    t = terminal("form").wait_for("新建")
    cursor_is(t, 2, 13)
    t.type("张建国")
    cursor_is(t, 2, 19)
    assert not t.screen.cursor.hidden
    t.type("\x1b[D")
    cursor_is(t, 2, 17)
    t.type("\t", "\t")
    cursor_is(t, 4, 13)
    assert "(" in steady(t).rows()[4][10:16]


def test_form_from_end_to_end(terminal):
    t = terminal("form").wait_for("还差 4 项")
    t.type("\x13")
    t.wait_for("! 必填")
    t.type("张建国", "\t", "138-0000 x", "\t", "2")
    checked(t, "(o)前台")
    t.type("\t", "hs")
    checked(t, ">GS-012")
    t.type("\r")
    checked(t, "x[1     ] 次")
    t.type(DOWN, "3", "\t", "明天9-10")
    checked(t, "= 2026-11-25 09:00-10:00")
    t.type("\t", " ")
    checked(t, "[2026-11-25 09:00-10:00")
    checked(t, "必填 * 已齐")
    t.type("\t", "4711")
    checked(t, "[****")
    assert "4711" not in "\n".join(t.rows()) and b"4711" not in t.raw
    t.type("\t", "家里有老人,敲门后多等一会儿;开关在玄关左侧,猫会跑出来,请随手关门,不要按第二次门铃\r再来一行")
    checked(t, "再来一行")


def test_paste_presses_no_button(terminal):
    t = terminal("form").wait_for("新建")
    t.type("\x1b[200~张建国\r3-2-1204\r\t\x1b[201~")
    checked(t, "[张建国 3-2-1204")
    assert t.screen.cursor.y == 2
    assert b"\x1b[?2004h" in t.raw


def test_hostile_text_reaches_no_terminal(terminal):
    t = checked(terminal(size=(24, 120)), "?]0;evil?")
    for character in "\u202e\u202c\u200b\ufeff\u200d\U0001f468\ufffd\x07":
        assert character.encode() not in t.raw, f"U+{ord(character):04X} reached the terminal"
    assert b"\x1b]0;" not in t.raw and b"\xc2\x9b" not in t.raw
    t.type(F3)
    t.wait_for("新建")
    t.type("a\u202eb\u200bc\u2066d\ufeff")
    checked(t, "[abcd ")
    assert "\u202e".encode() not in t.raw


def test_input_method_keys_are_commands(terminal):
    t = terminal().wait_for("单号")
    t.type("、")
    t.wait_for("筛选 [")
    t.type("ryj")
    checked(t, "0/6")
    t.type("\x15", "rqz")
    checked(t, "1/6")
    t.type("\x1b")
    t.wait_gone("筛选 [")
    t.type("？")
    checked(t, "动作菜单")


def test_unknown_keys_do_nothing(terminal):
    t = terminal().wait_for("单号")
    steady(t)
    before = t.rows()[:-2]
    t.type("\x1b[1;5D", "\x1b[99;9X", "\x1b[<0;5;5M", "\x1bOz")
    t.type(DOWN)
    cursor_is(t, 3, 0)
    t.type(UP)
    cursor_is(t, 2, 0)
    steady(t)
    assert t.rows()[:-2] == before


def test_lone_escape_does_not_wait(terminal):
    t = terminal("form").wait_for("新建")
    start = time.monotonic()
    t.type("\x1b")
    t.wait_for("待派工")
    assert time.monotonic() - start < 1


def test_a_step_of_the_cursor_is_cheap(terminal):
    t = steady(terminal().wait_for("单号"))
    t.type(DOWN)
    cursor_is(t, 3, 0)
    steady(t)
    before = len(t.raw)
    t.type(DOWN)
    cursor_is(t, 4, 0)
    steady(t)
    assert len(t.raw) - before < 400
    before = len(t.raw)
    t.type("\x0c")  # ^L sends all of it
    steady(t.wait(lambda t: len(t.raw) - before > 600, "a whole repaint"))
    check_screen(t)


@pytest.mark.parametrize("env", [{"NO_COLOR": "1"}, {"TEYUE_COLOR": "never"}, {"TERM": "vt100"}])
def test_no_colour(terminal, env):
    t = checked(terminal(env=env), "单号")
    colours = re.findall(rb"\x1b\[[0-9;]*m", t.raw)
    assert not [c for c in colours if re.search(rb"[\[;](3[0-7]|4[0-7]|38|48)[;m]", c)]
    assert ">!1123-0007" in t.rows()[2]  # what matters is said by marks


@pytest.mark.parametrize("term", ["xterm", "xterm-256color", "screen", "screen-256color", "tmux-256color", "linux", "vt100", "rxvt"])
def test_terminals(terminal, term):
    t = terminal(env={"TERM": term})
    t.wait_for("No." if term == "linux" else "单号")  # the Linux console cannot show hanzi
    t.type(F10)
    assert t.ended() == 0


def test_ascii_borders(terminal):
    t = terminal(env={"DEMO_BORDERS": "ascii"}).wait_for("单号")
    t.type(F4)
    checked(t, "+- 1123-0012")
    assert "─" not in "\n".join(t.rows())
    checked(t, "打印“派工单”…")


def test_lines_drawn_two_wide_are_noticed(terminal):
    t = terminal()
    t.wait(lambda t: b"\x1b[6n" in t.raw, "the question")
    t.type("\x1b[1;3R")  # the terminal's cursor moved by two
    t.wait_for("单号")
    t.type(F4)
    checked(t, "+- 1123-0012")
    checked(t, '打印"派工单".')  # what else such a terminal would draw two wide


def gives_back(t):
    """Modes as before, keypad and screen switched back, cursor shown, paste no longer bracketed."""
    assert b"\x1b[?1049h" in t.raw and t.raw.rfind(b"\x1b[?1049l") > t.raw.rfind(b"\x1b[?1049h")
    assert t.raw.rfind(b"\x1b[?2004l") > t.raw.rfind(b"\x1b[?2004h")
    assert not t.screen.cursor.hidden
    assert termios.tcgetattr(t.slave)[:4] == t.modes[:4]


def test_terminal_is_given_back_at_the_end(terminal):
    t = terminal().wait_for("单号")
    t.type(F10)
    assert t.ended() == 0
    gives_back(t)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGABRT])
def test_terminal_is_given_back_when_killed(terminal, number):
    t = steady(terminal().wait_for("单号"))
    os.kill(t.pid, number)
    assert os.WTERMSIG(t.ended()) == number
    gives_back(t)


def test_terminal_is_given_back_after_a_crash(terminal):
    t = steady(terminal(env={"ASAN_OPTIONS": "handle_segv=0"}).wait_for("单号"))
    t.type(F12)
    assert os.WTERMSIG(t.ended()) == signal.SIGSEGV
    gives_back(t)


def test_other_charsets_are_refused_politely(terminal, tmp_path):
    subprocess.run(["localedef", "-i", "zh_CN", "-f", "GB18030", tmp_path / "zh_CN.GB18030"], check=True)
    t = terminal(env={"LC_ALL": "zh_CN.GB18030", "LOCPATH": str(tmp_path)})
    assert os.WEXITSTATUS(t.ended()) == 78
    assert "本程序需要 UTF-8" in t.raw.decode() and "needs UTF-8" in t.raw.decode()
    assert b"\x1b[?1049h" not in t.raw


@pytest.mark.parametrize("name", ["C", "POSIX", "xx_XX.UTF-8"])
def test_plain_locales_are_taken_for_utf8(terminal, name):
    checked(terminal(env={"LC_ALL": name}), "单号")


def test_unknown_terminal_is_refused_politely(terminal):
    # newterm() forgets what it allocated when it fails, and the program ends there: no leak of ours
    t = terminal(env={"TERM": "no-such-terminal", "ASAN_OPTIONS": "detect_leaks=0"})
    assert os.WEXITSTATUS(t.ended()) == 69
    assert "no-such-terminal" in t.raw.decode()
