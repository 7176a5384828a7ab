"""Plays the demo estate: real actions of its people through the daemon, until orders lie in every state.

  play.py SOCKET ACCOUNTS     called by ./start; does nothing if somebody already has orders

The same seed gives the same orders; only the times are today's. Each story below leaves its orders in one situation.
"""

import random
import sys
import time
from datetime import timedelta

from order import HOMES, SHOPS, TEAMS, Order, iso, window
from people import People, accounts_read
from units import units

SITES = ("qinghe", "jinlan", "jiangting")


class Estate:
    """Hands out units, jobs, technicians and times so that nothing collides."""

    def __init__(self, people):
        self.people = people
        self.dice = random.Random("teyue play")
        self.units = {site: self.dice.sample(units(site), len(units(site))) for site in SITES}
        self.jobs = {site: self.dice.sample(jobs, len(jobs)) for site, jobs in zip(SITES, (HOMES, HOMES, SHOPS))}
        self.turn = {}
        self.booked = {}
        self.now = people.now().replace(second=0, microsecond=0)
        self.orders = []

    def at_work(self):
        """A window that has begun: for visits that are over or going on."""
        return window(self.now - timedelta(minutes=30), 2.5)

    def later_today(self):
        return window(self.now + timedelta(hours=2), 2)

    def coming(self, tec):
        """The technician's next free window, from tomorrow morning on: four a day."""
        nth = self.booked[tec] = self.booked.get(tec, -1) + 1
        day, slot = divmod(nth, 4)
        begin = self.now.replace(hour=(9, 11, 14, 16)[slot], minute=0) + timedelta(days=1 + day)
        return window(begin, 1.5)

    def next_of(self, key, things):
        nth = self.turn[key] = self.turn.get(key, -1) + 1
        return things[nth % len(things)]

    def order(self, site=None, tec=None, when=None):
        """A new order nobody has taken yet. when: "work", "today", "any"; else a window in the next days."""
        site = site or self.next_of("site", SITES)
        unit = self.units[site].pop()
        teams = [team for team in TEAMS[site] if tec in team[1]] if tec else TEAMS[site]
        job = self.next_of(site, self.jobs[site])
        while not any(job[0] in team[2] for team in teams):
            job = self.next_of(site, self.jobs[site])
        team = next(team for team in teams if job[0] in team[2])
        tec = tec or self.next_of(team[0], team[1])
        when = {"work": self.at_work, "today": self.later_today, "any": lambda: "any"}.get(when, lambda: self.coming(tec))()
        order = Order(self.people, unit, job, team, tec, when)
        self.orders.append(order)
        return order


# ---- before the form ----


def drafts(estate):
    """Taken, quoted, explained; asked of the region, answered and refused there; declined."""
    for step in ("create", "create", "create", "quote", "quote", "explain", "explain"):
        estate.order().upto(step)
    for reason in ("客户觉得价格高", "客户决定自己处理", "客户要再和家人商量", "客户已找别家"):
        order = estate.order().upto("explain")
        order.do(order.cam, "order.decline", reason=reason)


def prices(estate):
    """Price requests in each state: outside the book, and other than the book's price."""
    people = estate.people
    for site, wish in (("qinghe", "安装智能门铃"), ("jiangting", "更换门头灯箱"), ("jiangting", "安装卷帘门电机"),
                       ("jinlan", "加装净水器")):
        estate.order(site).create(no_item=wish)
    for site, wish, name, price in (("jiangting", "拆装洗碗机", "洗碗机拆装", "120.00"), ("qinghe", "安装投影仪支架", "投影仪支架安装", "80.00")):
        order = estate.order(site)
        order.create(no_item=wish)
        order.do(order.approver, "price.approve", name=name, unit="台", price=price, note="参照同类项目")
        value = next(row["value"] for row in people.rows(order.cam, "price.mine") if row["id"] == order.id)
        order.quote(f"{value}*1")
        order.after("quote").upto("dispatch")
    order = estate.order("jiangting")
    order.create(no_item="代购并安装空调")
    order.do(order.approver, "price.refuse", reason="不代购设备,请客户自购后按安装项目报价")
    order = estate.order("qinghe")
    order.create(no_item="搬运家具")
    order.do(order.cam, "price.withdraw", reason="客户自己处理了")
    order = estate.order("jinlan", tec="luobin").upto("quote")
    item = order.job[2].split("*")[0]
    order.do(order.cam, "price.ask", kind="deviation", wish=f"{item} 位置高,需搭架", item=item, price="90.00", reason="高空作业")


# ---- dispatched, planned, agreed ----


