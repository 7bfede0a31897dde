// AWS's clients that the package is compared with, and how its model calls things. To add a client: put its model beside
// the others in tests/fixtures/service-models, and an entry here; every operation of the model is compared then.

export const SERVICES = [
  { name: "bedrock-runtime", client: "BedrockRuntimeClient", sdk: () => import("@aws-sdk/client-bedrock-runtime") },
  {
    name: "bedrock-agent-runtime",
    client: "BedrockAgentRuntimeClient",
    sdk: () => import("@aws-sdk/client-bedrock-agent-runtime"),
  },
  { name: "bedrock", client: "BedrockClient", sdk: () => import("@aws-sdk/client-bedrock") },
];

/** The service with its SDK and its model; `readModel(fileName)` gives the model, parsed. */
export async function loadService({ name, client, sdk }, readModel) {
  return { name, client, sdk: await sdk(), model: await readModel(`${name}.json`) };
}

/**
 * The operations of a model: AWS's name, our method, the shapes of input and output, and the member that is the body.
 * Without those that send events: they have no one request. bidirectional.test.mjs compares them with AWS's client.
 */
export function operationsOf(model) {
  const { shapes } = model;
  const operations = Object.values(model.operations).filter((operation) => !sendsEvents(model, operation));
  return operations.map(({ name, input, output, errors = [] }) => ({
    name,
    method: name[0].toLowerCase() + name.slice(1),
    // An operation without input or output has an empty one.
    input: shapes[input?.shape] ?? EMPTY,
    inputName: input?.shape,
    output: shapes[output?.shape] ?? EMPTY,
    outputName: output?.shape,
    errors: errors.map(({ shape }) => shape),
  }));
}

/** The names of all shapes that operations which send events have. */
export function shapesOfSenders(model) {
  const met = new Set();
  const meet = (name) => {
    if (!name || met.has(name)) return;
    met.add(name);
    for (const { shape } of Object.values(model.shapes[name].members ?? {})) meet(shape);
  };
  for (const operation of Object.values(model.operations)) {
    if (sendsEvents(model, operation)) for (const end of [operation.input, operation.output]) meet(end?.shape);
  }
  return met;
}

function sendsEvents({ shapes }, { input }) {
  return Object.values(shapes[input?.shape]?.members ?? {}).some(({ shape }) => shapes[shape].eventstream);
}

/** The union of events behind a member that is a stream. */
export function eventsOf(model, operation) {
  const payload = operation.output.members[operation.output.payload];
  const union = payload && model.shapes[payload.shape];
  return union?.eventstream ? union : undefined;
}

const EMPTY = { type: "structure", members: {} };
