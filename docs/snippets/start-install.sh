npm install bedrock-wasm
