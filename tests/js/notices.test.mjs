// THIRD_PARTY_NOTICES.txt names each crate inside of the WebAssembly, with the copyright lines and the licence of its authors.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import { test } from "node:test";
import { cratesInWasm } from "../../xtask/npm/crates.mjs";
import { noticesOf } from "../../xtask/npm/notices.mjs";

const root = path.resolve(import.meta.dirname, "../..");
const installed = path.dirname(createRequire(import.meta.url).resolve("bedrock-wasm/package.json"));
const notices = fs.readFileSync(path.join(installed, "THIRD_PARTY_NOTICES.txt"), "utf8");
const lines = notices.split("\n");

/** What cargo compiles for one of the three modules. */
function tree(features) {
  const words = [
    "tree",
    "-p",
    "bedrock-wasm",
    "--target",
    "wasm32-unknown-unknown",
    "-e",
    "normal,no-proc-macro",
    "--prefix",
    "none",
  ];
  const printed = execFileSync("cargo", [...words, "--format", "{p}", "--no-default-features", ...features], {
    cwd: root,
    encoding: "utf8",
  });
  return printed.split("\n").flatMap((line) => line.match(/^\S+ v\S+(?!.*\()/) ?? []);
}

test("each crate of each module is named once for each licence", () => {
  const crates = new Set([[], ["--features", "chat"], ["--features", "more"]].flatMap(tree));
  assert.ok(crates.size > 50, `${crates.size} crates`);
  for (const crate of crates) {
    assert.ok(
      lines.some((line) => line === crate || line.startsWith(`${crate}: `)),
      `${crate} is not in the notices`,
    );
  }
});

test("no copyright line of a crate is left out", () => {
  for (const { id, folder, isOurs } of cratesInWasm(root)) {
    // Some have a file for each licence that they offer; under Apache's, nobody is named.
    const files = isOurs ? [] : fs.readdirSync(folder).filter((name) => /^licen[cs]e(-mit|\.md)?$/i.test(name));
    for (const name of files) {
      const found = fs.readFileSync(path.join(folder, name), "utf8").match(/^copyright \(c\).*$/gim) ?? [];
      for (const line of found) assert.ok(notices.includes(line.replaceAll(/ <.*?>/g, "").trim()), `${id}: ${line}`);
    }
  }
});

test("each licence has its text, and the text of Apache's is in the package", () => {
  for (const words of [
    "The above copyright notice and this permission notice",
    "Permission is hereby granted",
    "the standard library of Rust: ",
  ])
    assert.ok(notices.includes(words), words);
  assert.match(fs.readFileSync(path.join(installed, "LICENSE-APACHE"), "utf8"), /END OF TERMS AND CONDITIONS/);
});

const crate = (license, text) => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "notices-"));
  fs.writeFileSync(path.join(folder, "LICENSE"), text);
  return { id: "a v1.0.0", license, folder, authors: ["A <a@example.com>"], isOurs: false };
};
const MIT = "MIT License\n\nCopyright (c) 2026 A\n\nPermission is hereby granted, free of charge, to any person, on these terms.";

test("a licence that has no place stops the build", () => {
  assert.throws(() => noticesOf([crate("GPL-3.0-only", "…")]), /a v1\.0\.0: GPL-3\.0-only/);
  assert.throws(() => noticesOf([crate("MIT AND OpenSSL", MIT)]), /MIT AND OpenSSL/);
  assert.match(noticesOf([crate("GPL-3.0-only OR MIT", MIT)]), /^a v1\.0\.0: Copyright \(c\) 2026 A$/m);
});

test("other terms than those of the others stop the build", () => {
  assert.doesNotThrow(() => noticesOf([crate("MIT", MIT), crate("MIT", MIT.replaceAll(" ", "\n"))]));
  assert.throws(() => noticesOf([crate("MIT", MIT), crate("MIT", `${MIT} And send a cake.`)]), /a v1\.0\.0 has other terms/);
});
