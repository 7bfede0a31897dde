// Images: Pictures made of a description.

import { Empty } from "../../components/states.tsx";

export default function Images() {
  return <Empty title="Images">Pictures made of a description.</Empty>;
}
