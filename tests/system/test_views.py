"""The daemon's views against hand-made rows: what each shows, to whom, and what it hides (RX-12, R5.3.3-2, R4.1.1-2).

Every view of server/db/sql/view is prepared as the daemon does and executed as the application role. No daemon is needed: the
states come from server/workflow/states.h, the rows from tests/data/views.sql. Run with /usr/bin/python3 -m pytest tests/system.
"""

import json
import re
from pathlib import Path

import psycopg2
import pytest

from cluster import Cluster

ROOT = Path(__file__).resolve().parents[2]
VIEWS = ROOT / "server/db/sql/view"

CAM, CAM2, SUP, TEC, TEC2, PM, TAR, FIN, TAD, STF, CAM_FAR, DEPUTY, SUP2, ADM, TEC_HOME, TAR3 = range(1, 17)
PHONE, MASKED = "13812341234", "138****1234"
REPLY_BYTES_MAX = 131072  # server/request.h: a view's page must fit


@pytest.fixture(scope="session")
def cluster():
    with Cluster() as private:
        yield private


def connect(cluster, user, database):
    connection = psycopg2.connect(host=str(cluster.home), user=user, dbname=database)
    connection.autocommit = True
    connection.cursor().execute("set search_path = teyue, public")
    return connection


def states():
    """Rows for table state, read from the header that is their only source."""
    text = (ROOT / "server/workflow/states.h").read_text(encoding="utf-8")
    rows = re.findall(r'X\((\w+), \w+, "(\w+)", "([^"]+)", "([^"]+)", (\w+), ([01])\)', text)
    assert len(rows) > 60
    return [(l.lower(), n, zh, en, owner.lower(), final == "1") for l, n, zh, en, owner, final in rows]


def furnish(cluster, database):
    """The schema, the states and the hand-made rows; the owner's connection."""
    cluster.psql(f"create database {database} owner teyue_owner", database="postgres")
    for file in sorted((ROOT / "schema").glob("0*.sql")):
        cluster.psql(file.read_text(encoding="utf-8"), database=database, user="teyue_owner")
    owner = connect(cluster, "teyue_owner", database)
    cursor = owner.cursor()
    cursor.executemany("insert into state values (%s, %s, %s, %s, %s, %s)", states())
    cursor.execute((ROOT / "tests/data/views.sql").read_text(encoding="utf-8"))
    return owner


@pytest.fixture(scope="session")
def estate(cluster):
    owner = furnish(cluster, "estate")
    yield owner
    owner.close()


class Views:
    """Calls views as the daemon does: prepared once, parameters in the order their heads name them."""

    def __init__(self, connection):
        self.connection = connection
        self.cursor = connection.cursor()
        self.prepared = {}
        self.cursor.execute("select us(date_trunc('day', now()) + interval '10 hours')")
        self.now = self.cursor.fetchone()[0]

    def prepare(self, view):
        if view not in self.prepared:
            text = (VIEWS / f"{view}.sql").read_text(encoding="utf-8")
            self.cursor.execute(f'prepare "{view}" as {text}')
            self.prepared[view] = re.search(r"^-- args: (.*)$", text, re.M).group(1).split()
        return self.prepared[view]

    def rows(self, view, user, lang="zh", **given):
        values = []
        for word in self.prepare(view):
            name, kind = word.split(":")
            known = {"user": user, "lang": lang, "now": self.now}
            values.append(known[kind] if not name else given.pop(name, kind.split("=")[1] if "=" in kind else None))
        assert not given, f"{view} has no argument {given}"
        self.cursor.execute(f'execute "{view}" ({", ".join(["%s"] * len(values))})', [None if v is None else str(v) for v in values])
        self.found = self.cursor.fetchall()
        return [json.loads(row[0]) for row in self.found]

    def one(self, view, user, **given):
        rows = self.rows(view, user, **given)
        assert len(rows) == 1, f"{view} for {user}: {len(rows)} rows"
        return rows[0]

    def lines(self, view, user, **given):
        """Values of a detail by label, joined."""
        found = {}
        for line in self.one(view, user, **given)["lines"]:
            found[line["label"]] = (found.get(line["label"], "") + " " + line["value"]).strip()
        return found


@pytest.fixture(scope="session")
def view(cluster, estate):
    return Views(connect(cluster, "teyue_app", "estate"))


def ids(rows):
    return [row["id"] for row in rows]


ALL = sorted(path.stem for path in VIEWS.glob("*.sql"))


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_view_runs_for_everybody(view, name, lang):
    required = {word.split(":")[0]: "1001" for word in view.prepare(name) if word.endswith((":id", ":text"))}
    for person in range(1, 17):
        for row in view.rows(name, person, lang, **required):
            assert isinstance(row, dict)


