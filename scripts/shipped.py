"""Contents of a folder of installed packages: names, versions, licences and their texts, libraries inside wheels."""

import json
import re
from dataclasses import dataclass
from importlib.metadata import Distribution, distributions
from pathlib import Path
from typing import Any

TEXTS = Path(__file__).resolve().parent.parent / "requirements" / "licenses"
IS_NOTICE = re.compile(r"(^|/)(LICEN[CS]E|NOTICE|COPYING|AUTHORS)[^/]*$", re.IGNORECASE)
# How metadata of before SPDX writes it, in the field or in a classifier.
AS_SPDX = {
    "MIT License": "MIT",
    "Apache License 2.0": "Apache-2.0",
    "Apache 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "The MIT License": "MIT",
    "ISC License": "ISC",
    "Dual License": "Apache-2.0 OR BSD-3-Clause",  # python-dateutil, and nothing else here
}
# Parts of which the wheel gives no licence: `sbom.json` of cryptography names openssl alone.
OF_PARTS = {"openssl": "Apache-2.0"}  # since 3.0
ID = r"(?:MIT|ISC|Zlib|0BSD|[A-Za-z][A-Za-z0-9]*-\d[\w.-]*)"
IS_SPDX = re.compile(rf"{ID}(?: (?:AND|OR) {ID})*")


class Unlicensed(Exception):
    """A package does not say under which licence it is, or a text that its licence wants is not at hand."""


@dataclass(frozen=True)
class Part:
    """A library compiled into a wheel, as the wheel itself declares it."""

    name: str
    version: str
    licence: str
    author: str
    purl: str
    sha256: str


@dataclass(frozen=True)
class Package:
    name: str
    version: str
    licence: str
    texts: tuple[tuple[str, str], ...]
    parts: tuple[Part, ...]


def packages_in(folder: Path) -> list[Package]:
    """Raises Unlicensed."""
    found = [_package(wheel) for wheel in distributions(path=[str(folder)])]
    return sorted(found, key=lambda package: package.name)


def _package(wheel: Distribution) -> Package:
    name = wheel.metadata["Name"].lower().replace("_", "-").replace(".", "-")
    texts = tuple((str(file), file.locate().read_text()) for file in _own_files(wheel) if IS_NOTICE.search(str(file)))
    return Package(name, wheel.version, _licence(wheel, texts), texts, _parts(wheel))


def _own_files(wheel: Distribution) -> list[Any]:
    return [file for file in wheel.files or [] if file.parts[0].endswith(".dist-info")]


def _licence(wheel: Distribution, texts: tuple[tuple[str, str], ...]) -> str:
    about = wheel.metadata
    classifiers = [line.rpartition("::")[2].strip() for line in about.get_all("Classifier") or [] if "License" in line]
    titles = [text.strip().splitlines()[0] for _, text in texts if text.strip()]
    for said in (about.get("License-Expression"), about.get("License"), *classifiers, *titles):
        if said in AS_SPDX:
            return AS_SPDX[said]
        if said in {"BSD", "BSD License"} and texts:
            return _bsd_of(texts)
        if said and IS_SPDX.fullmatch(said):
            return str(said)
    raise Unlicensed(f"{about['Name']} {wheel.version} does not say under which licence it is")


def _bsd_of(texts: tuple[tuple[str, str], ...]) -> str:
    """Which of the two licences it is, by its text, where a wheel says no more than BSD."""
    named = any("Neither the name" in text for _, text in texts)
    return "BSD-3-Clause" if named else "BSD-2-Clause"


def _parts(wheel: Distribution) -> tuple[Part, ...]:
    bills = [file for file in _own_files(wheel) if "/sboms/" in str(file) and file.suffix == ".json"]
    found = {
        part.purl: part for file in bills for part in map(_part, json.loads(file.locate().read_text())["components"])
    }
    return tuple(found[purl] for purl in sorted(found))


def _part(component: dict[str, Any]) -> Part:
    licences = [entry.get("expression") or _of_license(entry["license"]) for entry in component.get("licenses", ())]
    licences = licences or [OF_PARTS[name] for name in [component["name"]] if name in OF_PARTS]
    if not licences:
        raise Unlicensed(f"{component['name']} {component.get('version')} does not say under which licence it is")
    hashes = {entry["alg"]: entry["content"] for entry in component.get("hashes", ())}
    author = component.get("author") or ", ".join(person.get("name", "") for person in component.get("authors", ()))
    return Part(
        component["name"], component.get("version", ""), " AND ".join(f"({name})" for name in licences) if licences[1:]
        else " ".join(licences[0].split()), author, component["purl"].partition("?")[0], hashes.get("SHA-256", ""),
    )  # fmt: skip


def _of_license(license_: dict[str, str]) -> str:
    return str(license_.get("id") or license_["name"])


def texts_for(licence: str) -> frozenset[str]:
    """The ids whose texts have to come along: of a choice, the first that can be met. Raises Unlicensed."""
    at_hand = {path.stem for path in TEXTS.glob("*.txt")}
    for ids in choices(licence):
        if ids <= at_hand:
            return ids
    raise Unlicensed(f"no text at hand for {licence}: put it into {TEXTS.name}/")


def choices(licence: str) -> list[frozenset[str]]:
    """An SPDX expression as the sets of ids any one of which is enough."""
    words = re.findall(r"[()]|[^\s()]+", licence)
    found = _any_of(words)
    if words:
        raise Unlicensed(f"not a licence expression: {licence}")
    return found


def _any_of(words: list[str]) -> list[frozenset[str]]:
    found = _all_of(words)
    while words[:1] == ["OR"]:
        words.pop(0)
        found += _all_of(words)
    return found


def _all_of(words: list[str]) -> list[frozenset[str]]:
    found = _term(words)
    while words[:1] in (["AND"], ["WITH"]):
        words.pop(0)
        more = _term(words)
        found = [left | right for left in found for right in more]
    return found


def _term(words: list[str]) -> list[frozenset[str]]:
    word = words.pop(0) if words else ")"
    if word != "(":
        if word in {")", "AND", "OR", "WITH"}:
            raise Unlicensed("not a licence expression")
        return [frozenset({word})]
    found = _any_of(words)
    if words[:1] != [")"]:
        raise Unlicensed("not a licence expression")
    words.pop(0)
    return found
