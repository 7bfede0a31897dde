"""The local Bedrock's model families, met by AWS's SDK for Python. Run like test_boto3.py."""

import unittest

from botocore.exceptions import ClientError

from test_boto3 import URL
from test_boto3 import client
from test_boto3 import session
from test_boto3 import setUpModule  # noqa: F401
from test_boto3 import tearDownModule  # noqa: F401

SONNET = "us.anthropic.claude-sonnet-4-5-20250929-v1:0"
NOVA = "amazon.nova-lite-v1:0"
GPT_OSS = "openai.gpt-oss-120b-1:0"
QUESTION = {"role": "user", "content": [{"text": "What is the weather in Oslo?"}]}
THINKING = {
    "inferenceConfig": {"maxTokens": 4000},
    "additionalModelRequestFields": {"thinking": {"type": "enabled", "budget_tokens": 2000}},
}
TOOLS = {"tools": [{"toolSpec": {"name": "weather", "inputSchema": {"json": {"type": "object"}}}}]}


def in_session():
    return client(f"{URL}/sessions/{session()['id']}")


class Families(unittest.TestCase):
    def refused(self, code, message, **request):
        with self.assertRaisesRegex(ClientError, message) as caught:
            client().converse(**{"messages": [QUESTION], **request})
        self.assertEqual(caught.exception.response["Error"]["Code"], code)

    def test_each_refuses_in_its_own_words(self):
        self.refused(
            "ValidationException",
            "`temperature` is deprecated for this model",
            modelId="us.anthropic.claude-opus-5",
            inferenceConfig={"temperature": 0.5},
        )
        self.refused(
            "ValidationException",
            "This model doesn't support the stopSequences field. Remove stopSequences and try again.",
            modelId=GPT_OSS,
            inferenceConfig={"stopSequences": ["x"]},
        )
        self.refused(
            "AccessDeniedException",
            "your request did not allow prompt caching",
            modelId=GPT_OSS,
            system=[{"text": "Be brief."}, {"cachePoint": {"type": "default"}}],
        )

    def test_thoughts_come_back_or_are_refused(self):
        bedrock = client()
        answer = bedrock.converse(modelId=SONNET, messages=[QUESTION], toolConfig=TOOLS, **THINKING)
        said = answer["output"]["message"]
        call = said["content"][-1]["toolUse"]
        result = {"toolUseId": call["toolUseId"], "content": [{"text": "rain"}]}
        messages = [QUESTION, said, {"role": "user", "content": [{"toolResult": result}]}]
        after = bedrock.converse(modelId=SONNET, messages=messages, toolConfig=TOOLS, **THINKING)
        self.assertEqual(after["stopReason"], "end_turn")
        said["content"][0]["reasoningContent"]["reasoningText"]["text"] += "?"
        with self.assertRaisesRegex(ClientError, "Invalid `signature` in `thinking` block"):
            bedrock.converse(modelId=SONNET, messages=messages, toolConfig=TOOLS, **THINKING)

    def test_a_beginning_is_cached(self):
        bedrock = in_session()
        system = [{"text": "Tides follow the moon. " * 400}, {"cachePoint": {"type": "default"}}]
        first = bedrock.converse(modelId=SONNET, system=system, messages=[QUESTION])["usage"]
        second = bedrock.converse(modelId=SONNET, system=system, messages=[QUESTION])["usage"]
        self.assertGreater(first["cacheWriteInputTokens"], 1024)
        self.assertEqual(second["cacheReadInputTokens"], first["cacheWriteInputTokens"])
        self.assertEqual(second["cacheWriteInputTokens"], 0)

    def test_documents_are_cited(self):
        document = {
            "name": "Notes",
            "format": "txt",
            "source": {"text": "Grass is green."},
            "citations": {"enabled": True},
        }
        messages = [{"role": "user", "content": [{"text": "What colour?"}, {"document": document}]}]
        content = client().converse(modelId=SONNET, messages=messages)["output"]["message"]["content"]
        [cited] = [block["citationsContent"] for block in content if "citationsContent" in block]
        location = {"documentChar": {"documentIndex": 0, "start": 0, "end": 15}}
        self.assertEqual(cited["citations"][0]["location"], location)
        events = list(client().converse_stream(modelId=SONNET, messages=messages)["stream"])
        deltas = [event["contentBlockDelta"]["delta"] for event in events if "contentBlockDelta" in event]
        citations = [delta["citation"] for delta in deltas if "citation" in delta]
        self.assertEqual(citations, cited["citations"])


if __name__ == "__main__":
    unittest.main()
