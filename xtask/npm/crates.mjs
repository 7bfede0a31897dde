// The crates that the WebAssembly is compiled from: the whole tree, of all three modules. Macros run in the compiler and leave
// nothing of their own.
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";

const TARGET = ["--target", "wasm32-unknown-unknown"];

/**
 * The crates by name, each with its licence, folder, checksum and the names of those that it needs.
 *
 * @param {string} root the repository
 */
export function cratesInWasm(root) {
  const cargo = (...words) => execFileSync("cargo", words, { cwd: root, encoding: "utf8", maxBuffer: 1 << 28 });
  // The tree that cargo resolves features for: its metadata also includes the features of tests and tools.
  const tree = cargo(
    ...["tree", "-p", "bedrock-wasm", ...TARGET, "-e", "normal,no-proc-macro", "--all-features"],
    ...["--prefix", "depth", "--format", " {p}"],
  );
  const { packages } = JSON.parse(cargo("metadata", "--format-version", "1", "--filter-platform", TARGET[1]));
  const known = new Map(packages.map((found) => [`${found.name} v${found.version}`, found]));
  const checksums = checksumsOf(fs.readFileSync(path.join(root, "Cargo.lock"), "utf8"));
  const crates = new Map();
  const above = [];
  for (const [, depth, id] of tree.matchAll(/^(\d+) (\S+ v\S+)/gm)) {
    const { name, version, license, authors, manifest_path: manifest, source } = known.get(id);
    if (!crates.has(id)) {
      const folder = path.dirname(manifest);
      const expression = license.replaceAll(/\s*\/\s*/g, " OR ");
      const checksum = checksums.get(id);
      crates.set(id, { id, name, version, license: expression, authors, folder, checksum, isOurs: !source, needs: new Set() });
    }
    above[depth] = crates.get(id);
    if (depth > 0) above[depth - 1].needs.add(id);
  }
  return [...crates.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** @param {string} lock */
function checksumsOf(lock) {
  const pattern = /name = "(.+)"\nversion = "(.+)"\nsource = ".*"\nchecksum = "(\w+)"/g;
  return new Map(Array.from(lock.matchAll(pattern), ([, name, version, checksum]) => [`${name} v${version}`, checksum]));
}
