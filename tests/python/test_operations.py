"""The local Bedrock, checked by AWS's SDK for Python: the runtime's other operations, Rerank and the control plane.

boto3 has every operation of the emulator but InvokeModelWithBidirectionalStream.
"""

import datetime
import json
import unittest

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

from test_boto3 import ACCESS_KEY_ID
from test_boto3 import CLIENTS
from test_boto3 import MESSAGES
from test_boto3 import SECRET_ACCESS_KEY
from test_boto3 import SESSION_TOKEN
from test_boto3 import WEATHER
from test_boto3 import control
from test_boto3 import session
from test_boto3 import setUpModule
from test_boto3 import tearDownModule

__all__ = ["setUpModule", "tearDownModule"]

CLAUDE = "anthropic.claude-haiku-4-5-20251001-v1:0"
RERANK_ARN = "arn:aws:bedrock:us-east-1::foundation-model/amazon.rerank-v1:0"


class Case(unittest.TestCase):
    SERVICE = "bedrock-runtime"

    def setUp(self):
        self.made = session()
        self.client = self.connect()

    def connect(self, **options):
        given = {
            "region_name": "us-east-1",
            "endpoint_url": self.made["endpoint"],
            "aws_access_key_id": ACCESS_KEY_ID,
            "aws_secret_access_key": SECRET_ACCESS_KEY,
            "aws_session_token": SESSION_TOKEN,
            "config": Config(retries={"total_max_attempts": 1, "mode": "standard"}),
        }
        client = boto3.client(self.SERVICE, **{**given, **options})
        CLIENTS.append(client)
        return client

    def log(self):
        return control(f"sessions/{self.made['id']}")["requests"]

    def refused(self, code, message, call, *args, **given):
        with self.assertRaises(ClientError) as caught:
            call(*args, **given)
        self.assertEqual(caught.exception.response["Error"]["Code"], code)
        self.assertIn(message, caught.exception.response["Error"]["Message"])
        return caught.exception.response["ResponseMetadata"]["HTTPStatusCode"]


class CountTokens(Case):
    def test_it_counts_what_converse_reports(self):
        for conversation in [{"messages": MESSAGES}, {"messages": MESSAGES, "toolConfig": WEATHER, "system": [{"text": "Be brief."}]}]:
            counted = self.client.count_tokens(modelId=CLAUDE, input={"converse": conversation})["inputTokens"]
            self.assertEqual(counted, self.client.converse(modelId=f"us.{CLAUDE}", **conversation)["usage"]["inputTokens"])

    def test_it_counts_what_invoke_model_reports(self):
        body = json.dumps({"anthropic_version": "bedrock-2023-05-31", "max_tokens": 9, "messages": [{"role": "user", "content": "Hé"}]})
        counted = self.client.count_tokens(modelId=CLAUDE, input={"invokeModel": {"body": body}})["inputTokens"]
        answer = json.loads(self.client.invoke_model(modelId=f"us.{CLAUDE}", body=body)["body"].read())
        self.assertEqual(counted, answer["usage"]["input_tokens"])

    def test_profiles_and_other_models_are_refused(self):
        message = "The provided model doesn't support counting tokens."
        for model in [f"us.{CLAUDE}", "amazon.nova-micro-v1:0"]:
            given = {"modelId": model, "input": {"converse": {"messages": MESSAGES}}}
            self.assertEqual(self.refused("ValidationException", message, self.client.count_tokens, **given), 400)


