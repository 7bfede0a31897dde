import { json } from "@sveltejs/kit";
import { answer } from "../../../matrix/all.mjs";

export async function GET({ url }) {
  return json(await answer(url));
}
