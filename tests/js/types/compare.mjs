// Compares the declared types with AWS's service models: both are walked together, from the operations down.
import ts from "typescript";

/**
 * What some shapes have beside the members of AWS's; every result has `_request_id`.
 *
 * No shape has another name than AWS's: the services' own `Document`, exceptions and plain strings and numbers, which
 * share theirs, are no declared types.
 */
const ADDED = {
  InvokeModelResponse: ["json", "text", "usage", "metrics"],
  InvokeModelWithResponseStreamResponse: ["usage", "metrics"],
  ConverseStreamResponse: ["usage", "metrics"],
  // Bedrock sends them, and its model does not have them.
  TokenUsage: ["cacheReadInputTokenCount", "cacheWriteInputTokenCount", "serverToolUsage"],
};

/**
 * Walks the operations of `model` through the class `Bedrock` of the declaration file.
 *
 * - `problems`: sentences, one for each difference
 * - `visited`: names of the shapes that were compared
 */
export function compare(declarationFile, model) {
  const walk = new Walk(declarationFile, model);
  for (const name of Object.keys(model.operations)) walk.operation(name);
  return { problems: walk.problems, visited: walk.visited };
}

function open(declarationFile) {
  const options = { strict: true, target: ts.ScriptTarget.ES2022, lib: ["lib.es2022.d.ts", "lib.dom.d.ts"], types: [] };
  const program = ts.createProgram([declarationFile], options);
  const checker = program.getTypeChecker();
  const module = checker.getSymbolAtLocation(program.getSourceFile(declarationFile));
  return { checker, exports: new Map(checker.getExportsOfModule(module).map((symbol) => [symbol.name, symbol])) };
}

class Walk {
  problems = [];
  visited = new Set();
  #done = new Set();

  constructor(declarationFile, model) {
    Object.assign(this, open(declarationFile), { model });
  }

  operation(name) {
    const { input, output } = this.model.operations[name];
    const bedrock = this.checker.getDeclaredTypeOfSymbol(this.exports.get("Bedrock"));
    const method = bedrock.getProperty(name[0].toLowerCase() + name.slice(1));
    if (!method) return this.#problem(name, "Bedrock has no such method");
    const [signature] = this.checker.getTypeOfSymbol(method).getCallSignatures();
    this.#input(input.shape, signature.parameters[0]);
    const promise = signature.getReturnType();
    const { members: outputMembers } = this.model.shapes[output.shape];
    const wanted = outputMembers.nextToken ? "PagePromise" : "APIPromise";
    if (promise.symbol.name !== wanted) this.#problem(name, `returns no ${wanted}`);
    const [result] = this.checker.getTypeArguments(promise);
    const members = Object.entries(outputMembers);
    const events = members.find(([, { shape }]) => this.model.shapes[shape].eventstream)?.[1].shape;
    if (!events) return this.shape(output.shape, result, "output", output.shape);

    // A stream takes the place of the member that holds it; the other members, from headers, are the stream's own.
    this.visited.add(output.shape);
    const stream = result.symbol.name === "Stream" ? result : this.checker.getBaseTypes(result)[0];
    this.shape(events, this.checker.getTypeArguments(stream)[0], "output", events);
    this.#added(output.shape, result, ADDED[output.shape]);
    for (const [member, { shape, location }] of members.filter(([, { shape }]) => shape !== events)) {
      this.#member(shape, result.getProperty(member), location !== "header", "output", `${output.shape}.${member}`);
    }
  }

