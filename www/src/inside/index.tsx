// The panel beside the pane, on a phone over it: what went over the wire for one recording.

import { useComputed, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { useShortcuts } from "../app/shortcuts.ts";
import { Empty } from "../components/states.tsx";
import { type Attempt, type Recording, recordingOf, recordings } from "../recorder/index.ts";
import { useCalm } from "./calm.ts";
import { CodeView } from "./code.tsx";
import Frames from "./frames/index.tsx";
import { useAlone } from "./alone.ts";
import { Numbers } from "./numbers.tsx";
import { RequestView } from "./request.tsx";
import { closeInside, LATEST, shownRecording } from "./state.ts";
import { type Tab, Tabs } from "./tabs.tsx";
import { Timeline } from "./timeline.tsx";
import { duration, many } from "../components/units.ts";
import "../styles/charts.css";
import "../styles/frames.css";
import "../styles/inside.css";

export default function Inside() {
  const panel = useRef<HTMLElement>(null);
  const tab = useSignal<Tab>("request");
  useAlone(panel);
  // From outside of the panel; a pane's own Escape, which stops a reply, comes before it.
  useShortcuts([{ keys: "Escape", label: "Closes Look inside", run: closeInside, inText: true }]);
  const shown = shownRecording.value;
  const recording = shown === LATEST ? recordings.value.at(-1) : recordingOf(shown ?? undefined);
  // While it is open, `LATEST` means the one that it was then.
  useEffect(() => {
    if (shown === LATEST && recording) shownRecording.value = recording.turn.id;
  }, [shown, recording]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    closeInside();
  };
  return (
    <section ref={panel} class="inside" aria-label="Look inside" tabIndex={-1} onKeyDown={onKeyDown}>
      <div class="inside-head">
        <h2>Look inside</h2>
        <RecordingPicker id={recording?.turn.id} />
        <button type="button" class="quiet" aria-label="Close Look inside" onClick={closeInside}>
          ✕
        </button>
      </div>
      {recording ? (
        <Content key={recording.turn.id} recording={recording} tab={tab} />
      ) : (
        <Empty title="Nothing to look into">
          {shown === LATEST
            ? "Send a request first. Each one is recorded here, in this page’s memory alone."
            : "This recording is gone: the page keeps the latest 20."}
        </Empty>
      )}
    </section>
  );
}

function RecordingPicker({ id }: { id: string | undefined }) {
  if (recordings.value.length === 0) return null;
  return (
    <select
      aria-label="Recording"
      value={id}
      onChange={(event) => {
        shownRecording.value = event.currentTarget.value;
      }}
    >
      {id === undefined && <option value="">Choose a recording</option>}
      {recordings.value.map(({ turn }, index) => (
        <option key={turn.id} value={turn.id}>
          {index + 1}. {turn.label}, {new Date(turn.startedAt).toLocaleTimeString()}
        </option>
      ))}
    </select>
  );
}

function Content({ recording, tab }: { recording: Recording; tab: { value: Tab } }) {
  const { turn } = recording;
  const version = useCalm(recording.changed);
  const picked = useSignal<number | undefined>(undefined);
  const index = Math.min(picked.value ?? turn.attempts.length - 1, turn.attempts.length - 1);
  const attempt = turn.attempts[index];
  return (
    <>
      <p class="inside-summary" data-outcome={turn.outcome}>
        {OUTCOMES[turn.outcome]}
        {turn.endedAt !== undefined && ` after ${duration(turn.endedAt)}`}, {many(turn.attempts.length, "attempt")}
      </p>
      {turn.attempts.length > 1 && (
        <AttemptPicker
          attempts={turn.attempts}
          value={index}
          onChange={(next) => {
            picked.value = next;
          }}
        />
      )}
      <Tabs
        value={tab.value}
        onChange={(next) => {
          tab.value = next;
        }}
      />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by the keyboard, too */}
      <div id="inside-content" class="inside-content" role="tabpanel" aria-labelledby={`inside-${tab.value}`} tabIndex={0}>
        <TabContent tab={tab.value} recording={recording} attempt={attempt} version={version} />
      </div>
    </>
  );
}

const OUTCOMES = { running: "Running", done: "Done", stopped: "Stopped", failed: "Failed" };

interface TabProps {
  tab: Tab;
  recording: Recording;
  attempt: Attempt | undefined;
  version: number;
}

function TabContent({ tab, recording: { turn }, attempt, version }: TabProps) {
  if (tab === "numbers") return <Numbers turn={turn} />;
  if (!attempt) return <Empty title="Nothing was sent">{turn.error?.message ?? "The request is being prepared."}</Empty>;
  switch (tab) {
    case "request":
      return <RequestView attempt={attempt} turn={turn} />;
    case "frames":
      return <Frames key={`${attempt.call}.${attempt.number}`} attempt={attempt} version={version} />;
    case "timeline":
      return <Timeline turn={turn} version={version} />;
    case "code":
      return <CodeView turn={turn} attempt={attempt} />;
  }
}

interface AttemptPickerProps {
  attempts: readonly Attempt[];
  value: number;
  onChange: (index: number) => void;
}

function AttemptPicker({ attempts, value, onChange }: AttemptPickerProps) {
  const several = useComputed(() => new Set(attempts.map(({ call }) => call)).size > 1);
  return (
    <label class="attempts">
      Attempt
      <select value={value} onChange={(event) => onChange(Number(event.currentTarget.value))}>
        {attempts.map((attempt, index) => (
          <option key={`${attempt.call}.${attempt.number}`} value={index}>
            {several.value && `Call ${attempt.call + 1}, attempt `}
            {attempt.number}: {attempt.operation}, {attempt.response?.value.status ?? "no response"}
            {attempt.retry && ", repeated"}
          </option>
        ))}
      </select>
    </label>
  );
}
