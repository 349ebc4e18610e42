"""The list of what is shipped is ours to read, and an audit that could ask about nothing is no clean one."""

import json
import sys
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

ROOT = Path(__file__).parents[2]
SCRIPTS = ROOT / "scripts"


def loaded(name: str) -> ModuleType:
    """Commands have no suffix: a person types their names. They find their neighbours beside themselves."""
    loader = SourceFileLoader(name.removesuffix(".py").replace("-", "_"), str(SCRIPTS / name))
    spec = spec_from_loader(loader.name, loader)
    assert spec
    module = module_from_spec(spec)
    sys.modules[loader.name] = module
    loader.exec_module(module)
    return module


SHIPPED: Any = loaded("shipped.py")
SBOM: Any = loaded("sbom")
THIRD_PARTY: Any = loaded("third-party")
CRATE = {
    "type": "library", "name": "ring", "version": "0.17.14", "purl": "pkg:cargo/ring@0.17.14?download_url=file://.",
    "author": "Author <a@b.test>", "hashes": [{"alg": "SHA-256", "content": "ab" * 32}],
    "licenses": [{"expression": "Apache-2.0 AND ISC"}],
}  # fmt: skip


def wheel(folder: Path, name: str, metadata: str = "License-Expression: MIT", **files: str) -> None:
    about = folder / f"{name.replace('-', '_')}-1.0.dist-info"
    written = {"METADATA": f"Metadata-Version: 2.4\nName: {name}\nVersion: 1.0\n{metadata}\n"}
    written |= {path.replace("__", "/").replace("_json", ".json"): text for path, text in files.items()}
    for path, text in written.items():
        (about / path).parent.mkdir(parents=True, exist_ok=True)
        (about / path).write_text(text)
    (about / "RECORD").write_text("".join(f"{about.name}/{path},,\n" for path in written))


def compiled(*components: dict[str, Any]) -> str:
    return json.dumps({"bomFormat": "CycloneDX", "components": components})


def audit(*packages: dict[str, Any]) -> list[str]:
    return SBOM.vulnerabilities(json.dumps({"dependencies": packages}), "")


# --- what is in a folder ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("metadata", "licence"),
    [
        ("License-Expression: Apache-2.0 AND BSD-2-Clause", "Apache-2.0 AND BSD-2-Clause"),
        ("License-Expression: BSD-3-Clause AND 0BSD AND CC0-1.0", "BSD-3-Clause AND 0BSD AND CC0-1.0"),
        ("License: Apache 2.0", "Apache-2.0"),
        ("License: MIT License", "MIT"),
        ("Classifier: License :: OSI Approved :: Apache Software License", "Apache-2.0"),
        ("License: ISC License", "ISC"),
        ("License: see the file\nClassifier: License :: OSI Approved :: MIT License", "MIT"),
    ],
)
def test_a_licence_is_read_in_each_form_that_metadata_have(tmp_path, metadata, licence):
    wheel(tmp_path, "some-package", metadata)
    [package] = SHIPPED.packages_in(tmp_path)
    assert package.licence == licence


def test_a_licence_that_only_the_text_names_is_read_there(tmp_path):
    wheel(tmp_path, "picows", "Summary: fast", licenses__LICENSE="The MIT License\n\nCopyright")
    assert SHIPPED.packages_in(tmp_path)[0].licence == "MIT"


@pytest.mark.parametrize(
    ("text", "licence"), [("3. Neither the name of the holder", "BSD-3-Clause"), ("2. In binary form", "BSD-2-Clause")]
)
def test_which_bsd_licence_it_is_is_read_from_its_text(tmp_path, text, licence):
    about = "Classifier: License :: OSI Approved :: BSD License"
    wheel(tmp_path, "jinja2", about, licenses__LICENSE=f"Copyright\n\n{text}")
    assert SHIPPED.packages_in(tmp_path)[0].licence == licence


def test_a_package_without_a_licence_is_no_small_thing(tmp_path):
    wheel(tmp_path, "some-package", "Summary: a package", licenses__LICENSE="Do what you like")
    with pytest.raises(SHIPPED.Unlicensed, match=r"some-package 1\.0"):
        SHIPPED.packages_in(tmp_path)


def test_libraries_compiled_into_a_wheel_are_listed(tmp_path):
    wheel(tmp_path, "arro3-io", sboms__arro3_json=compiled(CRATE, CRATE))
    [package] = SHIPPED.packages_in(tmp_path)
    [part] = package.parts
    assert (part.name, part.licence, part.purl) == ("ring", "Apache-2.0 AND ISC", "pkg:cargo/ring@0.17.14")
    assert part.sha256 == "ab" * 32


