node main.mjs
deno run --allow-net --allow-env --allow-read main.mjs # after: deno add npm:bedrock-wasm
bun run main.mjs
