import { answer } from "../../matrix/all.mjs";

export const runtime = "edge";

export async function GET(request) {
  return Response.json(await answer(request.url));
}
