// Apps without a bundler: their scripts import the package's files by path, as README's page does it.
import fs from "node:fs";
import path from "node:path";

/** Makes paths of the package's names in the scripts of the program. `base` is where the package is, seen from these. */
export function withPaths(place, base = "../node_modules/bedrock-wasm") {
  const folder = path.join(place, "matrix");
  for (const name of fs.readdirSync(folder).filter((file) => file.endsWith(".mjs"))) {
    const file = path.join(folder, name);
    const text = fs.readFileSync(file, "utf8").replace(/from "bedrock-wasm(?:\/([\w-]+))?"/g, (_, entry = "index") => {
      return `from "${base}/${entry}.js"`;
    });
    fs.writeFileSync(file, text);
  }
}
