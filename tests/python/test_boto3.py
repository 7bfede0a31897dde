"""The local Bedrock, checked by AWS's SDK for Python.

Start the emulator, put its address in BEDROCK_EMULATOR_URL, install requirements.txt and run `python -m unittest` here.
"""

import json
import os
import unittest
import urllib.error
import urllib.request

import boto3
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.config import Config
from botocore.credentials import Credentials
from botocore.exceptions import ClientError
from botocore.exceptions import EventStreamError

URL = os.environ.get("BEDROCK_EMULATOR_URL")
ACCESS_KEY_ID = "AKIDEXAMPLE"
SECRET_ACCESS_KEY = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
SESSION_TOKEN = "IQoJb3JpZ2luX2VjEXAMPLE//token+with/slashes=="
NOVA = "amazon.nova-micro-v1:0"
CLAUDE = "us.anthropic.claude-haiku-4-5-20251001-v1:0"
PROFILE_ARN = "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/otnfa2ysixqd"
MESSAGES = [{"role": "user", "content": [{"text": "Why is the sky blue over Zürich?"}]}]
WEATHER = {
    "tools": [
        {
            "toolSpec": {
                "name": "get_weather",
                "description": "The weather of a city",
                "inputSchema": {
                    "json": {
                        "type": "object",
                        "properties": {"city": {"type": "string"}},
                        "required": ["city"],
                    }
                },
            }
        }
    ]
}
MISMATCH = "The request signature we calculated does not match the signature you provided."
# Kept open until the end, and then closed.
CLIENTS = []


def setUpModule():
    if not URL:
        raise RuntimeError("BEDROCK_EMULATOR_URL is not set: start bedrock-emulator and put its address there")


def tearDownModule():
    for made in CLIENTS:
        made.close()


def client(endpoint=None, attempts=1, key=ACCESS_KEY_ID, secret=SECRET_ACCESS_KEY, token=None):
    made = boto3.client(
        "bedrock-runtime",
        region_name="us-east-1",
        endpoint_url=endpoint or URL,
        aws_access_key_id=key,
        aws_secret_access_key=secret,
        aws_session_token=token,
        config=Config(retries={"total_max_attempts": attempts, "mode": "standard"}),
    )
    CLIENTS.append(made)
    return made


def control(path, method="GET", body=None):
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(f"{URL}/_emulator/{path}", data=data, method=method)
    with urllib.request.urlopen(request) as response:
        return json.load(response)


def session(**options):
    return control("sessions", "POST", options)


def text_of(events):
    return "".join(event.get("contentBlockDelta", {}).get("delta", {}).get("text", "") for event in events)


