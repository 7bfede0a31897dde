docker build --tag bedrock-emulator --file tests/emulator/Dockerfile .
docker run --rm --publish 127.0.0.1:8080:8080 bedrock-emulator
