"""The embedded cloud with a small stack of its own: what a handler sees, and what happens when it fails."""

import asyncio
import base64
import json
from pathlib import Path

import aiohttp
import pytest
import pytest_asyncio

from local.cloud.cloud import LocalCloud
from tests.unit.local.cloud import small_stack

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.enable_socket]


class Stack:
    """A running small stack, with its log and a browser."""

    def __init__(self, cloud: LocalCloud, logs: list, http: aiohttp.ClientSession) -> None:
        self.cloud, self.logs, self.http = cloud, logs, http

    async def post(self, path: str, **kwargs):
        async with self.http.post(self.cloud.base_url + path, **kwargs) as response:
            return response.status, json.loads(await response.read())

    async def get(self, path: str):
        async with self.http.get(self.cloud.base_url + path) as response:
            return response.status, json.loads(await response.read())

    def times_filed(self, key: str) -> int:
        table = self.cloud.resource_name("Table")
        item = self.cloud.client("dynamodb").get_item(TableName=table, Key={"pk": {"S": key}}).get("Item", {})
        return int(item.get("times", {"N": "0"})["N"])

    def put_object(self, key: str) -> None:
        self.cloud.client("s3").put_object(Bucket="small-local", Key=key, Body=b"{}")


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def stack(tmp_path_factory):
    logs: list = []
    template = small_stack.write(tmp_path_factory.mktemp("stack"))
    cloud = LocalCloud(template, {"Stage": "local"}, lambda *line: logs.append(line), redelivery_s=0.01)
    await cloud.start()
    async with aiohttp.ClientSession() as http:
        yield Stack(cloud, logs, http)
    await cloud.stop()


async def test_a_form_arrives_in_base64_with_the_very_bytes_that_were_sent(stack):
    raw = b"From=%2B15550001&Body=a+b&Body=%C3%BC"
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    status, seen = await stack.post("/echo?x=1&x=2", data=raw, headers=form)
    event = seen["event"]
    assert status == 200
    assert event["isBase64Encoded"] is True
    assert base64.b64decode(event["body"]) == raw
    assert (event["rawQueryString"], event["queryStringParameters"]) == ("x=1&x=2", {"x": "1,2"})
    assert event["routeKey"] == "POST /echo"


async def test_a_function_sees_its_own_environment_path_and_clock_and_nothing_of_ours(stack):
    _, seen = await stack.post("/echo")
    env = seen["env"]
    assert (env["STAGE"], env["BUCKET"], env["TABLE"]) == ("local", "small-local", "trunkline-local-Table")
    assert env["AWS_ENDPOINT_URL"] == stack.cloud.aws_endpoint
    assert env["AWS_LAMBDA_FUNCTION_NAME"].endswith("DoorFunction")
    assert "HOME" not in env
    assert seen["word"] == "from the layer"
    assert seen["cwd"].endswith("functions/door")
    assert str(Path.cwd()) not in seen["path"]
    assert 0 < seen["left_ms"] <= 1000


async def test_path_variables_reach_the_handler(stack):
    _, seen = await stack.get("/things/blue")
    assert seen["event"]["pathParameters"] == {"name": "blue"}


async def test_an_answer_keeps_its_one_content_type(stack):
    async with stack.http.get(stack.cloud.base_url + "/things/blue") as response:
        assert response.headers.getall("Content-Type") == ["application/json"]


async def test_an_unknown_path_and_a_wrong_method_are_not_found(stack):
    assert await stack.post("/nowhere") == (404, {"message": "Not Found"})
    assert await stack.get("/echo") == (404, {"message": "Not Found"})


async def test_a_body_beyond_the_limits_is_refused_without_running_anything(stack):
    before = len(stack.cloud.invocations)
    for megabytes in (11, 7):  # the gateway's limit, then Lambda's
        answer = await stack.post("/echo", data=b"x" * megabytes * 1024 * 1024, headers={"Content-Type": "text/plain"})
        assert answer == (413, {"message": "Request Entity Too Large"})
    assert len(stack.cloud.invocations) == before


async def test_a_crash_is_a_500_outside_and_a_full_story_in_the_log(stack):
    assert await stack.post("/crash") == (500, {"message": "Internal Server Error"})
    errors = [line for function, line in stack.logs if function == "DoorFunction" and "errorType" in line]
    assert errors[-1]["errorType"] == "ValueError"
    assert errors[-1]["errorMessage"] == "door is stuck"
    assert "door.py" in errors[-1]["stackTrace"][-1]
    assert stack.cloud.invocations[-1].error == "ValueError: door is stuck"


