// What a pane shows of its call: nothing yet, on its way, the error, the answer.

import type { ComponentChildren } from "preact";
import { openDialog } from "../../app/dialogs.ts";
import { ErrorBox } from "../../components/error-box.tsx";
import { Empty, Loading } from "../../components/states.tsx";
import { connection } from "../../connection/index.ts";
import type { Task } from "./task.ts";

interface ResultProps<I, T> {
  task: Task<I, T>;
  /** Before the first call. */
  title: string;
  hint: string;
  loading: string;
  children: (value: T) => ComponentChildren;
}

export function Result<I, T>({ task, title, hint, loading, children }: ResultProps<I, T>) {
  const now = task.state.value;
  switch (now.state) {
    case "idle":
      return <Idle title={title} hint={hint} />;
    case "running":
      return <Loading label={loading} />;
    case "failed":
      return <ErrorBox error={now.error} onRetry={() => task.retry()} />;
    case "done":
      return <>{children(now.value)}</>;
  }
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
