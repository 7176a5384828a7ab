"""One order of the demo and the steps it takes, each a real action of the person whose step it is."""

from datetime import timedelta

# site -> (supervisor, technicians, classes) of each department
TEAMS = {
    "qinghe": [("zhaogang", ["zhoulei", "wuqiang", "sunhao"], {"power", "water", "home"})],
    "jinlan": [("guojun", ["luobin", "liangwei"], {"power", "water"}), ("gaoxiang", ["songjie"], {"home"})],
    "jiangting": [("dengyong", ["pengfei", "zengkai"], {"power", "water", "home"})],
}
MANAGER = {"qinghe": "lijianming", "jinlan": "huangli", "jiangting": "hanxue"}
APPROVER = {"qinghe": "jianglin", "jinlan": "jianglin", "jiangting": "shentao"}

# class, wish, lines, the customer's materials; the residential sites are quoted from list b, the plaza from list a
HOMES = [
    ("water", "厨房水龙头漏水,想换新的", "B-2-28*1", "水龙头 DN15*1 个;生料带*1 卷"),
    ("water", "主卫马桶堵了", "B-2-04*1", None),
    ("water", "阳台地漏下水很慢", "B-2-06*1", None),
    ("water", "洗菜盆堵塞", "B-2-03*1", None),
    ("water", "水表旁边渗水", "B-2-08*1", None),
    ("power", "客厅一组插座没电", "B-2-25*1", None),
    ("power", "卧室换两个灯泡", "B-2-14*2", "LED 灯泡 9W*2 个"),
    ("power", "阳台装一盏吸顶灯", "B-1-10*1", "吸顶灯*1 盏"),
    ("power", "书房加一段线路", "B-1-17*3.5", "BV 电线 2.5 平方*10 米"),
    ("home", "抽油烟机吸力小,有异响", "B-2-09*1", None),
    ("home", "卫生间排风扇不转", "B-2-10*1", None),
    ("home", "客厅一面墙重新刷漆", "B-2-19*12.5", "乳胶漆*1 桶"),
    ("home", "入户门锁换新", "B-1-16*1", "门锁*1 把"),
]
SHOPS = [
    ("water", "后厨水龙头滴水", "A-28*1", "水龙头 DN15*1 个"),
    ("water", "卫生间地漏堵塞", "A-27*1@60", None),
    ("water", "洗手盆漏水", "A-30*1", None),
    ("power", "店内灯管坏了四支", "A-02*4", "LED 灯管 16W*4 支"),
    ("power", "总是跳闸,换空气开关", "A-08*1", "空气开关 32A*1 个"),
    ("power", "收银台插座线加长", "A-17*3.5", "电线*4 米"),
    ("home", "清洗空调尘网四块", "A-19*4", None),
    ("home", "排风扇拆下重装", "A-18-1*1", "排风扇*1 台"),
]


def iso(moment):
    return moment.isoformat()


def window(begin, hours):
    return f"{iso(begin)}/{iso(begin + timedelta(hours=hours))}"


