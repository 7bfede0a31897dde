npx esbuild page.js --bundle --format=esm --splitting --outdir=dist
cp node_modules/bedrock-wasm/*.wasm dist/
