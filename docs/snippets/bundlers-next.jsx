// app/sky/page.jsx
import { Bedrock } from "bedrock-wasm";
import { connection } from "next/server";
import { Suspense } from "react";

async function Answer() {
  await connection(); // from here on, for each request
  const bedrock = new Bedrock();
  const messages = [{ role: "user", content: [{ text: "Why is the sky blue?" }] }];
  const { output } = await bedrock.converse({ modelId: "us.amazon.nova-lite-v1:0", messages });
  return <p>{output.message.content[0].text}</p>;
}

export default function Page() {
  return (
    <Suspense fallback={<p>Thinking …</p>}>
      <Answer />
    </Suspense>
  );
}
