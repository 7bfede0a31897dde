// The program as an edge worker: each request runs it.
import { answer } from "./all.mjs";

export default { fetch: async (request) => Response.json(await answer(request.url)) };