@pytest.mark.parametrize("name", ALL)
def test_heads(name):
    text = (VIEWS / f"{name}.sql").read_text(encoding="utf-8")
    for key in ("view", "who", "zh", "en", "args"):
        assert re.search(rf"^-- {key}: \S", text, re.M), key
    assert f"-- view: {name}\n" in text
    body = text[text.index("-- args:") :].split("\n", 1)[1]
    assert not re.search(r"select\s+\*|\.\*", body), "explicit columns only"
    used = {int(n) for n in re.findall(r"\$(\d+)", re.sub(r"'[^']*'", "''", body))}
    assert used == set(range(1, len(re.search(r"^-- args: (.*)$", text, re.M).group(1).split()) + 1))


# --- who sees which orders ---


def test_queue_is_own_open_orders_by_due(view):
    """R4.1.1-2: none of the open orders of one's units is missing, and none of another's is there."""
    rows = view.rows("order.queue", CAM)
    assert ids(rows) == [1001, 1005, 1004, 1008]
    assert [r["mark"] for r in rows] == ["!", "!", "", "*"]
    assert rows[0]["role"] == "overdue" and rows[0]["item"] == "更换普通水龙头 x2" and rows[0]["tec"] == "李强"
    assert rows[1]["state_label"] == "待回访" and rows[0]["state_label"] == "服务中"
    assert ids(view.rows("order.queue", CAM2)) == [1003], "a deputy's window that has not begun gives nothing"
    assert ids(view.rows("order.queue", DEPUTY)) == [1003], "the acting account manager sees the principal's"
    assert ids(view.rows("order.queue", CAM_FAR)) == [1007]
    for person in (SUP, TEC, PM, TAR, STF, ADM):
        assert view.rows("order.queue", person) == []


def test_queue_pages(view):
    first = view.rows("order.queue", CAM, limit=3)
    after = view.found[-1][1]
    assert ids(first) + ids(view.rows("order.queue", CAM, limit=3, after=after)) == [1001, 1005, 1004, 1008]


def test_times_carry_the_sites_offset(view):
    assert view.rows("order.queue", CAM)[0]["due"].endswith("+08:00")


def test_list_covers_the_scope(view):
    site = [1008, 1006, 1005, 1004, 1003, 1002, 1001]
    assert ids(view.rows("order.list", CAM)) == site, "others' orders of the site may be looked at"
    assert ids(view.rows("order.list", PM)) == site and ids(view.rows("order.list", TAR)) == site and ids(view.rows("order.list", FIN)) == site
    assert ids(view.rows("order.list", TAD)) == [1008, 1007] + site[1:]
    assert ids(view.rows("order.list", SUP)) == [1008, 1005, 1003, 1002, 1001], "dispatched to the department"
    assert ids(view.rows("order.list", SUP2)) == [1008, 1005, 1003, 1002, 1001], "as a deputy of the department"
    assert ids(view.rows("order.list", CAM_FAR)) == [1007] == ids(view.rows("order.list", TAR3))
    for person in (TEC, STF, ADM):
        assert view.rows("order.list", person) == []


def test_list_filters(view):
    assert ids(view.rows("order.list", TAD, state="closed")) == [1002]
    assert ids(view.rows("order.list", TAD, q="00003")) == [1003]
    assert ids(view.rows("order.list", TAD, q="欧阳")) == [1006, 1004]
    assert ids(view.rows("order.list", TAD, site="yulan")) == [1007]
    assert ids(view.rows("order.list", PM, open="yes")) == [1008, 1005, 1004, 1003, 1001]
    first = view.rows("order.list", PM, limit=4)
    assert ids(first) + ids(view.rows("order.list", PM, after=view.found[-1][1])) == ids(view.rows("order.list", PM))


def test_detail_is_refused_outside_the_scope(view):
    for person in (STF, ADM, CAM_FAR, TAR3, TEC_HOME):
        for name in ("order.show", "order.history", "order.say", "checklist.show"):
            assert view.rows(name, person, id=1001) == [], (name, person)
    assert view.rows("order.show", SUP, id=1004) == [], "not dispatched to the department"
    assert view.rows("order.show", TEC2, id=1001) == [], "another technician's order"


def test_detail_by_form_number(view):
    assert view.one("order.show", CAM, id="JS-2026-00001")["id"] == 1001


# --- RX-12 ---


