// The parts in pkg-template/types/ -> the text of index.d.ts, which imports nothing.
import fs from "node:fs";
import path from "node:path";

/** The parts in the order of the `export`s of index.d.ts there, each where it is first named, without their imports. */
export function joinedTypes(folder) {
  const read = (name) => fs.readFileSync(path.join(folder, name), "utf8");
  const index = read("index.d.ts");
  const parts = new Set(Array.from(index.matchAll(/^export .* from "\.\/([\w-]+)\.js";$/gm), ([, name]) => `${name}.d.ts`));
  const forgotten = fs.readdirSync(folder).find((name) => !parts.has(name) && !NO_PARTS.has(name));
  if (forgotten) throw new Error(`pkg-template/types/index.d.ts does not export ${forgotten}`);
  const texts = [...parts].map((name) => read(name).replace(/^import type \{[^}]*\} from "\.\/[^"]+";\n+/gm, ""));
  const joined = [index.replace(/^export .*\n/gm, "").trimEnd(), ...texts.map((text) => text.trimEnd())].join("\n\n");
  const left = /^import .*|^export .* from .*/m.exec(joined);
  if (left) throw new Error(`pkg-template/types/ has a line that cannot be joined: ${left[0]}`);
  return `${joined}\n`;
}

/** The list itself, and the types of what is not published. */
const NO_PARTS = new Set(["index.d.ts", "internal.d.ts", "calls.d.ts", "parts.d.ts", "wasm.d.ts", "ambient.d.ts"]);