class Guardrails(Case):
    GUARDRAIL = {"guardrailIdentifier": "arn:aws:bedrock:us-east-1:123456789012:guardrail/abc123", "guardrailVersion": "1"}

    def test_a_guardrail_passes_masks_and_blocks(self):
        def apply(text):
            return self.client.apply_guardrail(**self.GUARDRAIL, source="INPUT", content=[{"text": {"text": text}}])

        self.assertEqual(apply("Good morning")["action"], "NONE")
        masked = apply("Call me at (555) 123-4567")
        self.assertEqual(masked["outputs"], [{"text": "Call me at {PHONE}"}])
        blocked = apply("how to murder a moron")
        self.assertEqual(blocked["action"], "GUARDRAIL_INTERVENED")
        filters = blocked["assessments"][0]["contentPolicy"]["filters"]
        self.assertEqual([each["type"] for each in filters], ["INSULTS", "VIOLENCE"])
        self.assertEqual(blocked["guardrailCoverage"]["textCharacters"], {"guarded": 21, "total": 21})

    def test_pictures_are_counted_and_unknown_versions_refused(self):
        image = {"image": {"format": "png", "source": {"bytes": b"\x89PNG"}}}
        answer = self.client.apply_guardrail(**self.GUARDRAIL, source="OUTPUT", content=[image])
        self.assertEqual(answer["usage"]["contentPolicyImageUnits"], 1)
        unknown = {**self.GUARDRAIL, "guardrailVersion": "9"}
        call = self.client.apply_guardrail
        status = self.refused("ResourceNotFoundException", "does not exist", call, **unknown, source="INPUT", content=[])
        self.assertEqual(status, 404)

    def test_checks_score_and_find(self):
        text = "Ünder 🌊: my name is Zoë Müller, you idiot"
        answer = self.client.invoke_guardrail_checks(
            messages=[{"role": "user", "content": [{"text": text}]}],
            checks={
                "contentFilter": {"categories": [{"category": "INSULTS"}, {"category": "SEXUAL"}]},
                "sensitiveInformation": {"entities": [{"type": "NAME"}]},
            },
        )
        results = answer["results"]
        self.assertEqual([each["severityScore"] for each in results["contentFilter"]["results"]], [0.5, 0.0])
        (found,) = results["sensitiveInformation"]["results"]
        self.assertEqual(text[found["beginOffset"] : found["endOffset"]], "Zoë Müller")
        self.assertEqual((found["messageIndex"], found["contentIndex"]), (0, 0))
        self.assertEqual(answer["usage"]["contentFilter"], {"textUnits": 1})


class AsyncInvokes(Case):
    INPUT = {
        "modelId": "amazon.nova-reel-v1:1",
        "modelInput": {"taskType": "TEXT_VIDEO", "nested": [1, 2.5, None]},
        "outputDataConfig": {"s3OutputDataConfig": {"s3Uri": "s3://bucket/folder"}},
    }

    def start(self, **given):
        return self.client.start_async_invoke(**{**self.INPUT, **given})["invocationArn"]

    def test_progress_is_counted_by_polls(self):
        arn = self.start(clientRequestToken="mine")
        first = self.client.get_async_invoke(invocationArn=arn)
        self.assertEqual((first["status"], first["clientRequestToken"]), ("InProgress", "mine"))
        self.assertNotIn("endTime", first)
        second = self.client.get_async_invoke(invocationArn=arn)
        self.assertEqual(second["status"], "Completed")
        self.assertIsInstance(second["endTime"], datetime.datetime)
        self.assertEqual([request["operation"] for request in self.log()], ["StartAsyncInvoke", "GetAsyncInvoke", "GetAsyncInvoke"])

    def test_a_token_starts_once(self):
        arn = self.start(clientRequestToken="mine")
        self.assertEqual(self.start(clientRequestToken="mine"), arn)
        other = {"clientRequestToken": "mine", "modelInput": {"taskType": "OTHER"}}
        self.assertEqual(self.refused("ConflictException", "used before", self.start, **other), 400)
        self.assertNotEqual(self.start(), self.start())

    def test_lists_are_filtered_sorted_and_paged(self):
        arns = [self.start() for _ in range(5)]
        for _ in range(2):
            self.client.get_async_invoke(invocationArn=arns[3])
        pages = list(self.client.get_paginator("list_async_invokes").paginate(sortOrder="Ascending", PaginationConfig={"PageSize": 2}))
        self.assertEqual([len(page["asyncInvokeSummaries"]) for page in pages], [2, 2, 1])
        self.assertEqual([each["invocationArn"] for page in pages for each in page["asyncInvokeSummaries"]], arns)

        def listed(**given):
            return [each["invocationArn"] for each in self.client.list_async_invokes(**given)["asyncInvokeSummaries"]]

        now = datetime.datetime.now(datetime.timezone.utc)
        hour = datetime.timedelta(hours=1)
        self.assertEqual(listed(), arns[::-1])
        self.assertEqual(listed(statusEquals="Completed", sortBy="SubmissionTime"), [arns[3]])
        self.assertEqual(listed(submitTimeAfter=now + hour), [])
        self.assertEqual(len(listed(submitTimeAfter=now - hour, submitTimeBefore=now + hour)), 5)
        self.refused("ValidationException", "nextToken is not valid", self.client.list_async_invokes, nextToken="nonsense")