def phones(view, person, order):
    text = json.dumps(view.rows("order.show", person, id=order), ensure_ascii=False)
    return PHONE in text, MASKED in text


def test_phone_is_shown_to_the_account_manager_and_the_technician(view):
    """RX-12."""
    assert phones(view, CAM, 1001) == (True, False)
    assert phones(view, TEC, 1001) == (True, False)
    for person in (CAM2, SUP, PM, TAR, FIN, TAD, DEPUTY):
        assert phones(view, person, 1001) == (False, True), person
    assert "13777778888" in json.dumps(view.one("order.show", DEPUTY, id=1003)), "the acting account manager calls the customer"


def test_contact_is_masked_for_the_technician_after_close(view):
    """RX-12."""
    shown = view.one("order.show", TEC, id=1002)
    assert shown["phone"] == MASKED and shown["contact"] == "张**"
    assert "张建国" not in json.dumps(shown, ensure_ascii=False), "nor in the acceptance, nor in the history"
    assert "张建国" not in json.dumps(view.rows("order.history", TEC, id=1002), ensure_ascii=False)
    assert phones(view, CAM, 1002) == (True, False)


def test_a_stop_card_shows_no_contact(view):
    """RX-12, R5.4.1-3: taken from him, the order is not his own any more."""
    assert phones(view, TEC, 1008) == (False, True)
    assert phones(view, TEC2, 1008) == (True, False)
    cards = {row["id"]: row for row in view.rows("job.list", TEC)}
    assert cards[1008]["mark"] == "!" and cards[1008]["contact"] == "张**" and cards[1001]["contact"] == "张建国"
    assert ids(view.rows("job.list", TEC)) == [1008, 1001], "stop cards first; last week's visit is not today's"
    assert PHONE not in json.dumps(view.rows("job.list", TEC))


def test_lists_hold_no_phone_but_the_board(view):
    for name in ("order.queue", "order.list", "dispatch.list", "job.list", "technician.day", "case.list", "price.list", "unit.list"):
        for person in range(1, 17):
            assert not re.search(r"1\d{10}", json.dumps(view.rows(name, person))), (name, person)
    assert all(row["phone"] == PHONE for row in view.rows("followup.board", CAM))


def test_unit_find_gives_contact_data_to_its_account_manager_only(view):
    """RX-12, R5.3.1-1."""
    own = view.one("unit.find", CAM, q="3-2-1204")
    assert own["fill"] == {"contact": "张建国", "phone": PHONE, "relation": "业主"} and own["value"] == "100"
    shown = "\n".join(own["show"])
    for said in ("在办 JS-2026-00001", "索赔 JS-2026-00001", "欠费 55.00", "近期"):
        assert said in shown
    for person in (CAM2, STF, TEC, PM, SUP):
        other = view.one("unit.find", person, q="3-2-1204")
        assert "fill" not in other and "show" not in other
        assert PHONE not in json.dumps(other) and "张建国" not in json.dumps(other, ensure_ascii=False)


# --- finding ---


@pytest.mark.parametrize(
    "q, codes",
    [("3-2-1204", ["3-2-1204"]), ("3-2", ["3-2-1204", "3-2-1205"]), ("321204", ["3-2-1204"]), ("1234", ["3-2-1204"]), ("341234", ["3-2-1204"]),
     ("zjg", ["3-2-1204"]), ("zxm", ["3-2-1204"]), ("zy", ["5-1-0802"]), ("cy", ["5-1-0802"]), ("欧阳", ["3-2-1205"]), ("123", []), ("9", []), ("%", []), ("", [])],
)
def test_unit_is_found_as_people_type_it(view, q, codes):
    assert [row["label"] for row in view.rows("unit.find", CAM, q=q)] == codes


def test_the_found_contact_is_the_one_filled_in(view):
    assert view.one("unit.find", CAM, q="zxm")["fill"]["contact"] == "张小妹"


def found(view, q, **more):
    return [row["value"] for row in view.rows("tariff.find", CAM, q=q, **more)]


def test_tariff_is_found_by_code_hanzi_and_initials(view):
    assert found(view, "a-28") == ["A-28"]
    assert found(view, "龙头") == ["A-28", "A-29", "A-30"], "what one quoted lately comes first"
    assert found(view, "水龙头") == ["A-28", "A-29"], "of one rank, what one quoted lately comes first"
    assert found(view, "hslt") == ["A-29", "A-28", "A-30"][:len(found(view, "hslt"))]
    assert found(view, "hslt")[0] == "A-29" and "A-28" in found(view, "hslt"), "a prefix before letters in between"
    assert found(view, "hsjl") == ["A-30"] and found(view, "zzz") == []
    assert found(view, "_") == [] and found(view, "%") == []


