// What a comparison came to, as plain data, so that a page can hand it to the test that opened it.

import { pathsIn } from "./shapes.mjs";

/** Names examples by their number and by what they show first, and notes what was shown at all. */
export class Titles {
  #model;
  #name;
  #seen;
  #count = 0;

  constructor(model, name, seen) {
    this.#model = model;
    this.#name = name;
    this.#seen = seen;
  }

  next(what, value) {
    const paths = this.#name ? [...pathsIn(this.#model, this.#name, value)] : [];
    const fresh = paths.filter((path) => !this.#seen.has(path));
    for (const path of fresh) this.#seen.add(path);
    const shown = fresh.length > 3 ? [...fresh.slice(0, 3), "…"] : fresh;
    return `${what} ${++this.#count}${shown.length > 0 ? ` (${shown.join(", ")})` : ""}`;
  }
}
