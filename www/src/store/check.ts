// Checks of what a file says. Each takes a value and the path of its member, and throws an ImportError that names it.

/** A file that cannot be imported. `at` is the member that is wrong: `conversations[0].turns`. */
export class ImportError extends Error {
  override name = "ImportError";
  readonly at: string;

  constructor(message: string, at: string, options?: ErrorOptions) {
    super(at ? `${at}: ${message}` : message, options);
    this.at = at;
  }
}

type Check<T> = (value: unknown, at: string) => T;

export const text: Check<string> = (value, at) => (typeof value === "string" ? value : wrong("a text", at));
export const boolean: Check<boolean> = (value, at) => (typeof value === "boolean" ? value : wrong("true or false", at));

export const number: Check<number> = (value, at) =>
  typeof value === "number" && Number.isFinite(value) ? value : wrong("a number", at);

export const object: Check<Record<string, unknown>> = (value, at) =>
  typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : wrong("an object", at);

export function oneOf<T extends string>(value: unknown, at: string, names: readonly T[]): T {
  return names.find((name) => name === value) ?? wrong(names.join(" or "), at);
}

export function list<T>(value: unknown, at: string, check: Check<T>): T[] {
  if (!Array.isArray(value)) return wrong("a list", at);
  return value.map((item, index) => check(item, `${at}[${index}]`));
}

/** An object whose members are all of one kind. */
export function record<T>(value: unknown, at: string, check: Check<T>): Record<string, T> {
  const pairs = Object.entries(object(value, at)).map(([name, member]) => [name, check(member, `${at}.${name}`)] as const);
  return Object.fromEntries(pairs);
}

/** Undefined for a member that is null or not there. */
export function optional<T>(value: unknown, at: string, check: Check<T>): T | undefined {
  return value === undefined || value === null ? undefined : check(value, at);
}

function wrong(expected: string, at: string): never {
  throw new ImportError(`This must be ${expected}.`, at || "the file");
}
