// What was called middleware: it runs before the pages.
import { answer } from "./matrix/all.mjs";

export async function proxy(request) {
  return Response.json(await answer(request.url));
}

export const config = { matcher: "/proxy" };