class Operations(unittest.TestCase):
    def test_converse_and_its_stream_say_the_same(self):
        whole = client().converse(modelId=NOVA, messages=MESSAGES)
        usage = whole["usage"]
        self.assertEqual(usage["totalTokens"], usage["inputTokens"] + usage["outputTokens"])
        self.assertEqual(whole["stopReason"], "end_turn")
        self.assertIn("Zürich", whole["output"]["message"]["content"][0]["text"])
        self.assertRegex(whole["ResponseMetadata"]["RequestId"], "^[0-9a-f-]{36}$")

        events = list(client().converse_stream(modelId=NOVA, messages=MESSAGES)["stream"])
        self.assertEqual(events[0], {"messageStart": {"role": "assistant"}})
        self.assertEqual(events[-2], {"messageStop": {"stopReason": "end_turn"}})
        self.assertEqual(events[-1]["metadata"]["usage"], usage)
        self.assertFalse(any("contentBlockStart" in event for event in events))
        self.assertEqual(text_of(events), whole["output"]["message"]["content"][0]["text"])

    def test_invoke_and_its_stream_say_the_same(self):
        body = json.dumps(
            {
                "anthropic_version": "bedrock-2023-05-31",
                "max_tokens": 300,
                "messages": [{"role": "user", "content": "Tell me about glaciers"}],
            }
        )
        answer = client().invoke_model(modelId=CLAUDE, body=body)
        self.assertEqual(answer["contentType"], "application/json")
        headers = answer["ResponseMetadata"]["HTTPHeaders"]
        message = json.loads(answer["body"].read())
        self.assertEqual(int(headers["x-amzn-bedrock-output-token-count"]), message["usage"]["output_tokens"])

        stream = client().invoke_model_with_response_stream(modelId=CLAUDE, body=body)
        parts = [json.loads(event["chunk"]["bytes"]) for event in stream["body"]]
        text = "".join(part.get("delta", {}).get("text", "") for part in parts)
        self.assertEqual(text, message["content"][0]["text"])
        self.assertEqual(parts[0]["type"], "message_start")
        self.assertIn("amazon-bedrock-invocationMetrics", parts[-1])

    def test_the_model_id_is_one_segment_of_a_signed_path(self):
        made = session()
        client(made["endpoint"], token=SESSION_TOKEN).converse(modelId=PROFILE_ARN, messages=MESSAGES)
        (request,) = control(f"sessions/{made['id']}")["requests"]
        self.assertEqual(request["modelId"], PROFILE_ARN)
        self.assertEqual(request["headers"]["x-amz-security-token"], SESSION_TOKEN)
        self.assertEqual(json.loads(request["bodyText"]), {"messages": MESSAGES})

    def test_a_tool_is_called_and_its_result_is_answered(self):
        messages = [{"role": "user", "content": [{"text": "What is the weather in Oslo?"}]}]
        whole = client().converse(modelId=NOVA, messages=messages, toolConfig=WEATHER)
        self.assertEqual(whole["stopReason"], "tool_use")
        call = whole["output"]["message"]["content"][-1]["toolUse"]
        self.assertEqual(call["input"]["city"], "Oslo")

        events = list(client().converse_stream(modelId=NOVA, messages=messages, toolConfig=WEATHER)["stream"])
        deltas = [event["contentBlockDelta"]["delta"] for event in events if "contentBlockDelta" in event]
        fragments = [delta["toolUse"]["input"] for delta in deltas if "toolUse" in delta]
        self.assertEqual(json.loads("".join(fragments)), call["input"])

        result = {"toolResult": {"toolUseId": call["toolUseId"], "content": [{"text": "minus three"}]}}
        messages += [whole["output"]["message"], {"role": "user", "content": [result]}]
        answer = client().converse(modelId=NOVA, messages=messages, toolConfig=WEATHER)
        self.assertIn("minus three", answer["output"]["message"]["content"][0]["text"])


class Errors(unittest.TestCase):
    def refused(self, code, message, call):
        with self.assertRaises(ClientError) as caught:
            call()
        self.assertEqual(caught.exception.response["Error"]["Code"], code)
        self.assertIn(message, caught.exception.response["Error"]["Message"])
        return caught.exception

    def test_rules_are_answered_in_bedrocks_words(self):
        bedrock = client()
        twice = [*MESSAGES, *MESSAGES]
        error = self.refused(
            "ValidationException",
            "A conversation must alternate between user and assistant roles.",
            lambda: bedrock.converse(modelId=NOVA, messages=twice),
        )
        self.assertIsInstance(error, bedrock.exceptions.ValidationException)
        self.assertEqual(error.response["ResponseMetadata"]["HTTPStatusCode"], 400)
        self.refused(
            "ValidationException",
            "on-demand throughput isn't supported",
            lambda: bedrock.converse(modelId="anthropic.claude-sonnet-5", messages=MESSAGES),
        )
        self.refused(
            "ValidationException",
            "The provided model identifier is invalid.",
            lambda: bedrock.converse(modelId="no-such-form", messages=MESSAGES),
        )
        self.refused(
            "ValidationException",
            "Malformed input request",
            lambda: bedrock.invoke_model(modelId=NOVA, body="not JSON"),
        )

    def test_throttled_twice_then_answered(self):
        made = session(faults=[{"kind": "throttle"}, {"kind": "throttle"}])
        answer = client(made["endpoint"], attempts=3).converse(modelId=NOVA, messages=MESSAGES)
        self.assertEqual(answer["ResponseMetadata"]["RetryAttempts"], 2)
        requests = control(f"sessions/{made['id']}")["requests"]
        self.assertEqual([request["status"] for request in requests], [429, 429, 200])

    def test_exceptions_in_mid_stream(self):
        names = ["internalServerException", "modelStreamErrorException", "validationException"]
        names += ["throttlingException", "serviceUnavailableException"]
        for name in names:
            made = session(faults=[{"kind": "exception", "name": name, "after": 2, "message": "broken off"}])
            stream = client(made["endpoint"]).converse_stream(modelId=NOVA, messages=MESSAGES)["stream"]
            with self.assertRaises(EventStreamError) as caught:
                list(stream)
            self.assertEqual(caught.exception.response["Error"]["Code"], name)
            self.assertIn("broken off", str(caught.exception))

    def test_a_wrong_checksum_ends_the_stream(self):
        for part in ["prelude", "message"]:
            made = session(faults=[{"kind": "badCrc", "part": part, "after": 2}])
            stream = client(made["endpoint"]).converse_stream(modelId=NOVA, messages=MESSAGES)["stream"]
            with self.assertRaisesRegex(Exception, "Checksum mismatch"):
                list(stream)

    def test_wrong_keys_and_tokens(self):
        def call(**options):
            return lambda: client(**options).converse(modelId=NOVA, messages=MESSAGES)

        self.refused("InvalidSignatureException", MISMATCH, call(secret="wrong"))
        self.refused("UnrecognizedClientException", "is invalid", call(key="AKIDUNKNOWN"))
        self.refused("UnrecognizedClientException", "is invalid", call(token="another"))
        self.refused("ExpiredTokenException", "is expired", call(key="ASIAEXPIRED", secret="expiredSecretAccessKeyEXAMPLE"))
        self.refused("AccessDeniedException", "access to the model", call(key="ASIADENIED", secret="deniedSecretAccessKeyEXAMPLE"))