def test_tariff_is_the_book_in_force_for_the_site(view):
    """R5.2.3-1, R4.2.1-3, A24."""
    row = view.one("tariff.find", CAM, q="A-28")
    assert row["label"] == "更换普通水龙头" and row["hint"].startswith("5元/只") and row["unit"] == "只" and "业主自购" in row["hint"]
    assert view.one("tariff.find", CAM_FAR, q="A-28")["hint"] == "9元/只"
    assert view.rows("tariff.find", SUP, q="A-28") == []


def test_tariff_says_what_a_line_still_needs(view):
    row = view.one("tariff.find", CAM, q="A-29")
    assert (row["ask"], row["low"], row["high"]) == ("price", 2000, 4000)
    assert view.one("tariff.find", CAM, q="B-01")["ask"] == "second" and "ask" not in view.one("tariff.find", CAM, q="A-28")


def test_tariff_of_an_order_holds_its_class_and_its_approved_prices(view):
    """RX-11, R5.2.4-3."""
    rows = view.rows("tariff.find", CAM, id=1004)
    assert rows[0]["value"] == "#2020" and rows[0]["low"] == 3300 and rows[0]["label"] == "定做铜接头"
    assert {row["value"] for row in rows[1:]} == {"A-28", "A-29", "A-30"}
    assert all(not row["value"].startswith("#") for row in view.rows("tariff.find", CAM, id=1001))


PRICES = [
    ("fixed 5000; increment 100", "次", "50元/次,不足1次按1次计", "¥50/次, part of 1 次 counts as 1 次"),
    ("range 5000-8000; minimum 6000", "次", "50-80元/次,最低60元", "¥50-80/次, at least ¥60"),
    ("tiers 10000:flat 8000, 20000:unit 60, *:unit 50", "平方米", "100平方米以内80元,200平方米以内0.6元/平方米,以上0.5元/平方米",
     "up to 100 平方米 ¥80 in all, up to 200 平方米 ¥0.6/平方米, above ¥0.5/平方米"),
    ("perhour 505; increment 100", "", "5.05元/人·小时,不足1小时按1小时计", "¥5.05/person and hour, part of 1 hour counts as 1 hour"),
    ("free", "盏", "免费", "free"), ("request", "", "面议", "on request"), ("measured 60", "", "0.6元", "¥0.6"),
]


@pytest.mark.parametrize("notation, unit, zh, en", PRICES)
def test_price_words_are_those_of_price_for_people(estate, notation, unit, zh, en):
    cursor = estate.cursor()
    cursor.execute("select price_words('zh', %s, %s), price_words('en', %s, %s)", (notation, unit, notation, unit))
    assert cursor.fetchone() == (zh, en)


def test_classes_and_departments(view):
    assert [row["value"] for row in view.rows("class.list", CAM)] == ["power", "water", "home"], "the counter's class is no visit"
    assert [row["label"] for row in view.rows("department.list", CAM, id=1001)] == ["工程部"]
    assert view.rows("department.list", CAM, "en", id=1001)[0]["label"] == "Engineering"
    assert view.rows("department.list", CAM_FAR, id=1001) == []


# --- what is read out, and the detail ---


def test_say(view):
    """R5.3.2-1, R5.4.3-2: every line with its price, the total, and that the customer supplies the materials."""
    said = [row["text"] for row in view.rows("order.say", CAM, id=1001)]
    assert said[0].startswith("张先生,您好") and "锦穗花园" in said[0]
    assert said[1] == "更换普通水龙头,每只5.00元,2只,10.00元。"
    assert said[2].startswith("一共是10.00元") and "30天" in said[2]
    assert "材料由您自行采购" in said[3] and "水龙头 DN15 2" in said[4]
    english = [row["text"] for row in view.rows("order.say", CAM, "en", id=1001)]
    assert english[1] == "更换普通水龙头, ¥5.00 per 只, 2 只: ¥10.00." and english[2].startswith("That is ¥10.00 in all")
    assert view.rows("order.say", CAM2, id=1001) == [] and view.rows("order.say", CAM, id=1004) == []


def test_door_card_is_the_technicians(view):
    """R5.5.2-1, R5.5.3-1, R5.4.2-2."""
    said = [row["text"] for row in view.rows("order.door", TEC, id=1001)]
    assert "鞋套" in said[0] and "张建国先生" in said[1] and said[2].endswith("家里有老人")
    assert view.rows("order.door", TEC, id=1002) == [] and view.rows("order.door", TEC2, id=1001) == []


