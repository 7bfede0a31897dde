"""Makes calls with boto3 for tests/js/boto3.test.mjs, and says what boto3 made of the replies.

Standard input: JSON `{"endpoint": …, "calls": [{"operation": "converse", "input": {…}}, …]}`, where `{"$base64": "…"}`
stands for bytes. Standard output: a JSON list with the output of each call, or the list of its events, and bytes alike.
"""

import base64
import json
import sys

from test_boto3 import SESSION_TOKEN
from test_boto3 import client

# The operation of each method, and the member of its output that is a stream.
METHODS = {
    "converse": ("converse", None),
    "converseStream": ("converse_stream", "stream"),
    "invokeModel": ("invoke_model", None),
    "invokeModelWithResponseStream": ("invoke_model_with_response_stream", "body"),
}


def main():
    script = json.load(sys.stdin, object_hook=to_bytes)
    runtime = client(script["endpoint"], token=SESSION_TOKEN)
    replies = [reply(runtime, call["operation"], call["input"]) for call in script["calls"]]
    json.dump(replies, sys.stdout, default=from_bytes)
    runtime.close()


def reply(runtime, operation, given):
    method, stream = METHODS[operation]
    output = getattr(runtime, method)(**given)
    del output["ResponseMetadata"]
    if stream:
        return list(output[stream])
    if "body" in output:
        output["body"] = output["body"].read()
    return output


def to_bytes(value):
    return base64.b64decode(value["$base64"]) if set(value) == {"$base64"} else value


def from_bytes(value):
    if isinstance(value, bytes):
        return {"$base64": base64.b64encode(value).decode()}
    raise TypeError(f"{type(value)} is no JSON")


if __name__ == "__main__":
    main()
