import type { Bedrock, JsonObjectWithBytes } from "bedrock-wasm";

export async function talk(
  bedrock: Bedrock,
  microphone: AsyncIterable<Uint8Array>, // 16-bit PCM, 16 kHz, one channel
  play: (sound: string) => void, // base64 of the same at 24 kHz
): Promise<void> {
  const promptName = crypto.randomUUID();
  const contentName = crypto.randomUUID();
  const audio = { mediaType: "audio/lpcm", sampleSizeBits: 16, channelCount: 1, encoding: "base64", audioType: "SPEECH" };
  const say = (event: JsonObjectWithBytes) => ({ chunk: { bytes: { event } } });
  async function* events() {
    yield say({ sessionStart: { inferenceConfiguration: { maxTokens: 1024, topP: 0.9, temperature: 0.7 } } });
    const audioOutputConfiguration = { ...audio, sampleRateHertz: 24_000, voiceId: "matthew" };
    yield say({ promptStart: { promptName, textOutputConfiguration: { mediaType: "text/plain" }, audioOutputConfiguration } });
    const audioInputConfiguration = { ...audio, sampleRateHertz: 16_000 };
    const start = { promptName, contentName, type: "AUDIO", interactive: true, role: "USER", audioInputConfiguration };
    yield say({ contentStart: start });
    for await (const content of microphone) yield say({ audioInput: { promptName, contentName, content } });
    yield say({ contentEnd: { promptName, contentName } });
    yield say({ promptEnd: { promptName } });
    yield say({ sessionEnd: {} });
  }
  const stream = await bedrock.invokeModelWithBidirectionalStream({ modelId: "amazon.nova-2-sonic-v1:0", body: events() });
  for await (const { chunk } of stream) {
    const { event } = JSON.parse(new TextDecoder().decode(chunk.bytes));
    if (event.audioOutput) play(event.audioOutput.content);
    if (event.completionEnd) break; // closes the connection, and calls return() of events()
  }
}
