ollama serve &
ollama pull llama3.2
bedrock-emulator --port 8080 --upstream http://127.0.0.1:11434 --upstream-model llama3.2