  /** May be left out where the model requires none of its members. */
  #input(name, parameter) {
    const optional = this.checker.isOptionalParameter(parameter.valueDeclaration);
    const required = (this.model.shapes[name].required ?? []).length > 0;
    if (optional === required) this.#problem(name, required ? "must be required" : "must be optional");
    const type = this.checker.getTypeOfSymbol(parameter);
    this.shape(name, optional ? this.checker.getNonNullableType(type) : type, "input", name);
  }

  /** Compares a type with a shape; `at` is where in the input or output it was met. */
  shape(name, type, direction, at) {
    const key = `${direction} ${name} ${type.id}`;
    if (this.#done.has(key)) return;
    this.#done.add(key);
    this.visited.add(name);
    const shape = this.model.shapes[name];
    if (shape.document) return this.#document(type, direction, at);
    if (shape.type === "structure" || shape.enum) {
      if (!this.exports.has(name)) this.#problem(at, `${name} is not exported`);
    }
    if (shape.union || shape.eventstream) return this.#union(shape, type, direction, at);
    if (shape.type === "structure") return this.#structure(name, shape, type, direction, at);
    if (shape.type === "list") return this.#list(shape, type, direction, at);
    if (shape.type === "map") return this.#map(shape, type, direction, at);
    this.#scalar(shape, type, direction, at);
  }

  #structure(name, shape, type, direction, at) {
    const wanted = Object.entries(shape.members);
    const isNamed = type.symbol?.name === name || type.isIntersection() || wanted.length === 0;
    if (!isNamed) this.#problem(at, `is ${this.checker.typeToString(type)}, not ${name}`);
    for (const [member, { shape: memberShape, location }] of wanted) {
      const required = (shape.required ?? []).includes(member) && !(direction === "output" && location === "header");
      const payload = shape.payload === member;
      this.#member(memberShape, type.getProperty(member), required, direction, `${at}.${member}`, payload);
    }
    const isResult = direction === "output" && at === name;
    const added = [...(isResult ? ["_request_id"] : []), ...(ADDED[name] ?? [])];
    this.#added(at, type, added);
    const known = new Set([...Object.keys(shape.members), ...added]);
    for (const { name: member } of type.getProperties()) {
      if (!known.has(member)) this.#problem(`${at}.${member}`, `is no member of ${name}`);
    }
  }

  #added(at, type, members = []) {
    for (const member of members) if (!type.getProperty(member)) this.#problem(`${at}.${member}`, "is missing");
  }

  #member(shape, property, required, direction, at, payload = false) {
    if (!property) return this.#problem(at, "is missing");
    const optional = Boolean(property.flags & ts.SymbolFlags.Optional);
    if (optional === required) this.#problem(at, required ? "must be required" : "must be optional");
    const type = this.checker.getTypeOfSymbol(property);
    if (payload) return this.#payload(shape, type, direction, at);
    // `null` belongs to documents: it may not be taken off together with `undefined`.
    const isWhole = !optional || this.model.shapes[shape].document;
    this.shape(shape, isWhole ? type : this.checker.getNonNullableType(type), direction, at);
  }

  /** Exactly one member each, and one for every member of the model but exceptions: those are thrown. */
  #union(shape, type, direction, at) {
    const isException = (key) => this.model.shapes[shape.members[key].shape].exception;
    const missing = new Set(Object.keys(shape.members).filter((key) => !isException(key)));
    for (const variant of type.isUnion() ? type.types : [type]) {
      const properties = variant.getProperties();
      const required = properties.filter(({ flags }) => !(flags & ts.SymbolFlags.Optional));
      if (required.length !== 1) this.#problem(at, `${this.checker.typeToString(variant)} has not exactly one key`);
      for (const property of properties) {
        const { name } = property;
        const memberAt = `${at}.${name}`;
        const memberType = this.checker.getTypeOfSymbol(property);
        if (!required.includes(property)) {
          const isAbsent = this.checker.typeToString(memberType) === "undefined";
          if (!isAbsent) this.#problem(memberAt, "may stand beside another key");
        } else if (missing.delete(name)) {
          this.shape(shape.members[name].shape, memberType, direction, memberAt);
        } else {
          this.#problem(memberAt, "is no member of the union, or is there twice");
        }
      }
    }
    for (const key of missing) this.#problem(`${at}.${key}`, "is missing");
  }

  #list(shape, type, direction, at) {
    if (!this.checker.isArrayType(type)) return this.#problem(at, "is no array");
    this.shape(shape.member.shape, this.checker.getTypeArguments(type)[0], direction, `${at}[]`);
  }

  #map(shape, type, direction, at) {
    const value = type.getStringIndexType();
    if (!value) return this.#problem(at, "is no record");
    this.shape(shape.key.shape, this.checker.getStringType(), direction, `${at} (key)`);
    this.shape(shape.value.shape, value, direction, `${at}{}`);
  }

  #scalar(shape, type, direction, at) {
    if (shape.type === "string") return this.#string(shape, type, at);
    if (shape.type === "blob" && direction === "event") return this.#anyBlob(type, at);
    if (shape.type === "blob") return this.#same(type, direction === "input" ? "InputBlob" : "OutputBlob", at);
    if (shape.type === "timestamp") return this.#timestamp(type, direction, at);
    const wanted = shape.type === "boolean" ? "boolean" : "number";
    if (this.checker.typeToString(type) !== wanted) this.#problem(at, `is no ${wanted}`);
  }

  /** Every known value is there to be completed, and any other string is allowed: AWS adds values. */
  #string(shape, type, at) {
    const string = this.checker.getStringType();
    const isOpen = this.#assignable(string, type) && this.#assignable(type, string);
    if (!isOpen) return this.#problem(at, "is no open string");
    if (!shape.enum) return;
    const parts = type.isUnion() ? type.types : [type];
    const literals = parts.filter((part) => part.isStringLiteral()).map(({ value }) => value);
    const without = (values, others) => values.filter((value) => !others.includes(value));
    for (const value of without(shape.enum, literals)) this.#problem(at, `lacks the value ${value}`);
    for (const value of without(literals, shape.enum)) this.#problem(at, `has ${value}, which AWS has not`);
  }

  /** Outputs have the text that AWS sends; inputs take a date as well. */
  #timestamp(type, direction, at) {
    const parts = (type.isUnion() ? type.types : [type]).map((part) => this.checker.typeToString(part));
    const wanted = direction === "input" ? ["Date", "string"] : ["string"];
    if (parts.sort().join() !== wanted.join()) this.#problem(at, `is no ${wanted.join(" | ")}`);
  }

  /** A body that is not JSON may be given in more ways than a blob inside of JSON. */
  #payload(shape, type, direction, at) {
    if (direction === "output") return this.shape(shape, type, direction, at);
    if (this.model.shapes[shape].eventstream) return this.#eventInput(shape, type, at);
    this.visited.add(shape);
    this.#anyBlob(type, at);
  }

  /** Whatever gives one event after another. */
  #eventInput(shape, type, at) {
    const givers = type.types.map(({ symbol }) => symbol.name).sort();
    if (givers.join() !== "AsyncIterable,Iterable,ReadableStream") this.#problem(at, "does not take every iterable");
    for (const giver of type.types) this.shape(shape, this.checker.getTypeArguments(giver)[0], "event", `${at}[]`);
  }

  #anyBlob(type, at) {
    if (!this.#assignable(this.#declared("InputBlob"), type)) this.#problem(at, "does not take every blob");
  }

  /** Inputs may take read-only documents too. */
  #document(type, direction, at) {
    const widest = this.#declared(direction === "input" ? "JsonInput" : "JsonValue");
    const takesAll = this.#assignable(this.#declared("JsonValue"), type);
    const takesNoMore = this.#assignable(this.checker.getNonNullableType(type), widest);
    if (!takesAll || !takesNoMore) this.#problem(at, "is no document");
  }

  #same(type, name, at) {
    const wanted = this.#declared(name);
    if (!this.#assignable(type, wanted) || !this.#assignable(wanted, type)) this.#problem(at, `is no ${name}`);
  }

  #declared(name) {
    return this.checker.getDeclaredTypeOfSymbol(this.exports.get(name));
  }

  #assignable(from, to) {
    return this.checker.isTypeAssignableTo(from, to);
  }

  #problem(at, what) {
    this.problems.push(`${at}: ${what}`);
  }
}