def test_detail_shows_every_track(view):
    lines = view.lines("order.show", CAM, id=1001)
    assert lines["项目"] == "A-28 更换普通水龙头 5元/只 x2只 10.00元" and lines["合计"].startswith("10.00元 第1版")
    assert "电话 张建国 业主 王芳" in lines["客户同意"] and "李强" in lines["上门"] and "准时" in lines["上门"]
    assert "2/3" in lines["作业清单"] and "瓷砖裂了一块" in lines["索赔"] and lines["特别交代"] == "家里有老人"
    assert "E1 数字家园" in lines["外部录入"] and "JS-2026-00005" in lines["该户在办"] and lines["该户欠费"] == "55.00"
    english = view.lines("order.show", CAM, lang="en", id=1001)
    assert english["Total"].startswith("¥10.00 revision 1") and not re.search("[一-龥]", "".join(english))
    history = view.one("order.show", CAM, id=1001)["history"]
    assert [h["text"] for h in history][:3] == ["受理登记", "说明收费标准 电话", "客户同意 电话 张建国 业主"]
    assert history[0]["who"] == "王芳"
    assert "该户在办" not in view.lines("order.show", PM, id=1001)


def test_detail_of_follow_up(view):
    lines = view.lines("order.show", CAM, id=1005)
    assert "待回访" in lines["回访"] and "未联系上2次" in lines["回访"] and "回访不满意" in lines["事项"] and "迟到12分" in lines["上门"]


def test_history_pages(view):
    assert [row["version"] for row in view.rows("order.history", CAM, id=1001, limit=4)] == [1, 2, 3, 4]
    assert [row["version"] for row in view.rows("order.history", CAM, id=1001, after=4)] == [5, 6]


# --- dispatching and work ---


def test_dispatch_list(view):
    """R5.4.1-1, R5.4.1-2."""
    rows = view.rows("dispatch.list", SUP)
    assert ids(rows) == [1003, 1008, 1001, 1005] and rows[0]["mark"] == "!" and rows[0]["state_label"] == "待接单"
    assert ids(view.rows("dispatch.list", SUP2)) == ids(rows), "the acting supervisor"
    assert view.rows("dispatch.list", TEC) == [] and view.rows("dispatch.list", CAM) == []
    half = view.rows("dispatch.list", SUP, limit=2)
    assert ids(half) + ids(view.rows("dispatch.list", SUP, after=view.found[-1][1])) == ids(rows)


def test_what_rang_stays_overdue_until_done(view):
    """R5.7.2-5, R5.4.1-2: a clock that has rung is not forgotten, and one that was met is."""
    assert view.rows("dispatch.list", SUP)[0]["due_label"] == "主管接单"
    assert {row["id"]: row["due_label"] for row in view.rows("order.queue", CAM)} == {1001: "录入E1", 1004: "区域批价", 1005: "经理首次处理", 1008: "上门"}


def test_free_technicians(view):
    """R5.4.1-9: who has how much to do that day and where the next free slots are."""
    rows = {row["label"]: row for row in view.rows("technician.free", SUP, id=1003)}
    assert set(rows) == {"李强", "周涛"}
    assert rows["李强"]["visits"] == 1 and "空档 10:00-11:00 12:00-18:00" in rows["李强"]["hint"]
    assert rows["周涛"]["visits"] == 1 and "空档 10:00-15:00 16:00-18:00" in rows["周涛"]["hint"]
    assert rows["李强"]["free"][0]["from"].endswith("10:00:00+08:00")
    assert view.rows("technician.free", SUP, id=1004) == [] and view.rows("technician.free", TEC, id=1003) == []
    other = {row["label"]: row for row in view.rows("technician.free", SUP, id=1003, day="2099-01-02")}
    assert other["李强"]["visits"] == 0 and "空档 08:00-18:00" in other["李强"]["hint"]


def test_day(view):
    rows = view.rows("technician.day", SUP)
    assert [(row["tec"], row["id"]) for row in rows] == sorted((("李强", 1001), ("李强", 1008), ("周涛", 1008)), key=lambda r: r[0])
    assert {row["tec"] for row in view.rows("technician.day", SUP, day="2099-01-02")} == {"李强", "周涛"}


def test_checklist(view):
    """R5.4.2-1."""
    rows = view.rows("checklist.show", TEC, id=1001)
    assert [(r["value"], r["answer"], r["word"]) for r in rows] == [("power_off", "yes", ""), ("floor", "na", "毛坯"), ("clean", "", "")]


