"use client";

import { type FormEvent, useState } from "react";

export default function Page() {
  const [answer, setAnswer] = useState("");

  async function ask(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const question = new FormData(event.currentTarget).get("question");
    const reply = await fetch("/api/chat", { method: "POST", body: JSON.stringify({ question }) });
    const reader = reply.body?.pipeThrough(new TextDecoderStream()).getReader();
    setAnswer("");
    for (let part = await reader?.read(); part?.value !== undefined; part = await reader?.read()) {
      const { value } = part;
      setAnswer((text) => text + value);
    }
  }

  return (
    <form onSubmit={ask}>
      <input name="question" aria-label="Question" required />
      <button type="submit">Ask</button>
      <p aria-live="polite">{answer}</p>
    </form>
  );
}
