// The connect dialog: four ways in, region, endpoint.

import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { Dialog } from "../components/dialog.tsx";
import { Field } from "../components/field.tsx";
import { type Fields, read } from "./form.ts";
import { connection, localEndpoint } from "./index.ts";
import { DEFAULT_REGION } from "./local.ts";
import type { Access } from "./types.ts";
import { Ways, WAYS } from "./ways.tsx";

export default function ConnectDialog({ onClose }: { onClose: () => void }) {
  const kind = useSignal<Access["kind"]>(connection.value?.access.kind ?? "local");
  const fields = useSignal<Fields>(initial());
  const problem = useSignal("");
  const connected = useRef(false);
  const set = (changes: Partial<Fields>) => {
    fields.value = { ...fields.value, ...changes };
    problem.value = "";
  };
  const choose = (next: Access["kind"]) => {
    // The local endpoint is nobody else's.
    const { endpoint } = fields.value;
    if (next === "local" && !endpoint) set({ endpoint: localEndpoint.value });
    if (next !== "local" && endpoint === localEndpoint.value) set({ endpoint: "" });
    kind.value = next;
    problem.value = "";
  };
  const submit = (event: Event) => {
    event.preventDefault();
    const result = read(kind.value, fields.value);
    if ("error" in result) {
      problem.value = result.error;
      return;
    }
    connection.value = result;
    connected.current = true;
    onClose();
  };
  return (
    <Dialog title="Connect" onClose={onClose} next={() => (connected.current ? prompt() : null)}>
      <form class="connect" autocomplete="off" onSubmit={submit}>
        <fieldset class="ways">
          <legend>Way in</legend>
          {WAYS.map(({ kind: way, label }) => (
            <label key={way}>
              <input type="radio" name="way" checked={kind.value === way} onChange={() => choose(way)} />
              {label}
            </label>
          ))}
        </fieldset>
        <Ways kind={kind.value} fields={fields.value} set={set} />
        <Place fields={fields.value} set={set} local={kind.value === "local"} />
        {problem.value && (
          <p class="problem" role="alert">
            {problem.value}
          </p>
        )}
        <p class="hint">Secrets stay in this page's memory and go to the endpoint alone. Reloading forgets them.</p>
        <div class="actions">
          {connection.value && (
            <button
              type="button"
              onClick={() => {
                connection.value = null;
                onClose();
              }}
            >
              Disconnect
            </button>
          )}
          <button type="submit" class="primary">
            Connect
          </button>
        </div>
      </form>
    </Dialog>
  );
}

/** Who has connected goes on writing. */
function prompt(): HTMLElement | null {
  return document.querySelector("#message, .prompt textarea, .work > form textarea");
}

/** Region and endpoint, which every way has. */
function Place({ fields, set, local }: { fields: Fields; set: (changes: Partial<Fields>) => void; local: boolean }) {
  return (
    <div class="columns">
      <Field label="Region">
        {(tie) => <input {...tie} value={fields.region} onInput={(event) => set({ region: event.currentTarget.value })} />}
      </Field>
      <Field label="Endpoint" hint={local ? "cargo xtask emulator prints it" : "Empty: AWS's own of the region"}>
        {(tie) => (
          <input
            {...tie}
            value={fields.endpoint}
            placeholder={local ? "http://127.0.0.1:…" : ""}
            onInput={(event) => set({ endpoint: event.currentTarget.value })}
          />
        )}
      </Field>
    </div>
  );
}

/** The present connection's fields: nobody types twice what the page still knows. */
function initial(): Fields {
  const now = connection.value;
  const access = now?.access;
  const keys = access?.kind === "keys" ? access.keys : undefined;
  const pool = access?.kind === "cognito" ? access.pool : undefined;
  return {
    region: now?.region ?? DEFAULT_REGION,
    endpoint: now ? (now.endpoint ?? "") : localEndpoint.value,
    accessKeyId: keys?.accessKeyId ?? "",
    secretAccessKey: keys?.secretAccessKey ?? "",
    sessionToken: keys?.sessionToken ?? "",
    expiration: keys?.expiration ?? "",
    apiKey: access?.kind === "apiKey" ? access.apiKey : "",
    identityPoolId: pool?.identityPoolId ?? "",
    provider: pool?.login?.provider ?? "",
    token: pool?.login?.token ?? "",
    roleArn: pool?.roleArn ?? "",
    cognitoEndpoint: pool?.endpoint ?? "",
  };
}
