cargo install --git https://github.com/bedrock-wasm/bedrock-wasm bedrock-emulator
bedrock-emulator --port 8080 --token-ms 20