class Order:
    """Who does what on one order. A step's name is the method's; upto() takes the steps of CHAIN in their order."""

    CHAIN = (
        "create quote explain consent dispatch acknowledge assign leave arrive start answer finish accept depart "
        "receive enter follow enter_last"
    ).split()

    def __init__(self, people, unit, job, team, tec, when):
        self.people, self.unit, self.job, self.tec, self.when = people, unit, job, tec, when
        self.cam, self.pm, self.sup = unit.cam, MANAGER[unit.site], team[0]
        self.approver = APPROVER[unit.site]
        self.id, self.no, self.taken = None, None, 0

    def do(self, login, action, **args):
        answer = self.people.do(login, action, id=self.id, **args)
        self.no = answer.get("no") or self.no
        return answer

    def upto(self, step):
        last = self.CHAIN.index(step)
        while self.taken <= last:
            name = self.CHAIN[self.taken]
            getattr(self, name)()
            self.taken = self.CHAIN.index(name) + 1
        return self

    def after(self, step):
        """The next upto() goes on behind that step: the order went back to where it had been."""
        self.taken = self.CHAIN.index(step) + 1
        return self

    def part(self, login, action, label=""):
        """The part a step can be done on now; label tells several apart."""
        for row in self.people.rows(login, "next", id=self.id):
            if row["action"] == action and row["allowed"] and label in (row.get("part_label") or ""):
                return row.get("part")
        raise LookupError(f"{action} {label} is not possible on {self.no or self.id}")

    # ---- the account manager ----

    def create(self, **more):
        args = {"source": "phone", **more}
        unit = self.people.unit(self.cam, self.unit.code)
        self.id = self.people.do(
            self.cam, "order.create", unit=unit, contact=self.unit.contact, phone=self.unit.phone, wish=self.job[1],
            own_area="own", contract_duty="no", wanted=self.when, **{"class": self.job[0]}, **args,
        )["id"]

    def quote(self, lines=None):
        self.do(self.cam, "order.quote", lines=lines or self.job[2], materials=self.job[3])

    def explain(self):
        self.do(self.cam, "order.explain", channel="phone")

    def consent(self):
        self.do(self.cam, "order.consent", channel="phone", speaker=self.unit.contact, relation=self.unit.relation,
                materials_told="yes")

    def dispatch(self):
        names = self.people.rows(self.cam, "department.list", id=self.id)
        self.do(self.cam, "order.dispatch", department=names[0]["value"])

    def receive(self):
        self.do(self.cam, "form.receive")

    def enter(self):
        """Every entry that is open now; a reference as the outside system gives one."""
        for row in self.people.rows(self.cam, "next", id=self.id):
            if row["action"] == "entry.enter" and row["allowed"]:
                self.do(self.cam, "entry.enter", part=row["part"], reference=f"SZ{row['part']}")

    enter_last = enter

    def follow(self, result="satisfied", **more):
        args = {"conduct": "none", **more}
        self.do(self.cam, "followup.record", method="phone", at=iso(self.people.now()), spoken_with=self.unit.contact, result=result,
                signature=self.people.passwords[self.cam], **args)

    def agree(self, when):
        self.when = when
        self.do(self.cam, "time.set", window=when, at=iso(self.people.now()), channel="phone", **{"with": self.unit.contact})

    # ---- the department ----

    def acknowledge(self):
        self.do(self.sup, "order.acknowledge")

    def assign(self):
        self.do(self.sup, "visit.assign", technician=self.people.id(self.tec), window=self.when)

    def propose(self, when, reason):
        self.do(self.sup, "time.propose", window=when, reason=reason)

    # ---- the technician ----

    def leave(self):
        ticks = dict.fromkeys("uniform greeting shoe_covers tool_kit cloth mat".split(), "yes")
        self.do(self.tec, "visit.leave", **ticks)

    def arrive(self, materials=None):
        self.do(self.tec, "visit.arrive", materials=materials or ("present" if self.job[3] else "none_needed"))

    def start(self):
        self.do(self.tec, "visit.start", wish_repeated="yes", mat_laid="yes")

    def answer(self, but=0):
        """Fills the checklist, all but the last few rows."""
        items = [row["value"] for row in self.people.rows(self.tec, "checklist.show", id=self.id)]
        self.do(self.tec, "checklist.answer", answers=";".join(f"{code}=yes" for code in items[: len(items) - but]))

    def finish(self):
        self.do(self.tec, "visit.finish", cleaned="yes", called="yes", demonstrated="yes")

    def accept(self, satisfaction="satisfied"):
        self.do(self.tec, "round.accept", tried="yes", satisfaction=satisfaction, signer=self.unit.contact,
                relation=self.unit.relation, signed_at=iso(self.people.now()))

    def refuse(self, reason, redo):
        self.do(self.tec, "round.refuse", reason=reason, apology="yes", redo=redo)

    def depart(self, wish=None):
        self.do(self.tec, "visit.depart", anything_else="yes" if wish else "no", wish=wish)
