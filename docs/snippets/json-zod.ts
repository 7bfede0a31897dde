import { Bedrock } from "bedrock-wasm";
import { z } from "zod";

const Person = z.object({ name: z.string(), age: z.int(), city: z.string() });

const bedrock = new Bedrock();
const { choices } = await bedrock.chat.completions.create({
  model: "bedrock/nova-lite",
  messages: [{ role: "user", content: "Ada, 36, writes programs in London. Extract the person." }],
  response_format: { type: "json_schema", json_schema: { name: "person", schema: z.toJSONSchema(Person) } },
});
const person = Person.parse(JSON.parse(choices[0]?.message.content ?? ""));
console.log(typeof person.name, typeof person.age, typeof person.city);
