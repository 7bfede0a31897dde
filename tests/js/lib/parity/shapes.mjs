// Walks over a service model: values that show every part of a shape, the paths of all parts, and the paths that a value
// has. What the tests have covered is the difference of the last two.

import { samplesOf } from "./samples.mjs";

/** How often a shape may be inside itself. */
const DEPTH_MAX = 2;

/**
 * Values of a shape that together show every member, union variant, enum member and sample at every place inside it: a
 * structure with all its members once for each, and once with only what is required; a list with none, one and two items.
 *
 * `onTheWire`: as a reply has them, which has no bytes and dates.
 */
export function examplesOf(model, name, { onTheWire = false, location } = {}, above = []) {
  const shape = model.shapes[name];
  if (above.filter((other) => other === name).length >= DEPTH_MAX) return [];
  const inside = (member) => examplesOf(model, member.shape, { onTheWire, location: member.location }, [...above, name]);
  if (shape.document) return samplesOf(shape, location, onTheWire);
  switch (shape.type) {
    case "list": {
      const items = inside(shape.member);
      return [...items.map((item) => [item]), ...(items.length > 0 ? [[items.at(-1), items[0]]] : []), []];
    }
    case "map": {
      const [values, keys] = [inside(shape.value), inside(shape.key)];
      return [...values.map((value, at) => ({ [`${keys[at % keys.length]} ${at}`]: value, more: values[0] })), {}];
    }
    case "structure":
      return shape.union ? variants(shape, inside) : structures(shape, inside);
    default:
      return samplesOf(shape, location, onTheWire);
  }
}

function variants(shape, inside) {
  const wrapped = Object.entries(shape.members).map(([name, member]) => inside(member).map((value) => ({ [name]: value })));
  return wrapped.flat();
}

function structures(shape, inside) {
  const members = Object.entries(shape.members).map(([name, member]) => [name, inside(member)]);
  const possible = members.filter(([, values]) => values.length > 0);
  const isRequired = ([name]) => shape.required?.includes(name);
  if (members.some((member) => isRequired(member) && !possible.includes(member))) return [];
  const count = Math.max(1, ...possible.map(([, values]) => values.length));
  const pick = (from, at) => Object.fromEntries(from.map(([name, values]) => [name, values[at % values.length]]));
  const full = Array.from({ length: count }, (_, at) => pick(possible, at));
  const required = possible.filter(isRequired);
  return required.length < possible.length ? [...full, pick(required, 0)] : full;
}

/** The paths of all parts of a shape: `messages[].content[].image.format=png`. Adds the shapes on the way to `visited`. */
export function* pathsOf(model, name, visited, path = name, above = []) {
  visited.add(name);
  if (above.includes(name)) return;
  const shape = model.shapes[name];
  const below = (member, step) => pathsOf(model, member.shape, visited, path + step, [...above, name]);
  for (const value of shape.enum ?? []) yield `${path}=${value}`;
  for (const [member, target] of Object.entries(shape.members ?? {})) {
    yield `${path}.${member}`;
    yield* below(target, `.${member}`);
  }
  if (shape.type === "list") yield* below(shape.member, "[]");
  if (shape.type === "map") {
    visited.add(shape.key.shape);
    yield* below(shape.value, "{}");
  }
}

/** The paths that a value of a shape has, spelt as `pathsOf` spells them. A member that the shape has not is left out. */
export function* pathsIn(model, name, value, path = name) {
  const shape = model.shapes[name];
  if (shape.enum) yield `${path}=${value}`;
  if (shape.type === "list") for (const item of value) yield* pathsIn(model, shape.member.shape, item, `${path}[]`);
  if (shape.type === "map") {
    for (const item of Object.values(value)) yield* pathsIn(model, shape.value.shape, item, `${path}{}`);
  }
  for (const [member, target] of Object.entries(shape.members ?? {})) {
    if (value[member] === undefined) continue;
    yield `${path}.${member}`;
    yield* pathsIn(model, target.shape, value[member], `${path}.${member}`);
  }
}

/** The value with each date of the shape as a Date: replies have text there, and the package leaves it so. */
export function withDates(model, name, value) {
  const shape = model.shapes[name];
  if (value == null || shape.document) return value;
  if (shape.type === "timestamp") return typeof value === "string" ? new Date(value) : `no text, but ${value}`;
  if (shape.type === "list") return value.map((item) => withDates(model, shape.member.shape, item));
  if (shape.type !== "structure" && shape.type !== "map") return value;
  const member = (key) => (shape.type === "map" ? shape.value : shape.members[key]);
  const dated = Object.entries(value).map(([key, item]) => [key, member(key) ? withDates(model, member(key).shape, item) : item]);
  return Object.fromEntries(dated);
}
