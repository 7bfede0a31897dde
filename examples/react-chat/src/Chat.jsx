import { useState } from "react";
import { useChat } from "./useChat.js";

export function Chat({ bedrock, model }) {
  const { messages, isBusy, error, send, stop } = useChat(bedrock, model);
  const [text, setText] = useState("");

  function submit(event) {
    event.preventDefault();
    setText("");
    send(text);
  }

  return (
    <>
      <ol aria-live="polite">
        {messages.map(({ role, content }, index) => (
          <li key={index} className={role}>
            {content}
          </li>
        ))}
      </ol>
      {error && <p role="alert">{error.message}</p>}
      <form onSubmit={submit}>
        <input aria-label="Message" value={text} onChange={(event) => setText(event.target.value)} required />
        {isBusy ? (
          <button type="button" onClick={stop}>
            Stop
          </button>
        ) : (
          <button type="submit">Send</button>
        )}
      </form>
    </>
  );
}