def test_a_compiled_part_without_a_licence_is_no_small_thing(tmp_path):
    wheel(tmp_path, "arro3-io", sboms__arro3_json=compiled({**CRATE, "licenses": []}))
    with pytest.raises(SHIPPED.Unlicensed, match="ring"):
        SHIPPED.packages_in(tmp_path)


def test_a_compiled_part_whose_licence_is_known_needs_no_word_of_the_wheel(tmp_path):
    openssl = {"name": "openssl", "version": "4.0.3", "purl": "pkg:generic/openssl@4.0.3"}
    wheel(tmp_path, "cryptography", sboms__sbom_json=compiled(openssl))
    assert SHIPPED.packages_in(tmp_path)[0].parts[0].licence == "Apache-2.0"


# --- licences --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("licence", "texts"),
    [
        ("MIT", {"MIT"}), ("Unlicense OR MIT", {"MIT"}), ("Apache-2.0 AND ISC", {"Apache-2.0", "ISC"}),
        ("(MIT OR Apache-2.0) AND Unicode-3.0", {"MIT", "Unicode-3.0"}),
        ("Apache-2.0 WITH LLVM-exception", {"Apache-2.0", "LLVM-exception"}),
        ("MIT OR Apache-2.0 OR LGPL-2.1-or-later", {"MIT"}), ("Apache-2.0  OR  MIT", {"Apache-2.0"}),
        ("LGPL-2.1-or-later AND MIT OR ISC AND Zlib", {"ISC", "Zlib"}),
    ],
)  # fmt: skip
def test_a_licence_choice_is_met_by_a_text_at_hand(licence, texts):
    assert SHIPPED.texts_for(licence) == texts


@pytest.mark.parametrize(
    "licence", ["GPL-3.0-only", "MIT AND GPL-3.0-only", "", "MIT OR", "(MIT", "MIT)", "AND MIT", "MIT ISC"]
)
def test_a_licence_whose_text_is_not_at_hand_or_that_is_none_fails(licence):
    with pytest.raises(SHIPPED.Unlicensed):
        SHIPPED.texts_for(licence)


EXPRESSIONS = st.recursive(
    st.sampled_from(["MIT", "ISC", "Zlib", "Apache-2.0", "CC0-1.0"]),
    lambda item: st.tuples(item, st.sampled_from(["AND", "OR"]), item).map(lambda three: f"({' '.join(three)})"),
)


@given(EXPRESSIONS)
def test_each_expression_of_known_licences_is_met_by_some_of_them(licence):
    chosen = SHIPPED.texts_for(licence)
    assert chosen
    words = licence.replace("(", "( ").replace(")", " )").split()
    asked = [{"AND": "and", "OR": "or"}.get(word, word if word in "()" else str(word in chosen)) for word in words]
    assert eval(" ".join(asked))  # the expression itself, said of what was chosen


def test_every_licence_text_is_a_text():
    texts = {path.stem: path.read_text() for path in SHIPPED.TEXTS.glob("*.txt")}
    assert {"Apache-2.0", "MIT", "ISC", "Unicode-3.0", "BSD-3-Clause"} <= set(texts)
    assert all(len(text) > 500 for text in texts.values())


def test_notices_hold_all_licence_texts(tmp_path):
    wheel(tmp_path, "arro3-io", "License-Expression: MIT OR Apache-2.0", sboms__arro3_json=compiled(CRATE))
    wheel(tmp_path, "yarl", "License: Apache-2.0", licenses__LICENSE="Apache, whole", licenses__NOTICE="Copyright yarl")
    text = THIRD_PARTY.notices([tmp_path])
    assert "yarl 1.0: Apache-2.0" in text
    assert "Apache, whole" in text
    assert "Copyright yarl" in text
    assert "ring 0.17.14: Apache-2.0 AND ISC (Author <a@b.test>)" in text
    for name in ("Apache-2.0", "ISC", "MIT"):
        assert (SHIPPED.TEXTS / f"{name}.txt").read_text().strip() in text


def test_notices_without_a_text_that_is_needed_are_not_written(tmp_path, monkeypatch, capsys):
    wheel(
        tmp_path, "arro3-io", sboms__arro3_json=compiled({**CRATE, "licenses": [{"license": {"id": "GPL-3.0-only"}}]})
    )
    monkeypatch.setattr(sys, "argv", ["third-party", str(tmp_path)])
    assert THIRD_PARTY.main() == 1
    said = capsys.readouterr()
    assert (said.out, said.err) == ("", "no text at hand for GPL-3.0-only: put it into licenses/\n")


# --- the bill --------------------------------------------------------------------------------------------------------


def bill(folder: Path, name: str = "rest_api") -> dict[str, Any]:
    packages = SHIPPED.packages_in(folder)
    return SBOM.bill_of(name, packages, {package.name: "cd" * 32 for package in packages}, "1.2.3")


