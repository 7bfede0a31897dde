// Tools that run in the page. A model asks for them; their result goes back to it.

export interface Tool {
  /** As the model calls it. */
  name: string;
  /** For the switch. */
  label: string;
  /** For the model. */
  description: string;
  /** A JSON schema. */
  parameters: object;
  /** Fetches the tool's function, which takes the arguments and gives the result as text, or throws. */
  load: () => Promise<(input: Record<string, unknown>) => string>;
}

export const TOOLS: readonly Tool[] = [
  {
    name: "calculator",
    label: "Calculator",
    description:
      "Evaluates an arithmetic expression exactly as a calculator does: + - * / % ^, parentheses, pi, e, sqrt, round, …",
    parameters: {
      type: "object",
      properties: { expression: { type: "string", description: "For example (3 + 4) * sqrt(2)" } },
      required: ["expression"],
      additionalProperties: false,
    },
    load: async () => (await import("./calculator.ts")).run,
  },
  {
    name: "current_time",
    label: "Date and time",
    description: "Tells the current date and time, in the user's time zone or in another one.",
    parameters: {
      type: "object",
      properties: { time_zone: { type: "string", description: "An IANA name such as Europe/Paris; empty for the user's own" } },
      additionalProperties: false,
    },
    load: async () => (await import("./clock.ts")).run,
  },
];

export interface ToolResult {
  text: string;
  failed: boolean;
}

/** Runs a tool that a model asked for. Whatever goes wrong is a result too: the model reads it and may try again. */
export async function runTool(name: string, json: string, allowed: readonly string[]): Promise<ToolResult> {
  const tool = TOOLS.find((known) => known.name === name);
  if (!tool || !allowed.includes(name)) return { text: `There is no tool ${name}.`, failed: true };
  try {
    const input: unknown = JSON.parse(json || "{}");
    if (typeof input !== "object" || input === null || Array.isArray(input))
      throw new TypeError("The arguments must be an object.");
    const run = await tool.load();
    return { text: run(input as Record<string, unknown>), failed: false };
  } catch (error) {
    return { text: error instanceof Error ? error.message : String(error), failed: true };
  }
}