class Rerank(Case):
    SERVICE = "bedrock-agent-runtime"

    def rerank(self, texts, **given):
        sources = [{"type": "INLINE", "inlineDocumentSource": {"type": "TEXT", "textDocument": {"text": text}}} for text in texts]
        configuration = {"modelConfiguration": {"modelArn": RERANK_ARN}}
        return self.client.rerank(
            queries=[{"type": "TEXT", "textQuery": {"text": "Where do penguins live?"}}],
            rerankingConfiguration={"type": "BEDROCK_RERANKING_MODEL", "bedrockRerankingConfiguration": configuration},
            sources=sources,
            **given,
        )

    def test_the_likest_document_comes_first(self):
        results = self.rerank(["bread", "penguins live on ice", "you live here"])["results"]
        self.assertEqual([each["index"] for each in results], [1, 2, 0])
        scores = [each["relevanceScore"] for each in results]
        self.assertEqual(scores, sorted(scores, reverse=True))
        self.assertEqual(results[0]["document"]["textDocument"]["text"], "penguins live on ice")
        self.assertEqual(self.log()[0]["modelId"], RERANK_ARN)

    def test_much_comes_in_pages(self):
        texts = [f"penguin {number}" for number in range(120)]
        first = self.rerank(texts)
        second = self.rerank(texts, nextToken=first["nextToken"])
        self.assertEqual((len(first["results"]), len(second["results"])), (100, 20))
        self.assertNotIn("nextToken", second)

    def test_too_much_is_refused(self):
        self.refused("ValidationException", "'sources' failed to satisfy constraint", self.rerank, ["x"] * 1001)


class ControlPlane(Case):
    SERVICE = "bedrock"

    def test_models_are_listed_filtered_and_found(self):
        models = self.client.list_foundation_models()["modelSummaries"]
        profile_only = [each for each in models if each["inferenceTypesSupported"] == ["INFERENCE_PROFILE"]]
        self.assertTrue(len(models) > len(profile_only) > 10)
        embeddings = self.client.list_foundation_models(byOutputModality="EMBEDDING", byProvider="Amazon")["modelSummaries"]
        self.assertTrue(embeddings)
        self.assertEqual({(each["providerName"], *each["outputModalities"]) for each in embeddings}, {("Amazon", "EMBEDDING")})
        details = self.client.get_foundation_model(modelIdentifier="amazon.nova-pro-v1:0")["modelDetails"]
        self.assertIn(details, models)
        self.assertIsInstance(details["modelLifecycle"]["startOfLifeTime"], datetime.datetime)
        status = self.refused("ResourceNotFoundException", "foundation model", self.client.get_foundation_model, modelIdentifier="acme.rocket-v1")
        self.assertEqual(status, 404)

    def test_profiles_are_listed_in_pages_and_found(self):
        pages = list(self.client.get_paginator("list_inference_profiles").paginate(PaginationConfig={"PageSize": 20}))
        profiles = [each for page in pages for each in page["inferenceProfileSummaries"]]
        self.assertEqual(profiles, self.client.list_inference_profiles()["inferenceProfileSummaries"])
        self.assertGreater(len(pages), 2)
        (own,) = self.client.list_inference_profiles(typeEquals="APPLICATION")["inferenceProfileSummaries"]
        found = self.client.get_inference_profile(inferenceProfileIdentifier=own["inferenceProfileArn"])
        del found["ResponseMetadata"]
        self.assertEqual(found, own)
        call = self.client.get_inference_profile
        self.assertEqual(self.refused("ResourceNotFoundException", "does not exist", call, inferenceProfileIdentifier="us.acme.rocket"), 404)

    def test_wrong_keys_are_refused(self):
        wrong = self.connect(aws_secret_access_key="wrong")
        self.refused("InvalidSignatureException", "does not match", wrong.list_inference_profiles, maxResults=5)


if __name__ == "__main__":
    unittest.main()
