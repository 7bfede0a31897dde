// Whether a text is a JSON schema that can be sent, and if not, where it is wrong.

import { Validator } from "@cfworker/json-schema";
import { findNodeAtLocation, type Node, type ParseError, parseTree, printParseErrorCode } from "jsonc-parser";

/** A fault in the editor's text, at a line and a column from 1. */
export interface Fault {
  line: number;
  column: number;
  message: string;
}

export type Schema = Record<string, unknown>;

export type Checked = { schema: Schema; faults?: never } | { schema?: never; faults: readonly Fault[] };

const JSON_ONLY = { disallowComments: true, allowTrailingComma: false };

/** Reads the editor's text. */
export function check(text: string): Checked {
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, JSON_ONLY);
  if (errors.length > 0) return { faults: errors.map(({ error, offset }) => faultAt(text, offset, sentenceOf(error))) };
  if (root?.type !== "object") return { faults: [faultAt(text, root?.offset ?? 0, "A schema is an object: { … }")] };
  const schema = JSON.parse(text) as Schema;
  const faults: Fault[] = [];
  if (schema.type !== "object")
    faults.push(faultAt(text, root.offset, 'A reply is an object: "type": "object" is missing at the top'));
  look(schema, [], (path, message) => faults.push(faultAt(text, offsetOf(root, path), message)));
  if (faults.length > 0) return { faults };
  try {
    // A `$ref` that leads nowhere throws.
    new Validator(schema).validate({});
  } catch (error) {
    return { faults: [faultAt(text, root.offset, error instanceof Error ? error.message : String(error))] };
  }
  return { schema };
}

const TYPES = new Set(["string", "number", "integer", "boolean", "object", "array", "null"]);

type Path = (string | number)[];
type Tell = (path: Path, message: string) => void;

/** The mistakes that validators pass over, since an unknown word constrains nothing. */
function look(schema: unknown, path: Path, tell: Tell): void {
  if (typeof schema === "boolean") return;
  if (!isObject(schema)) {
    tell(path, "A schema is an object, true or false");
    return;
  }
  const { type, required, enum: values } = schema;
  for (const name of type === undefined ? [] : [type].flat()) {
    if (!TYPES.has(name as string))
      tell([...path, "type"], `There is no type ${JSON.stringify(name)}: use ${[...TYPES].join(", ")}`);
  }
  if (required !== undefined && !(Array.isArray(required) && required.every((name) => typeof name === "string")))
    tell([...path, "required"], '"required" is a list of names: ["…"]');
  if (values !== undefined && !Array.isArray(values)) tell([...path, "enum"], '"enum" is a list of values');
  for (const key of ["properties", "$defs", "definitions"]) {
    const members = schema[key];
    if (members === undefined) continue;
    if (!isObject(members)) tell([...path, key], `"${key}" is an object of schemas`);
    else for (const [name, member] of Object.entries(members)) look(member, [...path, key, name], tell);
  }
  for (const key of ["items", "additionalProperties", "not"]) {
    if (schema[key] !== undefined && !Array.isArray(schema[key])) look(schema[key], [...path, key], tell);
  }
  for (const key of ["anyOf", "oneOf", "allOf"]) {
    const list = schema[key];
    if (list === undefined) continue;
    if (!Array.isArray(list)) tell([...path, key], `"${key}" is a list of schemas`);
    else list.forEach((member, index) => look(member, [...path, key, index], tell));
  }
}

function isObject(value: unknown): value is Schema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function offsetOf(root: Node, path: Path): number {
  return findNodeAtLocation(root, path)?.offset ?? root.offset;
}

function faultAt(text: string, offset: number, message: string): Fault {
  const lines = text.slice(0, offset).split("\n");
  return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1, message };
}

const SENTENCES: Record<string, string> = {
  InvalidSymbol: "This is neither a string nor a number, true, false or null",
  InvalidNumberFormat: "This is not a number",
  PropertyNameExpected: "A name in double quotes must stand here",
  ValueExpected: "A value must stand here",
  ColonExpected: "A colon must stand here",
  CommaExpected: "A comma must stand here",
  CloseBraceExpected: "A } must stand here",
  CloseBracketExpected: "A ] must stand here",
  EndOfFileExpected: "The JSON has ended before this",
  InvalidCommentToken: "JSON has no comments",
  UnexpectedEndOfString: "The string has no closing quote",
};

function sentenceOf(code: ParseError["error"]): string {
  const name = printParseErrorCode(code);
  return SENTENCES[name] ?? name;
}

/** What of a reply is not as the schema wants it: where, as a JSON pointer, and why. */
export function mismatches(schema: Schema, value: unknown): { where: string; why: string }[] {
  const { errors } = new Validator(schema, "2020-12", false).validate(value);
  // A parent's error only says that its child has one.
  const inner = errors.filter(({ keyword }) => keyword !== "properties" && keyword !== "items");
  return (inner.length > 0 ? inner : errors).map(({ instanceLocation, error }) => ({ where: instanceLocation, why: error }));
}
