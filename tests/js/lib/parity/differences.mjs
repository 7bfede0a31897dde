// Says where two values differ, so that a failure names the member and not two screens of JSON.

/**
 * One line for each difference: where, what is ours, what is theirs. Strict: a member that is undefined is not one that is
 * absent, 0 is not -0, and bytes are not an array.
 */
export function differences(ours, theirs, path = "") {
  if (Object.is(ours, theirs)) return [];
  const kind = kindOf(ours);
  if (kind !== kindOf(theirs)) return [line(path, ours, theirs)];
  switch (kind) {
    case "date":
      return differences(ours.getTime(), theirs.getTime(), `${path} in milliseconds`);
    case "bytes":
      return ours.length === theirs.length && ours.every((byte, at) => byte === theirs[at]) ? [] : [line(path, ours, theirs)];
    case "array":
    case "object": {
      const names = new Set([...Object.keys(ours), ...Object.keys(theirs)]);
      const inside = (name) => (kind === "array" ? `${path}[${name}]` : `${path}.${name}`);
      return [...names].flatMap((name) => differences(own(ours, name), own(theirs, name), inside(name)));
    }
    default:
      return [line(path, ours, theirs)];
  }
}

const ABSENT = Symbol("absent");

function own(value, name) {
  return Object.hasOwn(value, name) ? value[name] : ABSENT;
}

function kindOf(value) {
  if (value instanceof Uint8Array) return "bytes";
  if (value instanceof Date) return "date";
  if (Array.isArray(value)) return "array";
  return value === null ? "null" : typeof value;
}

function line(path, ours, theirs) {
  return `${path.replace(/^\./, "") || "it"}: ours ${show(ours)}, theirs ${show(theirs)}`;
}

function show(value) {
  if (typeof value === "symbol") return value.description;
  if (value instanceof Uint8Array) return `${value.length} bytes [${value.subarray(0, 20)}]`;
  if (value instanceof Error) return String(value);
  if (typeof value === "object") return JSON.stringify(value).slice(0, 200);
  return typeof value === "string" ? JSON.stringify(value.slice(0, 200)) : String(value);
}