# --- after the work ---


def test_board_by_time_left(view):
    """R5.6.1-5, R5.7.1-1, R5.7.2-5."""
    rows = view.rows("followup.board", CAM)
    assert {row["part"] for row in rows} == {2031, 2032, 2034} and all(row["id"] == 1005 for row in rows)
    calls = [row for row in rows if row["part"] == 2034]
    assert calls[0]["attempts"] == 2 and "已试2次" in calls[0]["what"] and calls[0]["role"] == "warn"
    assert view.rows("followup.board", CAM2) == []


def test_entries(view):
    assert [row["part"] for row in view.rows("entry.list", CAM)] == [2004, 2032]
    assert view.rows("entry.list", CAM)[0]["role"] == "overdue" and view.rows("entry.list", PM) == []


def test_cases_claims_incidents(view):
    """R5.6.3-1, R5.6.4-1, R5.3.2-11: all that waits for the manager, in one list."""
    rows = view.rows("case.list", PM)
    assert [(row["kind"], row["id"]) for row in rows] == [("case", 1005), ("claim", 1001), ("incident", 5001)]
    assert rows[0]["mark"] == "!" and rows[0]["state_label"] == "待处理"
    for person in (CAM, SUP, TEC, TAR, STF):
        assert view.rows("case.list", person) == []


def test_price_requests_go_to_who_may_approve(view):
    """R5.2.3-3, A24: Chengdu uses the division's book, so the division answers."""
    rows = view.rows("price.list", TAD)
    assert [row["part"] for row in rows] == [2021] and rows[0]["by"] == "王芳" and rows[0]["kind"] == "调价"
    assert view.rows("price.list", TAR) == [] and view.rows("price.list", TAR3) == [] and view.rows("price.list", PM) == []
    mine = view.rows("price.mine", CAM)
    assert [row["part"] for row in mine] == [2021, 2020] and mine[1]["value"] == "#2020"
    assert view.rows("price.mine", CAM2) == []


# --- relays, deputies, incidents, people ---


def test_a_relay_is_its_account_managers(view):
    """R5.3.3-2: another account manager does not see it; one nobody took, or without a unit, is the manager's too."""
    assert ids(view.rows("relay.list", CAM)) == [3001] and view.rows("relay.list", CAM)[0]["phone"] == "13600005678"
    assert ids(view.rows("relay.list", CAM2)) == [3003] == ids(view.rows("relay.list", DEPUTY))
    assert ids(view.rows("relay.list", PM)) == [3002, 3003] and view.rows("relay.list", PM)[1]["mark"] == "!"
    for person in (STF, TEC, SUP, CAM_FAR, TAR):
        assert view.rows("relay.list", person) == []
    for person in (CAM2, DEPUTY, CAM_FAR, TEC, SUP):
        assert view.rows("relay.show", person, id=3001) == []


def test_a_relay_to_who_recorded_it(view):
    """R5.3.3-1, RX-12."""
    assert ids(view.rows("relay.mine", STF)) == [3002, 3001] and ids(view.rows("relay.mine", TEC)) == [3003]
    assert "136****5678" in json.dumps(view.one("relay.show", STF, id=3001))
    assert "13600005678" in json.dumps(view.one("relay.show", CAM, id=3001))
    assert view.one("relay.show", CAM, id=3001)["fill"]["wish"] == "水龙头滴水"
    assert "13600001111" in json.dumps(view.one("relay.show", PM, id=3002)), "who must find the unit may call"


def test_phone_of_relays_in_lists(view):
    rows = {row["id"]: row for row in view.rows("relay.list", PM)}
    assert rows[3003]["phone"] == "137****8888" and rows[3002]["phone"] == "13600001111"


def test_deputies(view):
    assert ids(view.rows("deputy.list", PM)) == [4003, 4002, 4001]
    assert ids(view.rows("deputy.list", DEPUTY)) == [4001] and view.rows("deputy.list", TEC) == []
    assert "钱多" in view.lines("deputy.show", PM, id=4001)["代理人"] and view.rows("deputy.show", TEC, id=4001) == []


def test_incidents(view):
    assert ids(view.rows("incident.list", PM)) == [5001] == ids(view.rows("incident.list", STF)) and view.rows("incident.list", CAM) == []
    assert view.lines("incident.show", PM, id=5001)["经过"] == "客户塞了红包" and view.rows("incident.show", CAM, id=5001) == []


