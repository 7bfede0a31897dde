// In the edge runtime, before the pages.
import { answer } from "./matrix/all.mjs";

export async function middleware(request) {
  return Response.json(await answer(request.url));
}

export const config = { matcher: "/middleware" };
