import { Bedrock } from "bedrock-wasm";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { Chat } from "./Chat.jsx";

// Temporary keys, from your server: `{ accessKeyId, secretAccessKey, sessionToken, expiration }`.
const credentials = async () => (await fetch("/api/bedrock-credentials")).json();
const bedrock = new Bedrock({ region: "us-east-1", credentials });

createRoot(document.querySelector("#root")).render(
  <StrictMode>
    <Chat bedrock={bedrock} model="bedrock/nova-lite" />
  </StrictMode>,
);
