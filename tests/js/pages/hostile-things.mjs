// Values that no caller should pass, and some do.

/** A proxy that throws at whatever is done to it. */
export function revoked(target = {}) {
  const { proxy, revoke } = Proxy.revocable(target, {});
  revoke();
  return proxy;
}

/** A proxy whose properties all throw. */
export function thrower(thrown = new Error("boom")) {
  return new Proxy({}, { get: () => raise(thrown), ownKeys: () => raise(thrown), getPrototypeOf: () => raise(thrown) });
}

export function raise(thrown) {
  throw thrown;
}

/** An object with a getter that throws. */
export function withGetter(object, name, thrown = new Error("boom")) {
  return Object.defineProperty({ ...object }, name, { get: () => raise(thrown), enumerable: true });
}

/** An object without the methods of objects: it cannot become a string. */
export function bare(members) {
  return Object.assign(Object.create(null), members);
}

export function cyclic() {
  const object = {};
  object.self = object;
  return object;
}

/** It is awaited for ever. */
export const never = () => new Promise(() => {});
/** It rejects, and its own `catch` does nothing about that. */
export const stubborn = () => Object.assign(Promise.reject(new Error("stubborn")), { catch: () => {} });
const THEN = "then";
/** A promise takes it for one. */
export const thenable = (then) => Object.fromEntries([[THEN, then]]);
export const thenThrows = () => Object.defineProperty({}, THEN, { get: () => raise(new Error("then boom")) });
/** A list whose second look differs from its first. */
export function fickle(first, then) {
  let looks = 0;
  return new Proxy(first, { get: (target, name) => (name === "1" && looks++ > 0 ? then : Reflect.get(target, name)) });
}

/** A list that is looped over for ever. */
export function endlessList(item) {
  const list = [item];
  list[Symbol.iterator] = function* () {
    for (;;) yield item;
  };
  return list;
}
