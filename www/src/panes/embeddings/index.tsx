// Embeddings: How similar texts are, as a heat map.

import { Empty } from "../../components/states.tsx";

export default function Embeddings() {
  return <Empty title="Embeddings">How similar texts are, as a heat map.</Empty>;
}