def dispatched(estate):
    for step in ("consent", "consent", "consent", "consent", "dispatch", "dispatch", "dispatch", "dispatch",
                 "acknowledge", "acknowledge", "acknowledge", "acknowledge"):
        estate.order().upto(step)
    estate.order(when="any").upto("acknowledge")
    order = estate.order().upto("dispatch")
    order.do(order.sup, "order.return", reason="地址有误,请核对")
    order = estate.order().upto("consent")
    order.agree(estate.coming(order.tec))
    order = estate.order("qinghe", tec="zhoulei").upto("consent")
    order.enter()
    order.quote(order.job[2].split("*")[0] + "*2")  # R5.3.2-3: the change voids the consent, the entry is to be corrected
    order.after("quote").upto("consent")
    order = estate.order("jinlan", tec="luobin").upto("acknowledge")
    order.quote(order.job[2].split("*")[0] + "*3")  # waits for the customer's word


def agreeing(estate):
    for reason in ("当天人手已满", "需等配件到货", "实施人当天请假"):
        order = estate.order().upto("acknowledge")
        order.propose(estate.coming(order.tec), reason)
    order = estate.order().upto("acknowledge")
    order.propose(estate.coming(order.tec), "当天人手已满")
    order.do(order.cam, "time.reject", reason="客户那天不在家")
    order = estate.order().upto("acknowledge")
    when = estate.coming(order.tec)
    order.propose(when, "上午另有安排")
    order.do(order.cam, "time.agree", window=when, channel="phone", at=iso(order.people.now()), **{"with": order.unit.contact})
    for cause, note in (("customer_absent", "按门铃三次无人应"), ("materials", "客户买的水龙头型号不符")):
        order = estate.order(when="work").upto("arrive")
        order.do(order.tec, "visit.fail", cause=cause, note=note)
    order = estate.order(when="work").upto("start")
    order.do(order.tec, "visit.fail", cause="company", note="缺专用工具,需另约")


def scheduled(estate):
    for tec in ("zhoulei", "wuqiang", "sunhao", "luobin", "liangwei", "songjie", "pengfei", "zengkai"):
        estate.order(site_of(tec), tec).upto("assign")
    for tec in ("zhoulei", "wuqiang", "luobin", "pengfei"):
        estate.order(site_of(tec), tec, "today").upto("assign")


def site_of(tec):
    return next(site for site, teams in TEAMS.items() if any(tec in team[1] for team in teams))


# ---- accepted and after ----


def accepted(estate):
    """The signed form, the entries and the follow-up at each of their steps."""
    for step in ("depart", "depart", "depart", "receive", "enter"):
        estate.order(when="work").upto(step)
    order = estate.order(when="work").upto("depart")
    for outcome in ("no_answer", "busy"):
        order.do(order.cam, "followup.attempt", outcome=outcome, at=iso(order.people.now()))
    order = estate.order(when="work").upto("depart")
    order.do(order.tec, "form.lose", reason="途中淋雨损坏")
    order = estate.order(when="work").upto("depart")
    order.do(order.tec, "form.lose", reason="装袋时遗失")
    order.do(order.cam, "form.reprint")
    order = estate.order(when="work").upto("depart")
    order.do(order.tec, "form.lose", reason="工具包一并遗失")
    order.do(order.pm, "form.waive", reason="客户已书面确认,不再补签")
    order = estate.order(when="work").upto("depart")
    order.do(order.cam, "entry.enter", part=order.part(order.cam, "entry.enter", "E1"), no_reference="yes")
    order.do(order.cam, "entry.verify", part=order.part(order.cam, "entry.verify", "E1"))
    order.do(order.cam, "entry.fail", part=order.part(order.cam, "entry.fail", "E3"), reason="易软系统维护中")
    order = estate.order(when="work").upto("accept")
    order.depart(wish="卧室窗户关不严,也想看看")


def closed(estate):
    for _ in range(8):
        estate.order(when="work").upto("enter_last")