def test_a_package_has_its_hash_its_licence_and_its_parts(tmp_path):
    wheel(tmp_path, "arro3-io", sboms__arro3_json=compiled(CRATE))
    made = bill(tmp_path)
    [package] = made["components"]
    assert package["hashes"] == [{"alg": "SHA-256", "content": "cd" * 32}]
    assert package["licenses"] == [{"expression": "MIT"}]
    [part] = package["components"]
    assert (part["purl"], part["hashes"]) == ("pkg:cargo/ring@0.17.14", CRATE["hashes"])
    about = made["metadata"]["component"]
    assert (about["name"], about["type"], about["version"]) == ("trunkline-rest-api", "application", "1.2.3")
    depends = {dependency["ref"]: dependency.get("dependsOn", []) for dependency in made["dependencies"]}
    assert depends == {
        about["bom-ref"]: [package["bom-ref"]],
        package["bom-ref"]: [part["bom-ref"]],
        part["bom-ref"]: [],
    }


def test_the_same_part_in_two_wheels_is_listed_in_both(tmp_path):
    for name in ("arro3-core", "arro3-io"):
        wheel(tmp_path, name, sboms__arro3_json=compiled(CRATE))
    refs = [part["bom-ref"] for component in bill(tmp_path)["components"] for part in component["components"]]
    assert len(set(refs)) == 2


def test_the_image_has_its_base_on_the_list(tmp_path):
    wheel(tmp_path, "picows")
    base = bill(tmp_path, "relay")["components"][-1]
    assert (base["name"], base["type"]) == ("python", "container")
    assert f"@sha256:{base['hashes'][0]['content']}" in (ROOT / "media_relay/Dockerfile").read_text()


def test_a_hash_is_that_of_the_wheel_that_pip_took():
    took = {"metadata": {"name": "Typing_Extensions"}, "download_info": {"archive_info": {"hashes": {"sha256": "ef"}}}}
    assert SBOM.hashes_in({"install": [took]}) == {"typing-extensions": "ef"}


def test_every_list_that_is_shipped_is_described():
    shipped = {path.parent.name for path in (ROOT / "functions").glob("*/requirements.txt")}
    shipped |= {path.parent.name for path in (ROOT / "layers").glob("*/requirements.txt")}
    assert set(SBOM.SHIPPED) == shipped | {"relay"}


# --- what is known of it ---------------------------------------------------------------------------------------------


def test_a_known_vulnerability_is_printed_with_its_fix():
    sick = {"name": "a", "version": "1", "vulns": [{"id": "CVE-1", "fix_versions": ["2", "3"]}]}
    assert audit(sick, {"name": "b", "version": "1", "vulns": []}) == ["a 1: CVE-1, fixed in 2, 3"]


def test_all_asked_and_nothing_known_is_clean():
    assert audit({"name": "b", "version": "1", "vulns": []}) == []


def test_a_package_that_the_service_does_not_know_was_not_asked_about():
    with pytest.raises(SBOM.NotAsked, match="1 packages are unknown"):
        audit({"name": "a", "version": "1", "vulns": []}, {"name": "b", "skip_reason": "not found"})


def test_a_known_vulnerability_is_printed_even_when_others_could_not_be_looked_up():
    sick = {"name": "a", "version": "1", "vulns": [{"id": "CVE-1", "fix_versions": []}]}
    assert audit(sick, {"name": "b", "skip_reason": "not found"}) == ["a 1: CVE-1, fixed in none"]


def test_a_service_out_of_reach_is_quoted():
    with pytest.raises(SBOM.NotAsked, match="Failed to resolve"):
        SBOM.vulnerabilities("", "Traceback ...\nConnectionError: Failed to resolve 'somewhere'")


@pytest.mark.parametrize(("options", "status"), [([], 0), (["--required"], 1)])
def test_a_look_up_without_an_answer_is_loud_and_fails_where_it_is_required(monkeypatch, capsys, options, status):
    def known(_packages: object) -> list[str]:
        raise SBOM.NotAsked("no answer within 600 s")

    monkeypatch.setattr(SBOM, "known", known)
    monkeypatch.setattr(sys, "argv", ["sbom", *options])
    assert SBOM.look_up(set()) == status
    assert "SKIPPED: known vulnerabilities were not looked up: no answer within 600 s" in capsys.readouterr().out


@pytest.mark.parametrize(("found", "status"), [([], 0), (["a 1: CVE-1, fixed in 2"], 1)])
@pytest.mark.parametrize("options", [[], ["--required"]])
def test_a_look_up_with_a_known_vulnerability_fails(monkeypatch, options, found, status):
    monkeypatch.setattr(SBOM, "known", lambda _packages: found)
    monkeypatch.setattr(sys, "argv", ["sbom", *options])
    assert SBOM.look_up(set()) == status