class Signatures(unittest.TestCase):
    """Signed by botocore, changed afterwards, sent by hand."""

    PATH = "/model/amazon.nova-micro-v1%3A0/converse"
    BODY = json.dumps({"messages": MESSAGES}).encode()

    def send(self, change=lambda request: None, service="bedrock"):
        request = AWSRequest("POST", URL + self.PATH, data=self.BODY, headers={"Content-Type": "application/json"})
        SigV4Auth(Credentials(ACCESS_KEY_ID, SECRET_ACCESS_KEY, SESSION_TOKEN), service, "us-east-1").add_auth(request)
        change(request)
        sent = urllib.request.Request(request.url, data=request.data, headers=dict(request.headers), method="POST")
        try:
            with urllib.request.urlopen(sent) as response:
                return response.status, "", json.load(response)
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.headers.get("x-amzn-errortype", ""), json.load(error)

    def assert_mismatch(self, change):
        status, name, body = self.send(change)
        self.assertEqual(status, 403)
        self.assertTrue(name.startswith("InvalidSignatureException:"), name)
        self.assertIn(MISMATCH, body["message"])

    def test_untouched_requests_pass(self):
        self.assertEqual(self.send()[0], 200)

    def test_a_changed_body_path_or_header_is_refused(self):
        def body(request):
            request.data = self.BODY.replace(b"blue", b"pink")

        def path(request):
            request.url = request.url.replace("micro", "lite")

        def colon(request):
            request.url = request.url.replace("%3A", ":")

        def header(request):
            request.headers.replace_header("Content-Type", "text/plain")

        for change in [body, path, colon, header]:
            with self.subTest(change.__name__):
                self.assert_mismatch(change)

    def test_a_changed_date_is_refused(self):
        def second(request):
            date = request.headers["X-Amz-Date"]
            request.headers.replace_header("X-Amz-Date", date[:-3] + ("01Z" if date.endswith("00Z") else "00Z"))

        def year(request):
            date = request.headers["X-Amz-Date"]
            request.headers.replace_header("X-Amz-Date", "2020" + date[4:])

        self.assert_mismatch(second)
        status, name, body = self.send(year)
        self.assertEqual((status, name.split(":")[0]), (403, "InvalidSignatureException"))
        self.assertIn("Date in Credential scope does not match", body["message"])

    def test_another_service_is_refused(self):
        status, name, body = self.send(service="bedrock-runtime")
        self.assertEqual((status, name.split(":")[0]), (403, "InvalidSignatureException"))
        self.assertIn("Credential should be scoped to correct service: 'bedrock'", body["message"])

    def test_a_stripped_or_broken_authorization_is_refused(self):
        def strip(request):
            del request.headers["Authorization"]

        def cut(request):
            request.headers.replace_header("Authorization", "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE")

        self.assertTrue(self.send(strip)[1].startswith("MissingAuthenticationTokenException:"))
        self.assertTrue(self.send(cut)[1].startswith("IncompleteSignatureException:"))


if __name__ == "__main__":
    unittest.main()
