import { APIUserAbortError } from "bedrock-wasm";
import { useEffect, useRef, useState } from "react";

/**
 * A conversation that streams.
 *
 * - `messages`: what was said, in OpenAI's shape; the last one grows while it arrives
 * - `send(text)`: asks, unless an answer is on its way; `stop()` breaks that off and keeps what has arrived
 * - `isBusy`, `error`: how it goes
 */
export function useChat(bedrock, model) {
  const [messages, setMessages] = useState([]);
  const [isBusy, setIsBusy] = useState(false);
  const [error, setError] = useState();
  const controller = useRef();

  // Who leaves the page wants no more of the answer.
  useEffect(() => () => controller.current?.abort(), []);

  async function send(text) {
    if (isBusy) return;
    const conversation = [...messages, { role: "user", content: text }];
    let content = "";
    setMessages(conversation);
    setError(undefined);
    setIsBusy(true);
    controller.current = new AbortController();
    try {
      const { signal } = controller.current;
      const stream = await bedrock.chat.completions.create({ model, messages: conversation, stream: true }, { signal });
      for await (const { choices } of stream) {
        content += choices[0]?.delta.content ?? "";
        setMessages([...conversation, { role: "assistant", content }]);
      }
    } catch (thrown) {
      if (!(thrown instanceof APIUserAbortError)) setError(thrown);
      // A question without an answer goes: two in a row are no conversation.
      if (content === "") setMessages(messages);
    } finally {
      setIsBusy(false);
    }
  }

  return { messages, isBusy, error, send, stop: () => controller.current?.abort() };
}
