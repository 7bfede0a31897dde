// The software bill of materials of the npm package, as CycloneDX has it, from the lock files.
//
//   node sbom.mjs ROOT OUT VERSION RUSTC
//
// https://cyclonedx.org/docs/1.6/json/
import fs from "node:fs";
import path from "node:path";
import { cratesInWasm } from "./crates.mjs";

const [root, out, version, rustc] = process.argv.slice(2);
const manifest = readJson("pkg-template/package.json");
const crates = cratesInWasm(root);
const refs = new Map(crates.map((crate) => [crate.id, `pkg:cargo/${crate.name}@${crate.version}`]));
const npm = `pkg:npm/${manifest.name}@${version}`;
const std = { ...component("library", "std", rustc, `pkg:generic/rust-std@${rustc}`, "MIT OR Apache-2.0"), scope: "required" };

fs.mkdirSync(path.dirname(out), { recursive: true });
fs.writeFileSync(out, `${JSON.stringify(bill(), null, 2)}\n`);

function bill() {
  const root = crates.find(({ name }) => name === manifest.name);
  return {
    $schema: "http://cyclonedx.org/schema/bom-1.6.schema.json",
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    version: 1,
    metadata: {
      lifecycles: [{ phase: "build" }],
      tools: { components: tools() },
      component: component("library", manifest.name, version, npm, manifest.license),
    },
    components: [...crates.map(componentOf), std],
    dependencies: [
      { ref: npm, dependsOn: [refs.get(root.id)] },
      ...crates.map(({ id, needs }) => ({
        ref: refs.get(id),
        dependsOn: [...needs].map((needed) => refs.get(needed)).concat(id === root.id ? std["bom-ref"] : []),
      })),
      { ref: std["bom-ref"], dependsOn: [] },
    ],
  };
}

function component(type, name, version, purl, expression) {
  return { type, "bom-ref": purl, name, version, purl, licenses: [{ expression }] };
}

function componentOf({ id, name, version, license, checksum }) {
  const hashes = checksum && [{ alg: "SHA-256", content: checksum }];
  return { ...component("library", name, version, refs.get(id), license), scope: "required", hashes };
}

/** The npm packages that build this one, which does not depend on them. */
function tools() {
  const { packages } = readJson("xtask/npm/package-lock.json");
  const { devDependencies } = packages[""];
  const bindgen = crates.find(({ name }) => name === "wasm-bindgen");
  const named = Object.keys(devDependencies).map((name) => {
    const { version, license, integrity } = packages[`node_modules/${name}`];
    const content = Buffer.from(integrity.replace("sha512-", ""), "base64").toString("hex");
    return {
      ...component("application", name, version, `pkg:npm/${name}@${version}`, license),
      hashes: [{ alg: "SHA-512", content }],
    };
  });
  const { version, license } = bindgen;
  return [...named, component("application", "wasm-bindgen-cli", version, `pkg:cargo/wasm-bindgen-cli@${version}`, license)];
}

function readJson(file) {
  return JSON.parse(fs.readFileSync(path.join(root, file), "utf8"));
}
