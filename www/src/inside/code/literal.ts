// Values as JavaScript, as one would write them by hand.

const NAME = /^[A-Za-z_$][\w$]*$/;

/** Bytes, which JSON carries as base64. */
export class Base64 {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** A text that is JSON, which programs write as its value. */
export class Json {
  readonly value: unknown;
  constructor(value: unknown) {
    this.value = value;
  }
}

/** An expression for a JSON value; `indent` is that of the line on which it begins. */
export function literal(value: unknown, indent = ""): string {
  if (value instanceof Base64) return `bytes(${JSON.stringify(value.text)})`;
  if (value instanceof Json) return `JSON.stringify(${literal(value.value, indent)})`;
  if (Array.isArray(value)) {
    return block(
      "[",
      "]",
      value.map((item) => literal(item, `${indent}  `)),
      indent,
    );
  }
  if (typeof value === "object" && value !== null) {
    const members = Object.entries(value).filter(([, member]) => member !== undefined);
    const lines = members.map(([name, member]) => `${key(name)}: ${literal(member, `${indent}  `)}`);
    return block("{", "}", lines, indent);
  }
  return JSON.stringify(value) ?? "undefined";
}

/** On one line if it is short, as formatters have it. */
function block(open: string, close: string, items: string[], indent: string): string {
  if (items.length === 0) return open + close;
  const space = open === "{" ? " " : "";
  const line = `${open}${space}${items.join(", ")}${space}${close}`;
  if (line.length + indent.length <= 72 && !line.includes("\n")) return line;
  return `${open}\n${items.map((item) => `${indent}  ${item},\n`).join("")}${indent}${close}`;
}

function key(name: string): string {
  // Written otherwise, it would set the object's prototype.
  if (name === "__proto__") return '["__proto__"]';
  return NAME.test(name) ? name : JSON.stringify(name);
}

/** The function that {@link literal} calls for bytes. */
export const BYTES = "const bytes = (base64) => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));\n";
