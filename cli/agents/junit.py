"""Results of checks as a JUnit document, which build servers show."""

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from xml.etree.ElementTree import Element, ElementTree, SubElement, indent

from cli.agents.checks import CheckResult
from trunkline.web.xml_text import xml_text


def write_junit(results: Sequence[CheckResult], path: Path) -> None:
    suites = Element("testsuites")
    for agent, of_agent in groupby(results, key=lambda result: result.agent):
        _suite(suites, agent, list(of_agent))
    indent(suites)
    path.parent.mkdir(parents=True, exist_ok=True)
    ElementTree(suites).write(path, encoding="utf-8", xml_declaration=True)


def _suite(suites: Element, agent: str, results: Sequence[CheckResult]) -> None:
    failed = sum(not result.ok for result in results)
    took_s = sum(result.took_s for result in results)
    counts = {"tests": str(len(results)), "failures": str(failed), "time": f"{took_s:.3f}"}
    suite = SubElement(suites, "testsuite", {"name": xml_text(agent), **counts})
    for result in results:
        names = {"classname": xml_text(agent), "name": xml_text(result.check), "time": f"{result.took_s:.3f}"}
        case = SubElement(suite, "testcase", names)
        if not result.ok:
            failure = SubElement(case, "failure", {"message": xml_text(result.faults[0])})
            failure.text = xml_text("\n".join((*result.faults, "", *result.said)))
        SubElement(case, "system-out").text = xml_text("\n".join(result.said))
