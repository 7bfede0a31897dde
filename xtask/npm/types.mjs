// The parts in a folder of pkg-template/types -> the text of one file of declarations, which imports nothing but the package.
import fs from "node:fs";
import path from "node:path";

/**
 * The parts in the order of the `export`s of index.d.ts there, each where it is first named, without their imports of each other.
 * Their imports from the package become one import.
 */
export function joinedTypes(folder) {
  const read = (name) => fs.readFileSync(path.join(folder, name), "utf8");
  const index = read("index.d.ts");
  const parts = new Set(Array.from(index.matchAll(/^export .* from "\.\/([\w-]+)\.js";$/gm), ([, name]) => `${name}.d.ts`));
  const forgotten = fs.readdirSync(folder).find((name) => !parts.has(name) && !NO_PARTS.has(name));
  if (forgotten) throw new Error(`pkg-template/types/index.d.ts does not export ${forgotten}`);
  const imports = new Set();
  const ofPackage = (line) => {
    imports.add(line.trim());
    return "";
  };
  const texts = [...parts].map((name) =>
    read(name)
      .replace(/^import type \{[^}]*\} from "\.\/[^"]+";\n+/gm, "")
      .replace(/^import type \* as \w+ from "bedrock-wasm";\n+/gm, ofPackage),
  );
  const head = index.replace(/^export .* from "\.\/.*\n/gm, "").trimEnd();
  const joined = [head, ...imports, ...texts.map((text) => text.trimEnd())].join("\n\n");
  const left = /^(import|export) .* from "(?!bedrock-wasm").*/m.exec(joined);
  if (left) throw new Error(`pkg-template/types/ has a line that cannot be joined: ${left[0]}`);
  return `${joined}\n`;
}

/** The list itself, the types that are not published, and those of another entry. */
const NO_PARTS = new Set([
  "index.d.ts",
  "ambient.d.ts",
  "aws-sdk",
  "calls.d.ts",
  "claude.d.ts",
  "internal.d.ts",
  "parts.d.ts",
  "serving.d.ts",
  "wasm.d.ts",
]);