def cases(estate):
    """Manager's cases: refused twice, not signed, an unsatisfied follow-up; each before, during and after the manager's act."""
    for reason in ("仍有渗水", "还是没电"):
        twice_refused(estate.order(when="work"), reason)
    for cause, note in (("refuses", "客户称要等家人回来再签"), ("absent", "客户外出,电话不接")):
        unsigned(estate.order(when="work"), cause, note)

    order = twice_refused(estate.order(when="work"), "接口仍滴水")
    order.do(order.pm, "case.rework", who=order.sup, by=iso(order.people.now() + timedelta(days=1)), reason="主管带队再返工一次")
    order.agree(estate.coming(order.tec))
    order.after("acknowledge").upto("assign")

    order = unsigned(estate.order(when="work"), "absent", "客户出差,委托邻居看过")
    order.do(order.pm, "case.accept", evidence="邻居书面确认、完工照片", reason="客户电话认可")
    contact(order)
    order.after("receive").upto("enter_last")

    for _ in range(2):
        order = twice_refused(estate.order(when="work"), "客户要求退单")
        order.do(order.pm, "case.end", reason="与客户协商一致,不再收费")

    for words in ("修完第二天又滴水", "师傅说话太大声"):
        order = estate.order(when="work").upto("enter")
        order.follow("unsatisfied", words=words, conduct="noise" if "大声" in words else "none")
        order.after("follow").upto("enter_last")
    order.do(order.pm, "case.act", what="当面道歉并培训", who=order.sup, by=iso(order.people.now() + timedelta(days=2)))
    order = estate.order(when="work").upto("enter")
    order.follow("unsatisfied", words="漆面有色差")
    order.after("follow").upto("enter_last")
    order.do(order.pm, "case.act", what="补刷一遍", who=order.sup, by=iso(order.people.now() + timedelta(days=1)))
    contact(order)

    order = unhappy(estate.order(when="work"))
    order.do(order.pm, "case.relief", item=order.job[2].split("*")[0], price="5.00", reason="等候过久,减免部分费用")
    order = unhappy(estate.order(when="work"))
    order.do(order.pm, "case.rework", who=order.sup, by=iso(order.people.now() + timedelta(days=1)), reason="客户要求重做收边")
    order.agree(estate.at_work())
    order.after("acknowledge").upto("depart")
    order = unhappy(estate.order(when="work"))
    order.do(order.pm, "case.remedy", what="赠送一次入户保洁", reason="等候过久")
    contact(order)
    order.after("depart").upto("enter_last")


def twice_refused(order, reason):
    order.upto("finish")
    order.refuse(reason, "now")
    order.answer()
    order.finish()
    order.refuse(reason, "later")
    return order


def unsigned(order, cause, note):
    order.upto("finish")
    order.do(order.tec, "round.unsigned", cause=cause, note=note)
    return order


def unhappy(order):
    """Accepted, but dissatisfied with something else than the quality: the manager hears of it."""
    order.upto("finish").accept("dissatisfied_other")
    return order.after("accept").upto("depart")


def contact(order):
    order.do(order.pm, "case.close", view="accepts", channel="phone", at=iso(order.people.now()), **{"with": order.unit.contact})


def claims(estate):
    talks = (
        (),
        (("claim.step", {"what": "已上门查看,答应按原样修复"}),),
        (("claim.step", {"what": "客户同意折价"}), ("claim.settle", {"amount": "150.00", "form": "money"})),
        (("claim.drop", {"reason": "客户查明为旧损"}),),
    )
    for steps in talks:
        order = estate.order(when="work").upto("accept")
        order.do(order.tec, "claim.open", what="搬动时碰掉一角台面", at=iso(order.people.now()), evidence="已拍照")
        order.upto("enter_last")
        for action, args in steps:
            if action == "claim.settle":
                args = {**args, "day": f"{order.people.now():%Y-%m-%d}", "signed_by": order.unit.contact}
            order.do(order.pm, action, **args)


def cancelled(estate):
    for step, reason in (("consent", "客户改期到下月再说"), ("dispatch", "客户自己修好了"), ("acknowledge", "客户搬走")):
        order = estate.order().upto(step)
        order.do(order.cam, "order.cancel", reason=reason)
    order = estate.order().upto("acknowledge")
    order.propose(estate.coming(order.tec), "等配件")
    order.do(order.cam, "order.cancel", reason="客户不愿等")
    order = estate.order(when="work").upto("finish")
    order.do(order.pm, "order.cancel", reason="客户与物业协商,整体改造时一并处理")
    order.do(order.tec, "visit.acknowledge")


# ---- beside orders ----


