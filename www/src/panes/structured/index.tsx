// Structured output: Replies that follow a JSON schema.

import { Empty } from "../../components/states.tsx";

export default function Structured() {
  return <Empty title="Structured output">Replies that follow a JSON schema.</Empty>;
}
