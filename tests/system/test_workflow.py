"""The workflow as it is printed: docs/workflow.md, the graph, the JSON, and the rows of the database, all from the same tables.

Run with: TEYUE_BIN=build/bin /usr/bin/python3 -m pytest tests/system/test_workflow.py
"""

import json
import re
import subprocess

import pytest
from cluster import Cluster
from daemon import ROOT, TEYUED, Daemon


def printed(form):
    done = subprocess.run([TEYUED, "workflow", form], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0 and not done.stderr, done.stderr
    return done.stdout


def test_the_document_is_what_the_daemon_prints():
    assert printed("md") == (ROOT / "docs" / "workflow.md").read_text(encoding="utf-8"), "teyued workflow md > docs/workflow.md"


def test_an_unknown_form_is_refused():
    done = subprocess.run([TEYUED, "workflow", "pdf"], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode != 0 and not done.stdout


def test_the_graph_is_whole():
    """Every edge joins two nodes that were declared, and every brace is closed."""
    graph = re.sub(r'"(?:[^"\\]|\\.)*"', lambda found: found.group().replace("{", "").replace("}", ""), printed("dot"))
    assert graph.startswith("digraph teyue {") and graph.count("{") == graph.count("}")
    nodes = set(re.findall(r'^\s*("[^"]*") \[', graph, re.M))
    edges = re.findall(r'^\s*("[^"]*") -> ("[^"]*")', graph, re.M)
    assert edges and {end for edge in edges for end in edge} <= nodes


def test_the_json_names_only_its_own_states():
    machine = json.loads(printed("json"))
    names = [lifecycle["name"] for lifecycle in machine["lifecycles"]]
    assert len(names) == len(set(names)) and {"order", "visit", "round", "followup", "relay"} <= set(names)
    assert all(state["zh"] and state["en"] for lifecycle in machine["lifecycles"] for state in lifecycle["states"])


@pytest.fixture(scope="module", name="cluster")
def cluster_fixture():
    with Cluster() as cluster, Daemon(cluster):
        yield cluster


@pytest.mark.parametrize("table", ["state", "transition"])
def test_the_database_holds_the_printed_rows(cluster, table):
    """Exactly them: a row too many would let the database accept a step that no rule knows."""
    lines = [line for line in printed("sql").splitlines() if line.startswith(f"insert into teyue.{table} ")]
    columns = re.match(r"insert into teyue\.\w+ \(([^)]*)\)", lines[0]).group(1)
    copy = f"create temp table printed (like teyue.{table} including all); " + "\n".join(
        line.replace(f"teyue.{table}", "printed", 1) for line in lines
    )
    differs = "select count(*) from (({0} except {1}) union all ({1} except {0})) d".format(
        f"select {columns} from printed", f"select {columns} from teyue.{table}"
    )
    assert cluster.psql(f"{copy} {differs}") == "0"
    assert int(cluster.psql(f"select count(*) from teyue.{table}")) > 20