def relays(estate):
    """From guards and technicians: new, without a unit, closed, and taken as an order."""
    people = estate.people

    def relay(login, site, **args):
        unit = estate.units[site].pop() if "caller" not in args else None
        value = people.unit(login, unit.code) if unit else None
        return unit, people.do(login, "relay.create", unit=value, heard_at=iso(people.now()), **args)["id"]

    for login, site, wish in (("machao", "qinghe", "楼下业主说厨房漏水"), ("yangmei", "qinghe", "前台来电想换门锁"),
                              ("tangping", "jinlan", "业主散步时说灯坏了"), ("tiantian", "jiangting", "店家说地漏反味"),
                              ("zhoulei", "qinghe", "隔壁住户问能不能修纱窗")):
        relay(login, site, wish=wish, wanted="尽快")
    relay("machao", "qinghe", caller="一位穿蓝衣的女士", wish="家里跳闸", phone="13900000001")
    _, unplaced = relay("tangping", "jinlan", caller="张先生", wish="马桶漏水")
    unit = estate.units["jinlan"].pop()
    people.do("huangli", "relay.place", id=unplaced, unit=people.unit("huangli", unit.code))
    unit, doubled = relay("machao", "qinghe", wish="水管有响声")
    people.do(unit.cam, "relay.close", id=doubled, reason="公共管道,已转普通报修")
    for login, site in (("machao", "qinghe"), ("tiantian", "jiangting")):
        unit, heard = relay(login, site, wish="上门看看洗手盆")
        estate.units[site].append(unit)
        order = estate.order(site)
        order.create(source="relay", relay=heard)
        order.after("create").upto("explain")


def others(estate):
    """Deputies, incidents, a unit that changes hands."""
    people, do = estate.people, estate.people.do
    days = estate.now.replace(hour=9, minute=0) + timedelta(days=1)
    do("lijianming", "deputy.appoint", principal=people.id("liuyang"), acting=people.id("wangfang"), role="cam",
       window=window(estate.now, 8), reason="外出培训")
    do("hanxue", "deputy.appoint", principal=people.id("caoying"), acting=people.id("fengjuan"), role="cam",
       window=window(days, 72), reason="年休假")
    ended = do("huangli", "deputy.appoint", principal=people.id("linxiao"), acting=people.id("hemin"), role="cam",
               window=window(days, 24), reason="预计请假")["id"]
    do("huangli", "deputy.end", id=ended, reason="不请假了")
    reports = [
        do(login, "incident.report", kind=kind, what=what, happened_at=iso(people.now()))["id"]
        for login, kind, what in (("machao", "undispatched_work", "见师傅在二栋私自修水管,未见派单"),
                                  ("yangmei", "money_received", "客户塞给师傅一条烟,已退回"),
                                  ("machao", "other", "电梯厅施工围挡倒地"))
    ]
    for report in reports[1:]:
        do("lijianming", "incident.act", id=report, what="已谈话核实")
    do("lijianming", "incident.close", id=reports[2], reason="已扶正加固")
    order = estate.order("qinghe").upto("consent")
    heir = "liuyang" if order.cam != "liuyang" else "chenjing"
    do("lijianming", "unit.handover", id=people.unit("lijianming", order.unit.code), cam=people.id(heir), **{"from": iso(people.now())},
       reason="管家调整楼栋")


# ---- last: what keeps technicians busy, and stop cards that wait for them ----


def at_work(estate):
    """One technician each: on the way, at the door, working, paused, finished, in the second round, signed but not gone."""
    estate.order("qinghe", "sunhao", "work").upto("leave")
    estate.order("jinlan", "luobin", "work").upto("arrive")
    order = estate.order("qinghe", "zhoulei", "work").upto("start")
    order.answer(but=3)
    order = estate.order("jinlan", "liangwei", "work").upto("start")
    order.do(order.tec, "visit.pause", reason="等客户买配件")
    estate.order("qinghe", "wuqiang", "work").upto("finish")
    order = estate.order("jinlan", "songjie", "work").upto("finish")
    order.refuse("收边不平整", "now")
    order = estate.order("jiangting", "pengfei", "work").upto("arrive")
    order.do(order.tec, "visit.differ", what="客户要求多换两处")
    estate.order("jiangting", "zengkai", "work").upto("accept")


def stop_cards(estate):
    order = estate.order("qinghe", "sunhao").upto("assign")
    order.do(order.cam, "order.cancel", reason="客户临时出差")
    for tec, other in (("luobin", "liangwei"), ("zengkai", "pengfei")):
        order = estate.order(site_of(tec), tec).upto("assign")
        when = estate.coming(other)
        order.agree(when)
        if tec == "zengkai":
            order.do(tec, "visit.acknowledge")
        order.tec = other
        order.assign()


STORIES = (drafts, prices, dispatched, agreeing, scheduled, accepted, closed, cases, claims, cancelled, relays, others, at_work,
           stop_cards)


def main():
    socket_path, accounts = sys.argv[1:]
    people = People(socket_path, accounts_read(accounts)[0])
    if any(people.rows(login, "order.list", limit=1) for login in ("lijianming", "huangli", "hanxue")):
        return
    estate = Estate(people)
    began = time.monotonic()
    for story in STORIES:
        story(estate)
    people.close()
    print(f"{len(estate.orders)} orders played in {time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    main()
