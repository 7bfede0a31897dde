// The package's own catalogue of models as a module: what each can do, and the alias that the built package knows it by.
import fs from "node:fs";
import { pathToFileURL } from "node:url";

const ID = "virtual:catalogue";

/** `file` is the package's catalogue, `entry` the package as Node runs it. */
export function catalogue(file, entry) {
  return {
    name: "catalogue",
    resolveId: (id) => (id === ID ? `\0${ID}` : undefined),
    async load(id) {
      if (id !== `\0${ID}`) return undefined;
      this.addWatchFile(file);
      const lines = fs.readFileSync(file, "utf8").split("\n");
      const rows = lines.filter((line) => line && !line.startsWith("#")).map((line) => line.split(" "));
      const aliases = await resolve(
        entry,
        rows.map(([model]) => short(model)),
      );
      const all = rows.map(([model, kind, prefixes = "", can = ""]) => {
        const alias = short(model);
        return [model, kind[0], prefixes, can, aliases.get(alias)?.endsWith(model) ? alias : ""];
      });
      return `export default ${JSON.stringify(all)};`;
    },
  };
}

/** An id without its maker, version and date: the alias, if the package says that it is one. */
function short(id) {
  const name = id.slice(id.indexOf(".") + 1).replace(/:.*$/, "");
  return name
    .replace(/-v?\d+$/, (end) => (end.startsWith("-v") ? "" : end))
    .replace(/-\d{8}$/, "")
    .replace(/-instruct$/, "");
}

/** The model that each name is sent to. Nothing goes out: `fetch` is ours. */
async function resolve(entry, names) {
  const { Bedrock } = await import(pathToFileURL(entry).href);
  const found = new Map();
  let asked = "";
  const bedrock = new Bedrock({
    region: "us-east-1",
    apiKey: "none",
    maxRetries: 0,
    onWarning: () => {},
    fetch: (url) => {
      const [, model] = /\/model\/([^/]+)\//.exec(url) ?? [];
      if (model) found.set(asked, decodeURIComponent(model));
      return Promise.resolve(new Response("{}", { status: 400 }));
    },
  });
  const messages = [{ role: "user", content: "?" }];
  for (asked of names) await bedrock.chat.completions.create({ model: asked, messages }).catch(() => {});
  return found;
}
