// THIRD_PARTY_NOTICES.txt: whose code is in the WebAssembly, and under which licence, from the crates' own files. Each
// licence's text is there once.
import fs from "node:fs";
import path from "node:path";

/** The first of these that a crate offers applies: it is the shortest. */
const LICENSES = [
  { id: "MIT", name: "MIT License", begins: "Permission is hereby granted, free of charge, to any" },
  { id: "Apache-2.0", name: "Apache License 2.0", text: "The text is in the file LICENSE-APACHE." },
  {
    id: "Unicode-3.0",
    name: "Unicode License v3",
    begins: "Permission is hereby granted, free of charge, to any person obtaining a\ncopy of data files",
  },
];
/** Compiled with the crate: see WITH_SMALL_STD in xtask/src/build.rs. Not every compiler comes with the files for it. */
const STD = [
  ["the standard library of Rust", "Copyright (c) The Rust Project Contributors"],
  ["compiler_builtins", "Copyright (c) The Rust Project Contributors"],
  ["libm", "Copyright (c) 2018 Jorge Aparicio; Copyright (c) 2005-2020 Rich Felker, et al."],
  ["dlmalloc", "Copyright (c) 2014 Alex Crichton"],
  ["hashbrown", "Copyright (c) 2016 Amanieu d'Antras"],
].map(([id, copyright]) => ({ id, license: "MIT OR Apache-2.0", copyrights: [copyright] }));

/**
 * @param {ReturnType<typeof import("./crates.mjs").cratesInWasm>} crates
 */
export function noticesOf(crates) {
  const parts = LICENSES.map((license) => ({ ...license, lines: [], texts: new Map() }));
  for (const crate of [...crates.filter(({ isOurs }) => !isOurs), ...STD]) {
    for (const wanted of requiredOf(crate.license)) {
      const part = parts.find(({ id }) => wanted.includes(id));
      if (!part) throw new Error(`${crate.id}: ${crate.license} is a licence that xtask/npm/notices.mjs has no place for`);
      add(part, crate);
    }
  }
  const written = parts.filter(({ lines }) => lines.length > 0);
  return [HEAD, ...written.map(({ name, lines, text }) => `${name}\n\n${lines.join("\n")}\n\n${text}\n`)].join("\n---\n\n");
}

const HEAD = `The WebAssembly of this package, and its text in wasm-*.js, is compiled from the crates below. Where their authors
leave the choice between licences, it is used under the one that is named.
`;

/** The choices in each part of `(MIT OR Apache-2.0) AND Unicode-3.0`. @param {string} expression */
function requiredOf(expression) {
  return expression.split(" AND ").map((part) => part.replaceAll(/[()]/g, "").split(" OR "));
}

/** Adds a crate to a licence's part. The text is that of the first crate; the others must have the same. */
function add(part, crate) {
  const text = (crate.folder && licenseTexts(crate.folder).find((text) => text.includes(part.begins))) ?? "";
  let copyrights = crate.copyrights ?? text.match(/^[ \t]*copyright (\(c\)|©).*$/gim) ?? [];
  // Some crates only name their authors.
  if (copyrights.length === 0 && crate.authors.length > 0) copyrights = [`by ${crate.authors.join(", ")}`];
  const who = [...new Set(copyrights.map((line) => line.trim()))].join("; ").replaceAll(/ <[^>]*>/g, "");
  part.lines.push(`${crate.id}${who && ": "}${who}`);
  if (!part.begins || !text) return;
  const terms = text.slice(text.indexOf(part.begins)).trim();
  part.text ??= terms;
  if (plain(terms) !== plain(part.text)) throw new Error(`${crate.id} has other terms than the ${part.name} of the others`);
}

/** @param {string} folder */
function licenseTexts(folder) {
  const names = fs.readdirSync(folder).filter((name) => /^licen[cs]e/i.test(name));
  return names.map((name) => fs.readFileSync(path.join(folder, name), "utf8"));
}

/** The text without the differences in quotation marks and line breaks. @param {string} text */
function plain(text) {
  return text.replaceAll(/[“”]/g, '"').replaceAll(/\s+/g, " ");
}
