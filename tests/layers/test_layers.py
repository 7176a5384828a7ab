"""The house's order, read from its sources: who may include whom, what may not be called, how long things are.

Run with: /usr/bin/python3 -m pytest tests/layers
TEYUE_BIN is the directory of the programs (default build/bin); without teyued there the check that the client
knows no word of the workflow is skipped.
"""

import json
import os
import re
import statistics
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROGRAMS = ("common", "server", "client")
FUNCTION_MAX, FUNCTION_P95, FUNCTION_MEDIAN, FILE_MAX, PARAMETERS_MAX = 100, 60, 15, 600, 5

BANNED = (
    "strcpy strcat sprintf vsprintf gets strtok strncpy alloca system popen atoi asctime ctime".split()
)
CLOCK = "time clock_gettime gettimeofday localtime localtime_r mktime rand random getrandom".split()

# Words of the workflow that are plain words of views too, each with its reason. The shorter the better.
WORDS_ALLOWED_IN_CLIENT = frozenset()

LEXEME = re.compile(
    r"""(?P<comment>//[^\n]*|/\*.*?\*/)|(?P<string>"(?:\\.|[^"\\\n])*")|(?P<char>'(?:\\.|[^'\\\n])+')""", re.S
)
INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^">]+)[">]', re.M)
CURSES = re.compile(r"(^|/)(n?cursesw?|panel|form|menu|term|unctrl|curses_\w+)\.h$")
LIBPQ = re.compile(r"(^|/)(libpq|pq|pgtypes|postgres)[\w-]*(\.h$|/)")
LIBEVENT = re.compile(r"^(event2/|event\.h|ev(ent|buffer|http|dns|util)\w*\.h)")


