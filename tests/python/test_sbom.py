"""The software bill of materials, checked by the schema and the tools of CycloneDX, and against the lock file."""

import json
import pathlib
import subprocess
import tempfile
import tomllib
import unittest

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from license_expression import get_spdx_licensing
from packageurl import PackageURL

ROOT = pathlib.Path(__file__).parents[2]


class BillOfMaterials(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder, "new", "sbom.json")
            subprocess.run(["node", ROOT / "xtask/npm/sbom.mjs", ROOT, file, "1.2.3", "1.95.0"], check=True)
            cls.text = file.read_text()
        cls.bill = json.loads(cls.text)

    def test_its_schema_is_kept(self):
        validator = JsonStrictValidator(SchemaVersion.V1_6)
        self.assertIsNone(validator.validate_str(self.text))
        self.assertIsNotNone(validator.validate_str(self.text.replace('"SHA-256"', '"SHA256"')))

    def test_the_package_is_what_it_is_of(self):
        package = self.bill["metadata"]["component"]
        self.assertEqual((package["purl"], package["version"]), ("pkg:npm/bedrock-wasm@1.2.3", "1.2.3"))

    def test_each_crate_of_the_wasm_is_in_it_as_the_lock_file_has_it(self):
        tree = ["cargo", "tree", "-p", "bedrock-wasm", "--target", "wasm32-unknown-unknown", "--all-features"]
        tree += ["-e", "normal,no-proc-macro", "--prefix", "none", "--format", "{p}"]
        printed = subprocess.run(tree, cwd=ROOT, check=True, capture_output=True, text=True).stdout
        wanted = {tuple(line.split()[:2]) for line in printed.splitlines()}
        found = {(part["name"], f"v{part['version']}"): part for part in self.bill["components"]}
        self.assertEqual(wanted, set(found) - {("std", "v1.95.0")})
        packages = tomllib.loads((ROOT / "Cargo.lock").read_text())["package"]
        for package in packages:
            part = found.get((package["name"], f"v{package['version']}"))
            if part and "checksum" in package:
                self.assertEqual(part["hashes"], [{"alg": "SHA-256", "content": package["checksum"]}])

    def test_what_it_refers_to_is_there(self):
        names = {part["bom-ref"] for part in [self.bill["metadata"]["component"], *self.bill["components"]]}
        dependencies = {row["ref"]: row["dependsOn"] for row in self.bill["dependencies"]}
        self.assertEqual(set(dependencies), names)
        self.assertLessEqual({ref for refs in dependencies.values() for ref in refs}, names)
        # All is there because something needs it.
        self.assertEqual({ref for refs in dependencies.values() for ref in refs} | {"pkg:npm/bedrock-wasm@1.2.3"}, names)

    def test_names_and_licences_are_those_of_the_standards(self):
        for part in [*self.bill["components"], *self.bill["metadata"]["tools"]["components"]]:
            url = PackageURL.from_string(part["purl"])
            self.assertEqual((url.to_string(), url.version), (part["purl"], part["version"]))
            get_spdx_licensing().parse(part["licenses"][0]["expression"], validate=True, strict=True)


if __name__ == "__main__":
    unittest.main()