def test_a_window_is_said_shortly(estate):
    cursor = estate.cursor()
    cursor.execute("""select window_said('zh', '2026-11-24 15:30/2026-11-24 16:00'), window_said('en', 'any'), window_said('zh', '2026-11-24 23:30/2026-11-25 01:00'),
        window_said('zh', '2026-11-24T15:30:00+08:00/2026-11-24T16:00:00+08:00')""")
    assert cursor.fetchone() == ("11-24 15:30-16:00", "any time", "11-24 23:30-11-25 01:00", "11-24 15:30-16:00")


def test_people_of_the_site(view):
    names = [row["label"] for row in view.rows("people.list", PM)]
    assert "王芳" in names and "赵敏" in names and "孙丽" not in names and "林静" not in names
    assert {row["label"] for row in view.rows("people.list", PM, role="cam")} == {"王芳", "陈晨", "钱多"}
    assert [row["login"] for row in view.rows("people.list", PM, q="wang")] == ["wangfang"]


def test_units(view):
    assert [row["unit"] for row in view.rows("unit.list", PM)] == ["3-2-1204", "3-2-1205", "5-1-0802"]
    assert view.rows("unit.list", PM, q="5")[0]["cam"] == "陈晨" and view.rows("unit.list", TEC) == []
    assert PHONE in view.lines("unit.show", CAM, id="100")["联系人"] and MASKED in view.lines("unit.show", PM, id="3-2-1204")["联系人"]
    assert view.rows("unit.show", CAM_FAR, id="100") == []
    first = view.rows("unit.list", PM, limit=2)
    assert ids(first) + ids(view.rows("unit.list", PM, after=view.found[-1][1])) == [100, 101, 102]


def test_rings(view):
    rows = view.rows("ring.list", CAM)
    assert [(row["id"], row["subject"]) for row in rows] == [(1008, 1008)] and rows[0]["unit"] == "3-2-1204" and rows[0]["text"] == "受理登记"
    assert view.rows("ring.list", TEC) == []


def test_me(view):
    assert "专属客户经理 锦穗花园" in view.lines("me.show", CAM)["岗位"] and "陈晨" in view.lines("me.show", DEPUTY)["代理"]


def test_counts_agree_with_the_screens(view):
    """R4.1.1-2: the number beside a title is the number of rows behind it."""
    lists = {"queue": "order.queue", "department": "dispatch.list", "followups": "followup.board", "entries": "entry.list", "relays": "relay.list",
             "cases": "case.list", "prices": "price.list", "rings": "ring.list"}
    for person in range(1, 17):
        counts = {row["screen"]: row for row in view.rows("counts.mine", person)}
        for screen, name in lists.items():
            assert counts.get(screen, {"count": 0})["count"] == len(view.rows(name, person)), (person, screen)
    assert {row["screen"]: row["overdue"] for row in view.rows("counts.mine", CAM)}["queue"] == 2


# --- size ---

