// A folder as strict TypeScript, by its tsconfig.json:
//
//   node types.mjs ROOT FOLDER
import { createRequire } from "node:module";
import path from "node:path";

const [root, name] = process.argv.slice(2);
const ts = createRequire(path.join(process.env.XTASK_LINT, "package.json"))("typescript");
const folder = path.join(root, name);

const typeRoots = [path.join(process.env.XTASK_LINT, "node_modules", "@types")];
const { config, error } = ts.readConfigFile(path.join(folder, "tsconfig.json"), ts.sys.readFile);
const { fileNames, options, errors } = ts.parseJsonConfigFileContent({ ...config }, ts.sys, folder, { typeRoots });
const program = ts.createProgram(fileNames, options);
const found = [error, ...errors, ...ts.getPreEmitDiagnostics(program)].filter((diagnostic) => diagnostic !== undefined);
const host = { getCanonicalFileName: (name) => name, getCurrentDirectory: () => root, getNewLine: () => "\n" };
process.stdout.write(ts.formatDiagnostics(found, host));
process.exitCode = found.length === 0 ? 0 : 1;
