// The tool that calculates: a parser by recursive descent, since nothing of a model is ever evaluated as JavaScript.

const CONSTANTS: Record<string, number> = { pi: Math.PI, e: Math.E };

const FUNCTIONS: Record<string, (...values: number[]) => number> = {
  sqrt: Math.sqrt,
  abs: Math.abs,
  round: Math.round,
  floor: Math.floor,
  ceil: Math.ceil,
  ln: Math.log,
  log: Math.log10,
  exp: Math.exp,
  sin: Math.sin,
  cos: Math.cos,
  tan: Math.tan,
  min: Math.min,
  max: Math.max,
};

/** Deep nesting would overflow the stack. */
const DEPTH_MAX = 100;

/** The value of `expression`, as text. */
export function run({ expression }: Record<string, unknown>): string {
  if (typeof expression !== "string") throw new TypeError("`expression` must be a string.");
  const value = evaluate(expression);
  if (!Number.isFinite(value)) throw new RangeError("The result is not a finite number.");
  // 0.1 + 0.2 is 0.3 to people.
  return String(Number(value.toPrecision(15)));
}

/** Throws a SyntaxError that says where it stopped to understand. */
export function evaluate(expression: string): number {
  const parser = new Parser(expression);
  const value = parser.sum();
  parser.end();
  return value;
}

class Parser {
  readonly #text: string;
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
  }

  sum(): number {
    if (++this.#depth > DEPTH_MAX) throw new SyntaxError("The expression is nested too deeply.");
    let value = this.#product();
    for (let sign = this.#take(/[+\-−]/y); sign; sign = this.#take(/[+\-−]/y)) {
      value = sign === "+" ? value + this.#product() : value - this.#product();
    }
    this.#depth--;
    return value;
  }

  end(): void {
    if (this.#take(/$/y) === undefined) this.#fail();
  }

  #product(): number {
    let value = this.#signed();
    for (let sign = this.#take(/\*(?!\*)|[×/÷%]/y); sign; sign = this.#take(/\*(?!\*)|[×/÷%]/y)) {
      const next = this.#signed();
      if (sign === "*" || sign === "×") value *= next;
      else if (sign === "%") value %= next;
      else value /= next;
    }
    return value;
  }

  /** A sign binds less than a power: -2^2 is -4. */
  #signed(): number {
    let sign = 1;
    for (let found = this.#take(/[+\-−]/y); found; found = this.#take(/[+\-−]/y)) if (found !== "+") sign = -sign;
    return sign * this.#power();
  }

  #power(): number {
    const base = this.#atom();
    if (this.#take(/\^|\*\*/y) === undefined) return base;
    if (++this.#depth > DEPTH_MAX) throw new SyntaxError("The expression is nested too deeply.");
    const exponent = this.#signed();
    this.#depth--;
    return base ** exponent;
  }

  #atom(): number {
    const number = this.#take(/(\d[\d_]*\.?\d*|\.\d+)(e[+-]?\d+)?/iy);
    if (number !== undefined) return Number(number.replaceAll("_", ""));
    const name = this.#take(/[a-z]+/iy)?.toLowerCase();
    if (name === undefined) return this.#grouped()[0] as number;
    if (Object.hasOwn(CONSTANTS, name)) return CONSTANTS[name] as number;
    if (!Object.hasOwn(FUNCTIONS, name)) throw new SyntaxError(`There is no function or constant ${name}.`);
    return (FUNCTIONS[name] as (...values: number[]) => number)(...this.#grouped());
  }

  /** What stands in parentheses, between commas. */
  #grouped(): number[] {
    if (this.#take(/\(/y) === undefined) this.#fail();
    const values = [this.sum()];
    while (this.#take(/,/y) !== undefined) values.push(this.sum());
    if (this.#take(/\)/y) === undefined) this.#fail();
    return values;
  }

  /** Takes what the sticky pattern finds behind white space. */
  #take(pattern: RegExp): string | undefined {
    while (/\s/.test(this.#text[this.#at] ?? "")) this.#at++;
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    this.#at += found?.length ?? 0;
    return found;
  }

  #fail(): never {
    const rest = this.#text.slice(this.#at, this.#at + 20);
    throw new SyntaxError(rest ? `Not understood at "${rest}".` : "The expression ends too early.");
  }
}
