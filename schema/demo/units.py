"""The demo estate's units with their contacts, the same ones each time.

Run with a site's code it prints the CSV that `teyued import-units` reads; play.py imports it to know who lives where.
All names and numbers are invented.
"""

import csv
import random
import sys
from dataclasses import dataclass

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
GIVEN_MR = "建国 志强 伟民 海涛 文斌 永刚 国栋 立军 俊杰 子轩 晓峰 明远 宏伟 振华 少辉 天佑".split()
GIVEN_MS = "秀英 丽华 桂兰 雪梅 晓燕 婷婷 思雨 佳怡 春华 玉珍 美玲 淑芬 雅静 欣然 慧敏 若琳".split()


@dataclass(frozen=True)
class Unit:
    site: str
    code: str
    kind: str
    cam: str
    contact: str
    salutation: str
    relation: str
    phone: str
    family: str  # a second contact, "" for none


# site -> building -> account manager; and how the buildings are cut into rooms
CAMS = {
    "qinghe": {"1": "wangfang", "2": "liuyang", "3": "wangfang", "4": "chenjing"},
    "jinlan": {"1": "linxiao", "2": "hemin"},
    "jiangting": {"A": "fengjuan", "B": "caoying"},
}
SHAPE = {"qinghe": (2, 12, 4), "jinlan": (1, 12, 3), "jiangting": (2, 2, 8)}  # staircases, floors, rooms of a floor


def person(dice):
    surname = dice.choice(SURNAMES)
    if dice.random() < 0.5:
        return surname + dice.choice(GIVEN_MR), "先生"
    return surname + dice.choice(GIVEN_MS), "女士"


def units(site):
    dice = random.Random(f"teyue {site}")
    stairs, floors, rooms = SHAPE[site]
    shop = site == "jiangting"
    found = []
    for building, cam in CAMS[site].items():
        for stair in range(1, stairs + 1):
            for floor in range(1, floors + 1):
                for room in range(1, rooms + 1):
                    name, salutation = person(dice)
                    relation = "店长" if shop else dice.choice(["业主"] * 4 + ["租户"])
                    family = person(dice)[0] if not shop and dice.random() < 0.25 else ""
                    phone = f"138{dice.randrange(10**8):08d}"
                    found.append(
                        Unit(site, f"{building}-{stair}-{floor}{room:02d}", "shop" if shop else "home", cam, name,
                             salutation, relation, phone, family)
                    )
    return found


def main():
    rows = csv.writer(sys.stdout, lineterminator="\n")
    rows.writerow("unit kind cam contact salutation relation phone main".split())
    for u in units(sys.argv[1]):
        rows.writerow([u.code, u.kind, u.cam, u.contact, u.salutation, u.relation, u.phone, "yes"])
        if u.family:
            rows.writerow([u.code, u.kind, u.cam, u.family, "", "家属", u.phone[:-4] + u.phone[:-5:-1], "no"])


if __name__ == "__main__":
    main()
