// The fields of each way in.

import { Field } from "../components/field.tsx";
import type { Fields } from "./form.ts";
import { readPaste } from "./paste.ts";
import type { Access } from "./types.ts";

export const WAYS: readonly { kind: Access["kind"]; label: string }[] = [
  { kind: "local", label: "Local Bedrock" },
  { kind: "keys", label: "Temporary keys" },
  { kind: "apiKey", label: "API key" },
  { kind: "cognito", label: "Cognito pool" },
];

interface WayProps {
  fields: Fields;
  set: (changes: Partial<Fields>) => void;
}

/** The fields of the chosen way. */
export function Ways({ kind, ...props }: WayProps & { kind: Access["kind"] }) {
  switch (kind) {
    case "local":
      return <p class="hint">A Bedrock on this machine, with its own keys. It needs no AWS account.</p>;
    case "keys":
      return <KeysWay {...props} />;
    case "apiKey":
      return <Text {...props} name="apiKey" label="API key" secret hint="A short-term key: it expires within twelve hours." />;
    case "cognito":
      return <CognitoWay {...props} />;
  }
}

function KeysWay(props: WayProps) {
  const { set } = props;
  return (
    <>
      <Field label="Paste" hint="All that `aws configure export-credentials` prints, in any of its formats.">
        {(tie) => (
          <textarea
            {...tie}
            rows={3}
            spellcheck={false}
            autocomplete="off"
            onInput={(event) => {
              const found = readPaste(event.currentTarget.value);
              if (!found.accessKeyId && !found.secretAccessKey && !found.sessionToken) return;
              // A new set of keys: nothing of the old one may stay beside it.
              set({ sessionToken: "", expiration: "", ...found });
              event.currentTarget.value = "";
            }}
          />
        )}
      </Field>
      <Text {...props} name="accessKeyId" label="Access key id" />
      <Text {...props} name="secretAccessKey" label="Secret access key" secret />
      <Text {...props} name="sessionToken" label="Session token" secret />
    </>
  );
}

function CognitoWay(props: WayProps) {
  return (
    <>
      <Text {...props} name="identityPoolId" label="Identity pool id" hint="It begins with its region: us-east-1:1a2b3c4d-…" />
      <Text
        {...props}
        name="provider"
        label="Login provider"
        hint="Of a Cognito user pool: cognito-idp.REGION.amazonaws.com/USER_POOL_ID"
      />
      <Text {...props} name="token" label="ID token" secret hint="Empty for a guest, who needs a role." />
      <Text {...props} name="roleArn" label="Role (basic flow)" hint="Empty: the pool chooses the role." />
      <Text {...props} name="cognitoEndpoint" label="Cognito endpoint" hint="Empty: AWS's own." />
    </>
  );
}

interface TextProps extends WayProps {
  name: keyof Fields;
  label: string;
  hint?: string;
  secret?: boolean;
}

function Text({ fields, set, name, label, hint, secret }: TextProps) {
  return (
    <Field label={label} hint={hint}>
      {(tie) => (
        <input
          {...tie}
          // Preact's types tell the two kinds of input apart, which differ in nothing used here.
          type={(secret ? "password" : "text") as "text"}
          // Password managers offer to keep what they take for a login, except a new password.
          autocomplete={secret ? "new-password" : "off"}
          spellcheck={false}
          value={fields[name]}
          onInput={(event) => set({ [name]: event.currentTarget.value })}
        />
      )}
    </Field>
  );
}
