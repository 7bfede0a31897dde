// What the model may ask this program to do. The arguments are a model's words: check them as you would a stranger's request.

const tools = {
  get_time: {
    description: "Tells the time in a city.",
    inputSchema: { type: "object", properties: { city: { type: "string", description: "in English" } }, required: ["city"] },
    run({ city }) {
      const ending = `/${String(city).replaceAll(" ", "_")}`;
      const timeZone = Intl.supportedValuesOf("timeZone").find((zone) => zone.endsWith(ending));
      if (!timeZone) throw new Error(`No time zone is named after ${city}: name a larger city of the same zone.`);
      return { time: new Date().toLocaleString("en", { timeZone }), timeZone };
    },
  },
};

export const toolConfig = {
  tools: Object.entries(tools).map(([name, { description, inputSchema }]) => ({
    toolSpec: { name, description, inputSchema: { json: inputSchema } },
  })),
};

export function runTool(name, input) {
  if (!Object.hasOwn(tools, name)) throw new Error(`There is no tool ${name}.`);
  return tools[name].run(input);
}
