// The kept conversations: open, search, rename, delete, export, import.

import { useSignal } from "@preact/signals";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { go } from "../../app/router.ts";
import { conversation, forget, open, rename } from "../../chat/session.ts";
import { Dialog } from "../../components/dialog.tsx";
import { ErrorBox } from "../../components/error-box.tsx";
import { Empty, Loading } from "../../components/states.tsx";
import { fromFile, toFile } from "../../store/file.ts";
import { keep, loadSummaries, readAll, storageFailure, type Summary, summaries } from "../../store/index.ts";
import "../../styles/conversations.css";

export default function Conversations({ onClose }: { onClose: () => void }) {
  const query = useSignal("");
  useEffect(() => void loadSummaries(), []);
  const list = summaries.value;
  const words = query.value.toLowerCase().split(/\s+/).filter(Boolean);
  const found = list?.filter((summary) => words.every((word) => summary.words.includes(word)));
  const choose = (id: string) => {
    go("chat", id);
    void open(id).then((there) => there && onClose());
  };
  return (
    <Dialog title="Conversations" onClose={onClose}>
      <Files />
      <input
        type="search"
        aria-label="Search the conversations"
        placeholder="Search titles and texts"
        value={query.value}
        onInput={(event) => {
          query.value = event.currentTarget.value;
        }}
      />
      {storageFailure.value && <ErrorBox error={storageFailure.value} onRetry={() => void loadSummaries()} />}
      {!found && !storageFailure.value && <Loading />}
      {found?.length === 0 && (
        <Empty title={words.length > 0 ? "Nothing found" : "No conversations yet"}>
          {words.length > 0 ? "No conversation has all of these words." : "Each conversation is kept in this browser."}
        </Empty>
      )}
      <ul class="conversations" aria-label="Conversations">
        {found?.map((summary) => (
          <Row key={summary.id} summary={summary} onChoose={choose} />
        ))}
      </ul>
    </Dialog>
  );
}

function Row({
  summary: { id, title, model, updatedAt, turns },
  onChoose,
}: {
  summary: Summary;
  onChoose: (id: string) => void;
}) {
  const renaming = useSignal(false);
  const asking = useSignal(false);
  const name = title || "Untitled";
  if (renaming.value) return <Rename id={id} title={title} onClose={() => (renaming.value = false)} />;
  return (
    <li class={id === conversation.value.id ? "shown" : undefined}>
      <button type="button" class="quiet conversation" aria-label={name} onClick={() => onChoose(id)}>
        <strong>{name}</strong>
        <span class="hint">
          {new Date(updatedAt).toLocaleString()} · {turns} turns · {model}
        </span>
      </button>
      {asking.value ? (
        <>
          <button type="button" aria-label={`Delete ${name} for good`} onClick={() => void forget(id)}>
            Delete for good
          </button>
          <button type="button" class="quiet" onClick={() => (asking.value = false)}>
            Keep
          </button>
        </>
      ) : (
        <>
          <button type="button" class="quiet small" aria-label={`Rename ${name}`} onClick={() => (renaming.value = true)}>
            Rename
          </button>
          <button type="button" class="quiet small" aria-label={`Delete ${name}`} onClick={() => (asking.value = true)}>
            Delete
          </button>
        </>
      )}
    </li>
  );
}

function Rename({ id, title, onClose }: { id: string; title: string; onClose: () => void }) {
  const field = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => {
    field.current?.focus();
    field.current?.select();
  }, []);
  return (
    <li>
      <form
        class="rename"
        onSubmit={(event) => {
          event.preventDefault();
          const given = field.current?.value.trim();
          if (given) void rename(id, given);
          onClose();
        }}
      >
        <input
          ref={field}
          aria-label="Title"
          defaultValue={title}
          onKeyDown={(event) => {
            if (event.key !== "Escape") return;
            // The dialog stays open.
            event.preventDefault();
            event.stopPropagation();
            onClose();
          }}
        />
        <button type="submit">Save</button>
      </form>
    </li>
  );
}

function Files() {
  const input = useRef<HTMLInputElement>(null);
  const problem = useSignal<unknown>(undefined);
  const said = useSignal("");
  const exportAll = async () => {
    const url = URL.createObjectURL(new Blob([toFile(await readAll())], { type: "application/json" }));
    Object.assign(document.createElement("a"), { href: url, download: "conversations.json" }).click();
    // The download has begun by then.
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
  };
  const importFile = async (file: File | undefined) => {
    if (!file) return;
    problem.value = undefined;
    said.value = "";
    try {
      const conversations = fromFile(await file.text());
      await keep(...conversations);
      said.value = `${conversations.length} imported.`;
    } catch (error) {
      problem.value = error;
    }
  };
  return (
    <>
      <div class="conversation-files">
        <button type="button" disabled={!summaries.value?.length} onClick={() => void exportAll()}>
          Export all
        </button>
        <button type="button" onClick={() => input.current?.click()}>
          Import
        </button>
        <input
          ref={input}
          type="file"
          accept=".json,application/json"
          hidden
          aria-label="File to import"
          onChange={(event) => {
            void importFile(event.currentTarget.files?.[0]);
            event.currentTarget.value = "";
          }}
        />
        <span class="hint" role="status">
          {said.value}
        </span>
      </div>
      {problem.value !== undefined && <ErrorBox error={problem.value} />}
    </>
  );
}