def sources(*tops):
    """Path below the root and text of each C file below the given directories."""
    found = []
    for top in tops:
        for path in sorted((ROOT / top).rglob("*.[ch]")):
            found.append((path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")))
    return found


def code_only(text):
    """The text without comments and with empty literals, line numbers kept."""

    def blank(match):
        if match.group("comment") is not None:
            return "\n" * match.group().count("\n") or " "
        return '""' if match.group("string") is not None else "' '"

    return LEXEME.sub(blank, text)


def string_literals(text):
    """Each literal with its line; neighbours that the compiler joins are joined."""
    found, last_end = [], None
    for match in LEXEME.finditer(text):
        if match.group("string") is None:
            continue
        value = match.group("string")[1:-1]
        if last_end is not None and not LEXEME.sub("", text[last_end : match.start()]).strip():
            found[-1] = (found[-1][0], found[-1][1] + value)
        else:
            found.append((text.count("\n", 0, match.start()) + 1, value))
        last_end = match.end()
    return found


def includes(path, text):
    """What a file includes; house headers as paths below the root, however they are written."""
    found = []
    for kind, name in INCLUDE.findall(text):
        if kind == '"' and not (ROOT / name).exists():
            beside = os.path.normpath(os.path.join(os.path.dirname(path), name))
            name = beside if (ROOT / beside).exists() else name
        found.append(name)
    return found


def layer_fault(path, name):
    """Why the file at path may not include name, or None."""
    foreign = "" if name.startswith(tuple(f"{top}/" for top in PROGRAMS)) else name
    rules = (
        (CURSES.search(foreign), path.startswith("client/term/"), "only client/term includes curses"),
        (LIBPQ.search(foreign), path.startswith("server/db/"), "only server/db includes libpq"),
        (name.startswith("client/"), path.startswith(("client/", "tests/")), "only the client includes the client"),
        (name.startswith("server/"), path.startswith(("server/", "tests/")), "only the server includes the server"),
    )
    for matches, allowed, why in rules:
        if matches and not allowed:
            return why
    if path.startswith("server/workflow/"):
        if LIBEVENT.search(name) or (name.startswith("server/") and not name.startswith("server/workflow/")):
            return "server/workflow includes only common and itself"
    return None


def functions(text):
    """Name, first line, length and parameter count of each function: its braces stand in the first column."""
    lines = code_only(text).split("\n")
    found, first, opened = [], None, False
    for number, line in enumerate(lines):
        if opened:
            if line.startswith("}"):
                signature = " ".join(lines[first:opened])
                found.append(measure(signature, first + 1, number - first + 1))
                first, opened = None, False
        elif line.rstrip() == "{" and first is not None:
            opened = number
        elif re.match(r"[A-Za-z_]", line) and not line.rstrip().endswith((";", ":")):
            first = number if first is None else first
        elif not line[:1].isspace() or not line.strip():
            first = None
        if not opened and line.rstrip().endswith(";"):
            first = None
    return found


def measure(signature, line, length):
    match = re.search(r"(\w+)\s*\(", re.sub(r"__attribute__\s*\(\(.*?\)\)", "", signature))
    if match is None:
        return signature, line, length, 0
    depth, count = 1, 0
    for char in signature[signature.index(match.group()) + len(match.group()) :]:
        depth += (char == "(") - (char == ")")
        if depth == 0:
            break
        count += char == "," and depth == 1
    return match.group(1), line, length, count + 1


def banned_calls(text, names):
    pattern = re.compile(r"(?<![\w.>])(%s)\s*\(" % "|".join(names))
    code = code_only(text)
    return [(code.count("\n", 0, m.start()) + 1, m.group(1)) for m in pattern.finditer(code)]


# --- the tree ---


def test_layers():
    faults = []
    for path, text in sources(*PROGRAMS):
        for name in includes(path, text):
            why = layer_fault(path, name)
            if why:
                faults.append(f"{path} includes {name}: {why}")
    assert not faults, "\n".join(faults)


def test_banned_functions():
    faults = [
        f"{path}:{line} calls {name}"
        for path, text in sources(*PROGRAMS)
        for line, name in banned_calls(text, BANNED)
    ]
    assert not faults, "\n".join(faults)


def test_workflow_has_no_clock_and_no_chance():
    faults = [
        f"{path}:{line} calls {name}"
        for path, text in sources("server/workflow")
        for line, name in banned_calls(text, CLOCK)
    ]
    assert not faults, "\n".join(faults)


def test_format():
    names = [path for path, _ in sources(*PROGRAMS, "tests")]
    done = subprocess.run(
        ["clang-format", "--dry-run", "-Werror", *names], cwd=ROOT, capture_output=True, text=True, check=False
    )
    files = sorted({line.split(":")[0] for line in done.stderr.splitlines() if ": error:" in line})
    assert done.returncode == 0, "not formatted: " + " ".join(files)


def test_function_lengths():
    measured = [(path, *f) for path, text in sources(*PROGRAMS) for f in functions(text)]
    lengths = sorted(f[3] for f in measured)
    long = [f"{path}:{line} {name}: {length} lines" for path, name, line, length, _ in measured if length > FUNCTION_MAX]
    assert not long, "\n".join(long)
    assert statistics.median(lengths) <= FUNCTION_MEDIAN
    assert lengths[int(len(lengths) * 0.95)] <= FUNCTION_P95


def test_parameter_counts():
    many = [
        f"{path}:{line} {name}: {count} parameters"
        for path, text in sources(*PROGRAMS)
        for name, line, _, count in functions(text)
        if count > PARAMETERS_MAX
    ]
    assert not many, "\n".join(many)


def test_file_lengths():
    long = [
        f"{path}: {text.count(chr(10))} lines"
        for path, text in sources(*PROGRAMS, "tests")
        if text.count("\n") > FILE_MAX
    ]
    assert not long, "\n".join(long)


def test_files_say_what_they_are_for():
    silent = [path for path, text in sources(*PROGRAMS, "tests") if not text.startswith("/*")]
    assert not silent, "\n".join(silent)


def test_nothing_is_left_for_later():
    marks = [
        f"{path}: {match}"
        for path, text in sources(*PROGRAMS, "tests")
        for match in re.findall(r"\b(TODO|FIXME|XXX)\b", text)
    ]
    assert not marks, "\n".join(marks)


def workflow_words():
    teyued = Path(os.environ.get("TEYUE_BIN", ROOT / "build" / "bin")) / "teyued"
    if not teyued.exists():
        pytest.skip(f"{teyued} is not built")
    done = subprocess.run([teyued, "workflow", "json"], capture_output=True, text=True, check=True)
    lifecycles = json.loads(done.stdout)["lifecycles"]
    words = {thing["name"] for life in lifecycles for kind in ("states", "actions") for thing in life[kind]}
    assert words, "the workflow has no words: the check would prove nothing"
    return words


def test_client_knows_no_word_of_the_workflow():
    words = workflow_words() - WORDS_ALLOWED_IN_CLIENT
    faults = [
        f'{path}:{line} "{value}"'
        for path, text in sources("client")
        for line, value in string_literals(text)
        if value in words
    ]
    assert not faults, "\n".join(faults)


# --- the readers themselves: each must be able to find what it looks for ---


@pytest.mark.parametrize(
    "path, name, allowed",
    [
        ("client/term/screen.c", "curses.h", True),
        ("client/term/screen.c", "panel.h", True),
        ("client/widgets/table.c", "curses.h", False),
        ("client/app.c", "ncursesw/curses.h", False),
        ("client/app.c", "panel.h", False),
        ("server/main.c", "ncurses.h", False),
        ("client/app.c", "client/widgets/form.h", True),
        ("client/app.c", "client/term/term.h", True),
        ("server/db/pool.c", "libpq-fe.h", True),
        ("server/session.c", "libpq-fe.h", False),
        ("server/session.c", "postgresql/libpq-fe.h", False),
        ("common/buf.c", "libpq/libpq-fs.h", False),
        ("server/session.c", "event2/event.h", True),
        ("server/workflow/decide.c", "event2/event.h", False),
        ("server/workflow/decide.c", "server/workflow/guard.h", True),
        ("server/workflow/decide.c", "server/db/db.h", False),
        ("server/workflow/decide.c", "common/text.h", True),
        ("common/text.c", "server/workflow/decide.h", False),
        ("common/text.c", "client/app.h", False),
        ("client/app.c", "server/session.h", False),
        ("server/session.c", "client/app.h", False),
        ("server/session.c", "common/words.h", True),
        ("tests/unit/test_order.c", "server/workflow/decide.h", True),
    ],
)
def test_layer_fault(path, name, allowed):
    assert (layer_fault(path, name) is None) == allowed


def test_includes_are_seen_however_written():
    text = '#include <a.h>\n  #  include "common/buf.h"\n#include "buf.h"\nchar *s = "#include <no.h>";\n'
    assert includes("common/x.c", text) == ["a.h", "common/buf.h", "common/buf.h"]


def test_banned_calls_are_seen():
    text = '/* gets(x) */ x = "system(1)"; y = strtok (a, b); s->system(z); my_system(q);\nsnprintf(a);\natoi(c);'
    assert banned_calls(text, BANNED) == [(1, "strtok"), (3, "atoi")]


def test_functions_are_measured():
    text = (
        "struct a {\n    int b;\n};\n\nstatic const int t[] = {\n    1,\n};\n\n"
        "/* says { */\nstatic int f(int a,\n             struct b *c)\n{\n    if (a) {\n    }\n}\n\n"
        "void declared(int a);\n\nvoid g(void (*done)(int, int), int d)\n{\n}\n"
        "static void *h(void)\n    __attribute__((noinline))\n{\n    return \"}\";\n}\n"
    )
    assert functions(text) == [("f", 10, 6, 2), ("g", 19, 3, 2), ("h", 22, 5, 1)]


def test_literals_are_read():
    text = 'f("order.consent"); /* "no" */ char q = \'"\'; g("a\\"b"); h("do" /* and */ "ne",\n "x");'
    assert string_literals(text) == [(1, "order.consent"), (1, 'a\\"b'), (1, "done"), (2, "x")]
