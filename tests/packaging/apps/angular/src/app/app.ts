import { Component, type OnInit } from "@angular/core";
import { APIError, BadRequestError, Bedrock, BedrockError } from "bedrock-wasm";
import { BedrockRuntimeClient, ConverseStreamCommand, ValidationException } from "bedrock-wasm/aws-sdk";
import { createFetch as createMessagesFetch } from "bedrock-wasm/anthropic";
import { createFetch } from "bedrock-wasm/openai";
import { check, started } from "../program";

const bedrock = { APIError, BadRequestError, Bedrock, BedrockError };
const given = { ...bedrock, BedrockRuntimeClient, ConverseStreamCommand, ValidationException, createFetch, createMessagesFetch };

@Component({ selector: "app-root", template: "<h1>Matrix</h1>" })
export class App implements OnInit {
  ngOnInit() {
    const emulator = new URLSearchParams(location.search).get("emulator");
    const outcome = check(given, { emulator, since: started }).catch((error: Error) => ({ error: `${error}` }));
    Object.assign(globalThis, { outcome });
  }
}
