// Apps as their users have them: copied out of the tree, with the package installed from its tarball by npm.
import { createHash } from "node:crypto";
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { environment, run } from "./run.mjs";

const here = fileURLToPath(new URL("..", import.meta.url));
const required = (name) => process.env[name] ?? assertNever(`${name} is not set: run \`cargo xtask matrix\``);
const assertNever = (message) => {
  throw new Error(message);
};

/** Where everything is installed: `target/matrix`. */
export const folder = required("MATRIX_FOLDER");
/** The package as it would be published, under a name that changes with its contents. */
export const tarball = named(required("MATRIX_TARBALL"));
const jsTests = createRequire(new URL("../../js/package.json", import.meta.url));

/** npm takes a file of the same name for the same package. */
function named(file) {
  const hash = createHash("sha256").update(fs.readFileSync(file)).digest("hex").slice(0, 16);
  const copy = path.join(folder, `bedrock-wasm-${hash}.tgz`);
  fs.mkdirSync(folder, { recursive: true });
  fs.copyFileSync(file, copy);
  return copy;
}

/**
 * The app `tests/packaging/apps/APP`, ready to run in `target/matrix/NAME`: its files are new, and what npm installed stays
 * while its manifest and the package are the same. The program is in its folder `matrix/`.
 */
export async function installed(app, { name = app, node } = {}) {
  const place = copied(app, name);
  const manifest = fs.readFileSync(path.join(place, "package.json"), "utf8");
  await npmInstall(place, manifest, node);
  return place;
}

/** The app's files without its packages, for package managers other than npm. */
export function copied(app, name = app) {
  const place = path.join(folder, "apps", name);
  fs.mkdirSync(place, { recursive: true });
  for (const entry of fs.readdirSync(place)) {
    if (!["node_modules", "package-lock.json"].includes(entry)) fs.rmSync(path.join(place, entry), { recursive: true });
  }
  fs.cpSync(path.join(here, "apps", app), place, { recursive: true });
  fs.cpSync(path.join(here, "shared"), path.join(place, "matrix"), { recursive: true });
  const manifest = JSON.parse(fs.readFileSync(path.join(place, "package.json"), "utf8"));
  manifest.dependencies = { "bedrock-wasm": `file:${tarball}`, ...manifest.dependencies };
  fs.writeFileSync(path.join(place, "package.json"), JSON.stringify(manifest, null, 2));
  return place;
}

async function npmInstall(place, manifest, node) {
  const stamp = path.join(place, "node_modules/.matrix-manifest.json");
  if (fs.existsSync(stamp) && fs.readFileSync(stamp, "utf8") === manifest) return;
  const options = ["--no-audit", "--no-fund", "--prefer-offline", "--loglevel=error"];
  await run("npm", ["install", ...options], { cwd: place, env: environment(place, node), patience: 600_000 });
  // Caches of bundlers, which know packages by their versions.
  for (const cache of [".cache", ".vite"]) fs.rmSync(path.join(place, "node_modules", cache), { recursive: true, force: true });
  fs.writeFileSync(stamp, manifest);
}

/** A package from npm that is a tool, not an app's: the folder whose `node_modules` has it. */
export async function tool(name, version) {
  const place = path.join(folder, "tools", `${name}-${version}`);
  fs.mkdirSync(place, { recursive: true });
  const manifest = JSON.stringify({ private: true, dependencies: { [name]: version } });
  fs.writeFileSync(path.join(place, "package.json"), manifest);
  await npmInstall(place, manifest);
  return place;
}

const NODES = { 20: "20.20.2", 22: "22.23.5", 24: "24.22.3" };

/** Node itself, from npm: the path of the program. */
export async function node(major) {
  const system = process.platform === "win32" ? "win" : process.platform;
  const name = `node-${system}-${process.arch}`;
  return path.join(await tool(name, NODES[major]), "node_modules", name, "bin/node");
}

/** A program of the JavaScript tests' packages. */
export const testsProgram = (name) => path.join(path.dirname(jsTests.resolve("./package.json")), "node_modules/.bin", name);
/** A module of the JavaScript tests' packages. */
export const testsPackage = (name) => jsTests(name);

/** The version of a package that an app has. */
export function version(place, name) {
  return JSON.parse(fs.readFileSync(path.join(place, "node_modules", name, "package.json"), "utf8")).version;
}
