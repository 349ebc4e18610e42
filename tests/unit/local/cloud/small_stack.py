"""A stack of four tiny functions, written to a folder, for tests of the embedded cloud."""

from pathlib import Path
from textwrap import dedent

TEMPLATE = """\
Transform: AWS::Serverless-2016-10-31
Parameters:
  Stage: {Type: String}
Globals:
  Function:
    Runtime: python3.13
    Timeout: 5
    Layers: [!Ref Shared]
    Environment: {Variables: {STAGE: !Ref Stage, TABLE: !Ref Table, BUCKET: !Sub "small-${Stage}", SECRET: !Ref Secret}}
Resources:
  Table:
    Type: AWS::DynamoDB::Table
    Properties:
      BillingMode: PAY_PER_REQUEST
      AttributeDefinitions: [{AttributeName: pk, AttributeType: S}]
      KeySchema: [{AttributeName: pk, KeyType: HASH}]
      TimeToLiveSpecification: {AttributeName: expires_at, Enabled: true}
  Watched:
    Type: AWS::DynamoDB::Table
    Properties:
      BillingMode: PAY_PER_REQUEST
      AttributeDefinitions: [{AttributeName: pk, AttributeType: S}]
      KeySchema: [{AttributeName: pk, KeyType: HASH}]
      StreamSpecification: {StreamViewType: NEW_AND_OLD_IMAGES}
  Secret:
    Type: AWS::SecretsManager::Secret
    Properties: {GenerateSecretString: {SecretStringTemplate: '{"token":""}', GenerateStringKey: made_here}}
  Bucket:
    Type: AWS::S3::Bucket
    Properties:
      BucketName: !Sub small-${Stage}
      NotificationConfiguration:
        QueueConfigurations:
          - Event: s3:ObjectCreated:*
            Queue: !GetAtt Queue.Arn
            Filter: {S3Key: {Rules: [{Name: prefix, Value: inbox/}]}}
  Queue:
    Type: AWS::SQS::Queue
    Properties:
      VisibilityTimeout: 30
      RedrivePolicy: {deadLetterTargetArn: !GetAtt DeadLetters.Arn, maxReceiveCount: 3}
  DeadLetters: {Type: AWS::SQS::Queue}
  Shared: {Type: AWS::Serverless::LayerVersion, Properties: {ContentUri: layer/}}
  DoorFunction:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: functions/door/
      Handler: door.handler
      Timeout: 1
      Events:
        Echo: {Type: HttpApi, Properties: {Method: POST, Path: /echo}}
        Named: {Type: HttpApi, Properties: {Method: GET, Path: "/things/{name}"}}
        Crash: {Type: HttpApi, Properties: {Method: POST, Path: /crash}}
        Sleep: {Type: HttpApi, Properties: {Method: POST, Path: /sleep}}
        Exit: {Type: HttpApi, Properties: {Method: POST, Path: /exit}}
  FilerFunction:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: functions/filer/
      Handler: filer.handler
      Events:
        Arrived: {Type: SQS, Properties: {Queue: !GetAtt Queue.Arn, FunctionResponseTypes: [ReportBatchItemFailures]}}
  WatcherFunction:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: functions/watcher/
      Handler: watcher.handler
      Events:
        Written: {Type: DynamoDB, Properties: {Stream: !GetAtt Watched.StreamArn, StartingPosition: TRIM_HORIZON}}
  BrokenFunction:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: functions/broken/
      Handler: broken.handler
      Events:
        Any: {Type: HttpApi, Properties: {Method: GET, Path: /broken}}
"""

DOOR = """\
import json, os, sys, time
import shared_words

def handler(event, context):
    path = event["rawPath"]
    print(json.dumps({"level": "INFO", "message": "asked", "path": path}))
    if path == "/crash":
        raise ValueError("door is stuck")
    if path == "/sleep":
        time.sleep(float(event["body"]))
    if path == "/exit":
        sys.exit(3)
    facts = {"event": event, "env": dict(os.environ), "pid": os.getpid(), "cwd": os.getcwd(), "word": shared_words.WORD,
             "left_ms": context.get_remaining_time_in_millis(), "request_id": context.aws_request_id,
             "path": sys.path}
    return {"statusCode": 200, "body": json.dumps(facts), "headers": {"Content-Type": "application/json"}}
"""

FILER = """\
import json, os, urllib.parse
import boto3

table = boto3.client("dynamodb")

def handler(event, context):
    failed = [record["messageId"] for record in event["Records"] if not file(record)]
    return {"batchItemFailures": [{"itemIdentifier": each} for each in failed]}

def file(record):
    body = json.loads(record["body"])
    for entry in body.get("Records", []):
        key = urllib.parse.unquote_plus(entry["s3"]["object"]["key"])
        table.update_item(TableName=os.environ["TABLE"], Key={"pk": {"S": key}}, UpdateExpression="ADD times :one",
                          ExpressionAttributeValues={":one": {"N": "1"}})
        if "bad" in key:
            return False
    return True
"""


WATCHER = """\
import os
import boto3

table = boto3.client("dynamodb")

def handler(event, context):
    for record in event["Records"]:
        table.put_item(TableName=os.environ["TABLE"], Item=record["dynamodb"]["NewImage"] | {"times": {"N": "1"}})
"""


def write(folder: Path) -> Path:
    """Writes template, layer and functions; gives the template's path."""
    files = {
        "template.yaml": TEMPLATE,
        "layer/shared_words.py": 'WORD = "from the layer"\n',
        "functions/door/door.py": DOOR,
        "functions/filer/filer.py": FILER,
        "functions/watcher/watcher.py": WATCHER,
        "functions/broken/broken.py": "import no_such_module\n",
    }
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text))
    return folder / "template.yaml"
