"""The manual pages say everything the programs say of themselves, and are well formed.

Run with /usr/bin/python3 -m pytest tests/system/test_manuals.py; needs TEYUE_BIN or build/bin, and mandoc.
"""

import os
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(os.environ.get("TEYUE_BIN", ROOT / "build" / "bin"))
PAGES = sorted((ROOT / "man").iterdir())


def output(program, *args):
    return subprocess.run([BIN / program, *args], capture_output=True, text=True, timeout=60, check=True).stdout


def page(name):
    return (ROOT / "man" / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_well_formed(path):
    done = subprocess.run(["mandoc", "-T", "lint", "-W", "warning", path], capture_output=True, text=True, timeout=60, check=False)
    assert (done.stdout, done.returncode) == ("", 0)


def test_every_setting_of_the_daemon():
    keys = re.findall(r"^(?:; )?(\w+) (?:=|holds)", output("teyued", "--config", "/dev/null", "--print-config"), re.M)
    assert len(keys) >= 10
    assert [key for key in keys if f".It Cm {key}\n" not in page("teyued.conf.5")] == []


def test_every_command_of_the_daemon():
    commands = re.findall(r"^  ([a-z-]+) ", output("teyued", "--help"), re.M)
    assert len(commands) >= 8
    assert [command for command in commands if not re.search(rf"^\.It Cm {command}\b", page("teyued.8"), re.M)] == []


def test_every_option_of_the_client():
    options = set(re.findall(r"--([a-z-]+)", output("teyue", "--help")))
    assert len(options) >= 12
    assert sorted(option for option in options if f"Fl -{option}" not in page("teyue.1")) == []
