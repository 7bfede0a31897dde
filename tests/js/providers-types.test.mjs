// The types of the entry for credentials: parameters that AWS passes on have the members of AWS's models. That programs compile
// with them is in types.test.mjs, that they are what is exported in types-entries.test.mjs.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const here = path.dirname(fileURLToPath(import.meta.url));
const declarations = path.join(here, "node_modules/bedrock-wasm/credentials.d.ts");
const options = {
  strict: true,
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  types: [],
};
const program = ts.createProgram([declarations], options);
const checker = program.getTypeChecker();
const symbols = checker.getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(declarations)));
const shapes = JSON.parse(fs.readFileSync(path.join(here, "../fixtures/service-models/sts.json"), "utf8")).shapes;

test("the declarations are right by themselves", () => {
  const problems = ts.getPreEmitDiagnostics(program).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));
  assert.deepEqual(problems, []);
});

test("params are those of AssumeRole", () => {
  const { members, required } = shapes.AssumeRoleRequest;
  const ours = membersOf("AssumeRoleParams");
  assert.deepEqual([...ours.keys()].sort(), Object.keys(members).sort());
  const needed = [...ours].filter(([, { flags }]) => !(flags & ts.SymbolFlags.Optional)).map(([name]) => name);
  // Without a name, one is made up.
  assert.deepEqual(
    needed,
    required.filter((name) => name !== "RoleSessionName"),
  );
  for (const [name, { shape }] of Object.entries(members)) assert.equal(kindOf(ours.get(name)), kinds(shapes[shape]), name);
});

test("options for a web identity are those of AssumeRoleWithWebIdentity, as the AWS SDK spells them", () => {
  const ours = [...membersOf("FromWebTokenInit").keys()].filter((name) => name !== "clientConfig" && name !== "logger");
  const { MinimumSessionTokenSize, ...members } = shapes.AssumeRoleWithWebIdentityRequest.members;
  assert.ok(MinimumSessionTokenSize, "the AWS SDK's function does not pass it on");
  assert.deepEqual(
    ours.sort(),
    Object.keys(members)
      .map((name) => name[0].toLowerCase() + name.slice(1))
      .sort(),
  );
});

function membersOf(name) {
  const type = checker.getDeclaredTypeOfSymbol(symbols.find((symbol) => symbol.name === name));
  return new Map(type.getProperties().map((property) => [property.name, property]));
}

/** `string`, `number`, or of a list the members of its items. */
function kindOf(property) {
  const type = checker.getNonNullableType(checker.getTypeOfSymbol(property));
  if (!checker.isArrayType(type)) return checker.typeToString(type);
  const [item] = checker.getTypeArguments(type);
  const isPrimitive = Boolean(item.flags & ts.TypeFlags.String);
  return isPrimitive
    ? checker.typeToString(item)
    : item
        .getProperties()
        .map(({ name }) => name)
        .join();
}

function kinds(shape) {
  if (shape.type === "integer") return "number";
  if (shape.type !== "list") return shape.type;
  const item = shapes[shape.member.shape];
  return item.type === "structure" ? Object.keys(item.members).join() : item.type;
}
