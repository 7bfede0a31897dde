// Form encoding, which STS takes.

/**
 * A form in AWS's query protocol: lists and structures become numbered and dotted names.
 *
 * @param {string} action
 * @param {Record<string, unknown>} input
 */
export function encodeForm(action, input) {
  const form = new URLSearchParams({ Action: action, Version: "2011-06-15" });
  /** @type {(name: string, value: unknown) => void} */
  const add = (name, value) => {
    const isList = Array.isArray(value);
    if (isList && value.length > 0) value.forEach((item, index) => add(`${name}.member.${index + 1}`, item));
    else if (!isList && value && typeof value === "object")
      for (const [key, member] of Object.entries(value)) add(`${name}.${key}`, member);
    else if (typeof value === "number" && !Number.isFinite(value)) throw new TypeError(`${name} is ${value}`);
    // For an empty list, the name alone is sent.
    else if (value !== undefined && value !== null) form.append(name, String(value));
  };
  for (const name in input) add(name, input[name]);
  return new TextEncoder().encode(String(form));
}
