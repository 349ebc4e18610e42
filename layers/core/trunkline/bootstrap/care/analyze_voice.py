"""Dependencies of `analyze_voice`. What measures is given: the core does not know the library."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from trunkline.aws.directory_table import Directory
from trunkline.aws.dynamodb import DynamoDBClient
from trunkline.aws.s3 import Bucket
from trunkline.aws.sigv4 import SigV4Client
from trunkline.bootstrap.shared.common import aws_client, settings, utc_now
from trunkline.bootstrap.shared.encryption import encryption
from trunkline.bootstrap.shared.patients import files_in, stored_transcripts
from trunkline.patients.adapters.ended_calls import RecordedCalls
from trunkline.patients.use_cases.analyze_voice import (
    AnalyzeVoiceDeps,
    Measure,
    NotMeasurable,
    Recording,
    Report,
)


@dataclass(frozen=True, slots=True)
class AnalyzeVoiceHandlerDeps:
    """Dependencies of `analyze_voice`."""

    analyzing: AnalyzeVoiceDeps
    now: Callable[[], datetime] = utc_now


def analyze_voice_deps(measure: Measure, failed: Callable[[NotMeasurable], Report]) -> AnalyzeVoiceHandlerDeps:
    known = settings()
    dynamodb = DynamoDBClient(SigV4Client.from_environment("dynamodb"))
    keys = encryption(known, Directory(dynamodb, known.directory_table))
    files, read = files_in(dynamodb, known.patients_table, keys), Bucket(aws_client("s3"), known.bucket).read
    calls, transcripts = RecordedCalls(dynamodb, known.calls_table), stored_transcripts(read)
    analyzing = AnalyzeVoiceDeps(
        files.patients, files.assessing, calls.find, stored_recordings(read), transcripts, measure, failed
    )
    return AnalyzeVoiceHandlerDeps(analyzing)


def stored_recordings(read: Callable[[str], bytes]) -> Callable[[str], Recording | None]:
    """Recordings of the relay; None for one that is not there, or without the JSON beside it."""

    def find(key: str) -> Recording | None:
        try:
            audio, about = read(key), read(key.removesuffix(".wav") + ".json")
        except aws_client("s3").exceptions.NoSuchKey:
            return None
        beside: Mapping[str, Any] = json.loads(about)
        return Recording(audio, beside)

    return find