CROWD = """
insert into person (id, login, name) overriding system value select i, 'cam' || i, '经理' || i from generate_series(101, 110) i;
insert into person (id, login, name) overriding system value select i, 'tec' || i, '技师' || i from generate_series(201, 220) i;
insert into person_grant (person, role, place, since) select i, 'tec', 20, '2020-01-01' from generate_series(201, 220) i;
insert into person_grant (person, role, place, since) select i, 'cam', 10, '2020-01-01' from generate_series(101, 110) i;
insert into unit (id, site, code) overriding system value select 1000 + i, 10, (i / 100 + 10) || '-1-' || (i % 100 + 1000) from generate_series(0, 1999) i;
insert into unit_cam (unit, person, during) select 1000 + i, 101 + i % 10, '[2020-01-01,)' from generate_series(0, 1999) i;
insert into contact (unit, name, phone, initials, main) select 1000 + i, '客户' || i, '139' || lpad((i * 7919 % 100000000)::text, 8, '0'),
       chr(97 + i % 26) || chr(97 + i / 26 % 26) || 'x', true from generate_series(0, 1999) i;
insert into orders (id, site, unit, state, is_open, version, no, class, contact, phone, source, wish, any_time, agreed, department, quote_rev, quote_fen, created_by, created_at, signed_at)
  select 100000 + i, 10, 1000 + i % 2000, case when i % 5 = 0 then 'serving' else 'closed' end, i % 5 = 0, 5, 'JS-2026-' || (10000 + i), 'water', '客户' || i % 2000, '13900000000',
         'phone', '更换卫生间的水龙头和角阀,业主要求下午以后上门', true, true, 20, 1, 1000, 101 + i % 10, now() - interval '1 minute' * (10000 - i), now() from generate_series(1, 10000) i;
insert into quote (subject, rev, made_at, made_by, fen, book) select 100000 + i, 1, now() - interval '1 minute' * (10000 - i), 101 + i % 10, 1000, 2 from generate_series(1, 10000) i;
insert into quote_line (subject, rev, line, item, code, name, unit, price, quantity, unit_fen, book_fen, fen, off_book)
  select 100000 + i, 1, 1, 2, 'A-28', '更换普通水龙头', '只', 'fixed 500', 200, 500, 500, 1000, false from generate_series(1, 10000) i;
insert into part (id, subject, lifecycle, state, live, person, from_at, to_at) select 200000 + i, 100000 + i, 'visit', 'departed', false, 201 + i % 20, now() - interval '1 hour' * (10000 - i), now() - interval '1 hour' * (9999 - i)
  from generate_series(1, 10000) i;
insert into part (id, subject, lifecycle, state, live, kind, to_at) select 300000 + i, 100000 + i, 'entry', 'open', i % 5 = 0, 'e1', now() from generate_series(1, 10000) i;
insert into deadline (subject, part, kind, due_at, is_open) select 100000 + i, 300000 + i, 'e1', now(), i % 5 = 0 from generate_series(1, 10000) i;
insert into event (subject, version, site, lifecycle, part, action, from_state, to_state, actor, happened_at, entered_at, data, data_digest, hash)
  select 100000 + i, v, 10, 'order', 100000 + i, 'order.create', '', 'draft', 1, now(), now(), '{}', '', '' from generate_series(1, 10000) i, generate_series(1, 5) v;
insert into item (id, book, code, class, name, unit, price, initials) overriding system value select 1000 + i, 2, 'X-' || i, 'water', '更换配件' || i, '只', 'fixed 1000', 'ghpj' || i from generate_series(1, 900) i;
analyze;
"""
BIG = ("orders", "part", "quote_line", "quote", "event", "deadline", "unit", "contact")


@pytest.fixture(scope="session")
def crowd(cluster):
    """10,000 orders at 2,000 units beside the hand-made ones."""
    owner = furnish(cluster, "crowd")
    owner.cursor().execute(CROWD)
    yield Views(connect(cluster, "teyue_app", "crowd"))
    owner.close()


@pytest.mark.parametrize("mode", ["force_custom_plan", "force_generic_plan"])
@pytest.mark.parametrize(
    "name, given, person",
    [("order.queue", {"limit": "50"}, 101), ("unit.find", {"q": "12-1-1003"}, 101), ("unit.find", {"q": "1234"}, 101), ("unit.find", {"q": "ab"}, 101),
     ("tariff.find", {"q": "ghpj12"}, 101), ("order.show", {"id": "100500"}, 101), ("order.history", {"id": "JS-2026-10500"}, 101),
     ("order.say", {"id": "100500"}, 101), ("job.list", {}, 201), ("followup.board", {}, 101), ("technician.free", {"id": "100500"}, 3)],
)
def test_big_tables_are_read_through_indexes(crowd, mode, name, given, person):
    """What one order, one unit or one person needs is not looked for in all of them."""
    crowd.cursor.execute(f"set plan_cache_mode = {mode}")
    crowd.rows(name, person, **given)
    values = crowd.cursor.query.decode()
    crowd.cursor.execute("explain (analyze, timing off) " + values)
    plan = "\n".join(row[0] for row in crowd.cursor.fetchall() if "never executed" not in row[0])
    crowd.cursor.execute("reset plan_cache_mode")
    scanned = [table for table in re.findall(r"Seq Scan on (\w+)", plan) if table in BIG]
    assert scanned == [], plan


@pytest.mark.parametrize("name, person", [("order.queue", 101), ("order.list", 6), ("dispatch.list", 3), ("followup.board", 101), ("entry.list", 101), ("unit.list", 6)])
def test_a_full_page_fits_a_reply(crowd, name, person):
    rows = crowd.rows(name, person, limit=200)
    assert len(rows) > 100
    assert sum(len(row[0].encode()) + 24 for row in crowd.found) < REPLY_BYTES_MAX


def test_pages_of_the_queue_join(crowd):
    """R4.1.1-2: every open order stands on exactly one page."""
    seen, after = [], None
    while True:
        rows = crowd.rows("order.queue", 101, limit=37, after=after)
        if not rows:
            break
        seen, after = seen + ids(rows), crowd.found[-1][1]
    crowd.cursor.execute("select count(*) from orders o join cam_now c on c.unit = o.unit where c.person = 101 and o.is_open")
    assert len(seen) == len(set(seen)) == crowd.cursor.fetchone()[0] > 100
