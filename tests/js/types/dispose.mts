// `await using`, where the program's `lib` knows it.
import type { Bedrock } from "bedrock-wasm";

export async function firstEvent(bedrock: Bedrock): Promise<string | undefined> {
  await using stream = await bedrock.converseStream({ modelId: "m" });
  const disposable: AsyncDisposable = stream;
  console.log(disposable);
  for await (const event of stream) return event.messageStart?.role;
  return undefined;
}
