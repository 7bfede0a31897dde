// Programs of strangers at a server of Anthropic's API.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { createFetch } from "bedrock-wasm/anthropic";
import { connect } from "./lib/client.mjs";

const ACCOUNT = "123456789012";

describe("a page of models", () => {
  test("tells of no profile of the account's, by its ends and by whether there are more", async (t) => {
    const { bedrock } = await connect(t);
    const { data: all } = await bedrock.models.list();
    assert.ok(all.at(-1).id.includes(ACCOUNT), "the local Bedrock lists a profile of the account's as the last");
    const shown = all.slice(0, -1);
    for (const limit of [all.length, shown.length]) {
      const text = await (await createFetch(bedrock)(`/v1/models?limit=${limit}`)).text();
      assert.ok(!text.includes(ACCOUNT), text.slice(-300));
      const { data, has_more, last_id } = JSON.parse(text);
      assert.deepEqual([data.length, has_more, last_id], [shown.length, false, shown.at(-1).id]);
    }
    const own = await createFetch(bedrock, { exposeIdentity: true })(`/v1/models?limit=${all.length}`);
    assert.equal((await own.json()).last_id, all.at(-1).id);
  });
});