async def test_printed_output_of_a_function_is_passed_on_as_data(stack):
    await stack.post("/echo")
    assert ("DoorFunction", {"level": "INFO", "message": "asked", "path": "/echo"}) in stack.logs


async def test_a_function_out_of_time_is_killed_and_the_next_request_gets_a_new_one(stack):
    _, before = await stack.post("/echo")
    text = {"Content-Type": "text/plain"}
    assert (await stack.post("/sleep", data=b"30", headers=text))[0] == 500
    assert stack.cloud.invocations[-1].error.endswith("Task timed out after 1.00 seconds")
    status, after = await stack.post("/echo")
    assert status == 200
    assert after["pid"] != before["pid"]


async def test_a_function_that_exits_fails_its_request_only(stack):
    assert (await stack.post("/exit"))[0] == 500
    assert "Runtime.ExitError" in stack.cloud.invocations[-1].error
    assert (await stack.post("/echo"))[0] == 200


async def test_a_function_that_cannot_be_imported_says_so_on_every_request(stack):
    assert await stack.get("/broken") == (500, {"message": "Internal Server Error"})
    assert "no_such_module" in stack.cloud.invocations[-1].error


async def test_an_environment_that_could_not_start_is_not_asked_twice(stack):
    """After a failed import the next request begins anew, as on Lambda."""
    workers = stack.cloud._workers["BrokenFunction"]
    for _ in range(2):
        await stack.get("/broken")
        assert not workers._idle


async def test_requests_at_the_same_time_run_in_environments_of_their_own(stack):
    text = {"Content-Type": "text/plain"}
    answers = await asyncio.gather(*(stack.post("/sleep", data=b"0.4", headers=text) for _ in range(3)))
    assert len({seen["pid"] for _, seen in answers}) == 3


async def test_an_object_in_the_inbox_becomes_an_invocation(stack):
    stack.put_object("inbox/good.json")
    stack.put_object("elsewhere/good.json")
    await stack.cloud.idle()
    assert stack.times_filed("inbox/good.json") == 1
    assert stack.times_filed("elsewhere/good.json") == 0


async def test_a_failing_record_alone_comes_again_and_ends_among_the_dead_letters(stack):
    for key in ("inbox/fine-1.json", "inbox/bad.json", "inbox/fine-2.json"):
        stack.put_object(key)
    await stack.cloud.idle()
    assert stack.times_filed("inbox/bad.json") == 3
    assert stack.times_filed("inbox/fine-1.json") == stack.times_filed("inbox/fine-2.json") == 1
    (letter,) = await stack.cloud.dead_letters()
    assert "bad.json" in letter
    assert await stack.cloud.dead_letters() == [letter]


async def test_a_secret_keeps_generated_values_when_it_is_filled(stack):
    await stack.cloud.put_secret({"token": "t-1"})
    name = stack.cloud.resource_name("Secret")
    value = json.loads(stack.cloud.client("secretsmanager").get_secret_value(SecretId=name)["SecretString"])
    assert value["token"] == "t-1"
    assert len(value["made_here"]) == 32


async def test_a_stream_goes_on_after_a_refused_transaction_and_has_nothing_of_it(stack):
    dynamodb, table = stack.cloud.client("dynamodb"), stack.cloud.resource_name("Watched")
    put = {name: {"TableName": table, "Item": {"pk": {"S": name}}} for name in ("first", "refused", "second")}
    never = {"Key": {"pk": {"S": "none"}}, "TableName": table, "ConditionExpression": "attribute_exists(pk)"}
    dynamodb.put_item(**put["first"])
    with pytest.raises(dynamodb.exceptions.TransactionCanceledException):
        dynamodb.transact_write_items(TransactItems=[{"Put": put["refused"]}, {"ConditionCheck": never}])
    dynamodb.put_item(**put["second"])
    async with asyncio.timeout(5):
        while not stack.times_filed("second"):  # noqa: ASYNC110 - the cloud runs in this very loop
            await asyncio.sleep(0.02)
    assert (stack.times_filed("first"), stack.times_filed("refused")) == (1, 0)


async def test_a_record_that_was_written_while_a_streams_reader_rests_is_waited_for(stack):
    dynamodb, table = stack.cloud.client("dynamodb"), stack.cloud.resource_name("Watched")
    for n in range(3):
        dynamodb.put_item(TableName=table, Item={"pk": {"S": f"rest-{n}"}})
        await stack.cloud.idle()
        assert stack.times_filed(f"rest-{n}") == 1
