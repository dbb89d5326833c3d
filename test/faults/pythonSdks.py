"""Sends 24 requests from 24 threads with one of Python's official SDKs, and prints how many were accepted.

    python3 pythonSdks.py SDK URL      SDK: openai, anthropic or boto3

Responses are checked against the SDK's own models, where the SDK can. Exits with 3 if the SDK is not installed.
"""

import importlib
import json
import sys
from concurrent.futures import ThreadPoolExecutor

REQUESTS = 24
MESSAGES = [{"role": "user", "content": "Hi"}]
STRICT = {"max_retries": 0, "_strict_response_validation": True}


def openai_calls(sdk, url):
    client = sdk.OpenAI(base_url=f"{url}/v1", api_key="key", **STRICT)
    chat, responses = client.chat.completions.create, client.responses.create
    usage = {"include_usage": True}
    return {
        "chat": lambda: chat(model="m", messages=MESSAGES).choices[0].message.content,
        "chat, streamed": lambda: list(chat(model="m", messages=MESSAGES, stream=True, stream_options=usage))[-1].usage,
        "responses": lambda: responses(model="m", input="Hi").output_text,
        "responses, streamed": lambda: list(responses(model="m", input="Hi", stream=True))[-1].response.usage,
        "models": lambda: list(client.models.list()),
        "model": lambda: client.models.retrieve("m").id,
    }


def anthropic_calls(sdk, url):
    client = sdk.Anthropic(base_url=url, api_key="key", **STRICT)
    create = client.messages.create
    asked = {"model": "m", "max_tokens": 100, "messages": MESSAGES}
    return {
        "messages": lambda: create(**asked).content[0].text,
        "messages, streamed": lambda: list(create(**asked, stream=True))[-1].type == "message_stop",
        "models": lambda: list(client.models.list()),
        "model": lambda: client.models.retrieve("m").id,
    }


def boto3_calls(sdk, url):
    config = importlib.import_module("botocore.config").Config(retries={"max_attempts": 1, "mode": "standard"})
    session = sdk.Session(aws_access_key_id="key", aws_secret_access_key="secret", region_name="us-east-1")
    bedrock = session.client("bedrock-runtime", endpoint_url=url, config=config)
    sagemaker = session.client("sagemaker-runtime", endpoint_url=url, config=config)
    messages = [{"role": "user", "content": [{"text": "Hi"}]}]
    claude = json.dumps({"anthropic_version": "bedrock-2023-05-31", "max_tokens": 100, "messages": MESSAGES})
    asked = {"EndpointName": "e", "ContentType": "application/json"}
    whole, streamed = json.dumps({"inputs": "Hi"}), json.dumps({"inputs": "Hi", "stream": True})
    return {
        "Converse": lambda: bedrock.converse(modelId="m", messages=messages)["output"],
        "ConverseStream": lambda: "metadata" in list(bedrock.converse_stream(modelId="m", messages=messages)["stream"])[-1],
        "InvokeModel": lambda: json.load(bedrock.invoke_model(modelId="m", body=claude)["body"]),
        "InvokeModelWithResponseStream": lambda: list(
            bedrock.invoke_model_with_response_stream(modelId="m", body=claude)["body"]
        ),
        "InvokeEndpoint": lambda: sagemaker.invoke_endpoint(**asked, Body=whole)["Body"].read(),
        "InvokeEndpointWithResponseStream": lambda: list(
            sagemaker.invoke_endpoint_with_response_stream(**asked, Body=streamed)["Body"]
        ),
    }


def attempt(call):
    try:
        return "accepted" if call() else "an empty answer"
    except Exception as error:
        return f"{type(error).__name__}: {error}"


def main(name, url):
    try:
        sdk = importlib.import_module(name)
    except ImportError:
        sys.exit(3)
    calls = {"openai": openai_calls, "anthropic": anthropic_calls, "boto3": boto3_calls}[name](sdk, url)
    seen = {}
    for title, call in calls.items():
        with ThreadPoolExecutor(REQUESTS) as threads:
            outcomes = list(threads.map(lambda _: attempt(call), range(REQUESTS)))
        seen[title] = {outcome: outcomes.count(outcome) for outcome in sorted(set(outcomes))}
    print(json.dumps(seen))


main(*sys.argv[1:])
