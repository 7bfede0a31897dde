import { answer } from "../../matrix/all.mjs";

export const prerender = false;

export async function GET({ request }) {
  return Response.json(await answer(request.url));
}
