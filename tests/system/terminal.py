"""A program in a pseudo-terminal and the screen it paints, read by pyte. Used by the tests of the widgets and of the client."""

import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time

import pyte

DEADLINE = 10
UP, DOWN, RIGHT, HOME = "\x1b[A", "\x1b[B", "\x1b[C", "\x1b[H"
F1, F2, F3, F4, F5, F6, F8 = "\x1bOP", "\x1bOQ", "\x1bOR", "\x1bOS", "\x1b[15~", "\x1b[17~", "\x1b[19~"
F9, F10, F12 = "\x1b[20~", "\x1b[21~", "\x1b[24~"


class Screen(pyte.Screen):
    """pyte's screen with the controls it lacks and ncurses uses: scrolling up and down, repeating a character."""

    def _scroll(self, move, count):
        row, col = self.cursor.y, self.cursor.x
        top, bottom = self.margins or pyte.screens.Margins(0, self.lines - 1)
        self.cursor.y = bottom if move == self.index else top
        for _ in range(count or 1):
            move()
        self.cursor.y, self.cursor.x = row, col

    def scroll_up(self, count=1):
        self._scroll(self.index, count)

    def scroll_down(self, count=1):
        self._scroll(self.reverse_index, count)

    def repeat(self, count=1):
        self.draw(self.last * (count or 1))

    def draw(self, data):
        self.last = data[-1:]
        super().draw(data)


class Stream(pyte.ByteStream):
    csi = {**pyte.ByteStream.csi, "S": "scroll_up", "T": "scroll_down", "b": "repeat"}
    events = pyte.ByteStream.events | {"scroll_up", "scroll_down", "repeat"}


class Terminal:
    """A child in a pseudo-terminal and the screen it paints."""

    def __init__(self, command, size=(24, 80), env=None):
        self.raw = b""
        self.screen = Screen(size[1], size[0])
        self.stream = Stream(self.screen)
        self.master, slave = pty.openpty()
        self.modes = termios.tcgetattr(slave)
        self._size(size)
        environment = {"PATH": "/usr/bin:/bin", "TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "TEYUE_LANG": "zh"}
        environment.update(env or {})
        self.pid = os.fork()
        if self.pid == 0:
            self._child_tty(slave)
            os.execve(command[0], [str(word) for word in command], environment)
        self.slave = slave
        self.status = None

    def _child_tty(self, slave):
        os.setsid()
        fcntl.ioctl(slave, termios.TIOCSCTTY, 0)
        for number in range(3):
            os.dup2(slave, number)
        os.closerange(3, 256)

    def _size(self, size):
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", size[0], size[1], 0, 0))

    def resize(self, rows, cols):
        self.screen.resize(rows, cols)
        self._size((rows, cols))
        os.kill(self.pid, signal.SIGWINCH)

    def read(self, seconds):
        ready, _, _ = select.select([self.master], [], [], seconds)
        if not ready:
            return False
        data = os.read(self.master, 65536)
        self.raw += data
        self.stream.feed(data)
        return True

    def wait(self, condition, what="the condition"):
        end = time.monotonic() + DEADLINE
        while not condition(self):
            assert time.monotonic() < end, f"{what} did not come; last seen:\n" + "\n".join(self.rows())
            self.read(0.05)
        return self

    def settle(self):
        """Until a frame is painted to its end: nothing more comes."""
        while self.read(0.2):
            pass
        return self

    def wait_for(self, text):
        return self.wait(lambda t: text in "\n".join(t.rows()), repr(text))

    def wait_gone(self, text):
        return self.wait(lambda t: text not in "\n".join(t.rows()), f"the end of {text!r}")

    def type(self, *texts):
        for text in texts:
            os.write(self.master, text.encode())

    def ended(self):
        """The exit status once the child is gone."""
        end = time.monotonic() + DEADLINE
        while self.status is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.status = status
            assert time.monotonic() < end, "the program goes on"
            self.read(0.02)
        while self.read(0.05):
            pass
        return self.status

    def rows(self):
        """Each row as text; the second half of a double-width character is left out."""
        return ["".join(self.screen.buffer[y][x].data for x in range(self.screen.columns)) for y in range(self.screen.lines)]

    def close(self):
        if self.status is None:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        os.close(self.master)
        os.close(self.slave)
