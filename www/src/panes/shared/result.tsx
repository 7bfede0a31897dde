// What a pane shows of its call: nothing yet, on its way, the error, the answer.

import type { ComponentChildren } from "preact";
import { openDialog } from "../../app/dialogs.ts";
import { ErrorBox } from "../../components/error-box.tsx";
import { Empty } from "../../components/states.tsx";
import { connection } from "../../connection/index.ts";
import { InsideButton } from "../../inside/button.tsx";
import { Waiting } from "./waiting.tsx";
import type { Task } from "./task.ts";

interface ResultProps<A, I extends { model: string }, T> {
  task: Task<A, I, T>;
  /** Before the first call. */
  title: string;
  hint: string;
  loading: string;
  children: (value: T) => ComponentChildren;
}

export function Result<A, I extends { model: string }, T>(props: ResultProps<A, I, T>) {
  const { task, title, hint, loading, children } = props;
  const now = task.state.value;
  if (now.state === "idle") return <Idle title={title} hint={hint} />;
  return (
    <article class="result" aria-label="Result">
      {now.state === "running" && <Waiting label={loading} />}
      {now.state === "failed" && <ErrorBox error={now.error} onRetry={() => task.retry()} />}
      {now.state === "done" && children(now.value)}
      <InsideButton id={now.recording} />
    </article>
  );
}

/** Before the first call; without a connection it offers one. */
export function Idle({ title, hint }: { title: string; hint: string }) {
  return (
    <Empty title={title}>
      <p>{hint}</p>
      {!connection.value && (
        <button
          type="button"
          onClick={() => {
            openDialog.value = "connect";
          }}
        >
          Connect to Bedrock
        </button>
      )}
    </Empty>
  );
}
