"""Lines "role login" in, lines "role login password [pin]" out: words that are easy to type, new ones each time."""

import secrets
import sys


def word():
    return "".join(secrets.choice("bdfghjklmnprstvz") + secrets.choice("aeiou") for _ in range(5))


for role, login in map(str.split, sys.stdin):
    pin = f" {secrets.randbelow(10**6):06d}" if role == "tec" else ""
    print(f"{role} {login} {word()}{pin}")
