import { Bedrock } from "bedrock-wasm";

const bedrock = new Bedrock({
  region: "us-east-1",
  credentials: async () => (await fetch("/api/bedrock-credentials")).json(),
});

document.querySelector<HTMLInputElement>("#file")?.addEventListener("change", async ({ target }) => {
  const [file] = (target as HTMLInputElement).files ?? [];
  if (!file) return;
  const format = file.type.replace("image/", ""); // png, jpeg, gif or webp
  const stream = await bedrock.converseStream({
    modelId: "us.amazon.nova-lite-v1:0",
    messages: [
      {
        role: "user",
        content: [
          { image: { format, source: { bytes: new Uint8Array(await file.arrayBuffer()) } } },
          { text: "Describe this picture." },
        ],
      },
    ],
  });
  for await (const event of stream) {
    document.querySelector("#answer")?.append(event.contentBlockDelta?.delta.text ?? "");
  }
});
