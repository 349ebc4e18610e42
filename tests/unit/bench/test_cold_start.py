"""Cold start bench: the emulator's output, the packages, and the budgets in the table."""

import json
import sys
from pathlib import Path

import pytest

from bench.cold_start import BUILT, KEPT, RATIOS, ours, ratios, spread, table
from bench.emulator import Emulator, Package, read_init
from local.cloud.template import Template
from tests.programs import python_program

ROOT = Path(__file__).parents[3]
WELL = [
    "INIT START(type: on-demand, phase: init)\n",
    "INIT RTDONE(status: success)\n",
    "INIT REPORT(durationMs: 135.820000)\n",
    "REPORT RequestId: 1\tInit Duration: 0.04 ms\tDuration: 140.00 ms\n",
]


def test_the_first_init_is_read_and_not_the_reports_init_duration():
    assert read_init(WELL, "answer_call") == 135.82


def test_an_init_that_failed_is_no_number():
    failed = ["ImportError: nothing\n", "INIT RTDONE(status: error)\n", "INIT REPORT(durationMs: 9.0)\n", *WELL]
    with pytest.raises(RuntimeError, match=r"(?s)answer_call did not come up.*ImportError"):
        read_init(failed, "answer_call")


@pytest.mark.parametrize("lines", [[], WELL[:2], ["INIT REPORT(durationMs: 9.0)\n"]])
def test_an_emulator_that_dies_or_says_nothing_of_its_status_is_no_number(lines):
    with pytest.raises(RuntimeError, match="did not come up"):
        read_init(lines, "answer_call")


PLAYED = """
import json, re, sys
from http.server import BaseHTTPRequestHandler, HTTPServer
class Asked(BaseHTTPRequestHandler):
    def do_POST(self):
        assert self.rfile.read(int(self.headers["Content-Length"])) == b"{}"
        print("INIT RTDONE(status: success)", flush=True)
        print("INIT REPORT(durationMs: %d)" % len(sys.argv), flush=True)
HTTPServer(("127.0.0.1", int(sys.argv[2].rsplit(":")[-1])), Asked).handle_request()
"""


def test_a_started_emulator_is_asked_once_and_ends(tmp_path):
    binary = python_program(tmp_path / "emulator", PLAYED)
    played = Emulator(binary, Path(sys.executable), tmp_path)
    assert (
        played.init_ms(Package("bare", tmp_path, "bare.handler")) == 10
    )  # its own name, its port and how to start the function


def test_every_function_of_the_template_is_measured_with_its_layer_and_its_variables():
    template = Template(ROOT / "template.yaml", {"Patients": "yes"}, endpoint="http://127.0.0.1:9")
    found = {our.name: our for our in ours(template)}
    assert set(found) == {path.name for path in (ROOT / "functions").iterdir() if path.is_dir()}
    answer = found["answer_call"]
    assert (answer.folder, answer.layers) == (BUILT / "AnswerCallFunction", (BUILT / "CoreLayer/python",))
    assert found["place_call"].layers == (*answer.layers, BUILT / "CampaignsLayer/python")
    assert answer.variables["STAGE"] == "dev"


def init_ms(**medians: float) -> dict[str, dict[str, float]]:
    named = {"rest_api": 3.0, "bare_api": 2.0, "bare": 1.0, "register_call": 20.0, "register_call, as source": 40.0}
    return {name: spread([value]) for name, value in (named | medians).items()}


@pytest.mark.parametrize(
    ("answer", "report", "said"),
    [(10.0, 5.0, ["met", "met"]), (10.1, 5.0, ["NOT MET", "met"]), (10.0, 5.2, ["met", "NOT MET"])],
)
def test_a_budget_is_met_up_to_its_last_hundredth(answer, report, said):
    found = init_ms(answer_call=answer, provider_report=report)
    lines = table({"init_ms": found, "ratios": ratios(found)}).splitlines()
    assert [line.rsplit("   ", 1)[1] for line in lines if " budget " in line and "no budget" not in line] == said


def test_the_median_of_the_runs_counts():
    assert spread([1.0, 900.0, 2.0]) == {"median": 2.0, "min": 1.0, "max": 900.0}


def test_kept_results_name_their_machine_and_every_ratio():
    kept = json.loads(KEPT.read_text())
    assert set(kept["ratios"]) == {f"{item.of} / {item.to}" for item in RATIOS}
    assert kept["ratios"] == ratios(kept["init_ms"])
    assert {"cpu", "cores", "python", "load_average_before"} <= set(kept["machine"])
