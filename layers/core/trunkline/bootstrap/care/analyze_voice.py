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
from trunkline.bootstrap.shared.common import aws_client, data_keys, settings, utc_now
from trunkline.bootstrap.shared.encryption import encryption
from trunkline.bootstrap.shared.patients import files_in, stored_transcripts
from trunkline.encryption.adapters.sealed_objects import SealedObjects
from trunkline.patients.adapters.ended_calls import RecordedCalls
from trunkline.patients.use_cases.analyze_voice import (
    AnalyzeVoiceDeps,
    Measure,
    NotMeasurable,
    Recording,
    Report,
)
from trunkline.patients.use_cases.seal_recordings import SealRecordingsDeps


@dataclass(frozen=True, slots=True)
class AnalyzeVoiceHandlerDeps:
    """Dependencies of `analyze_voice`."""

    analyzing: AnalyzeVoiceDeps
    sealing: SealRecordingsDeps
    now: Callable[[], datetime] = utc_now


def analyze_voice_deps(measure: Measure, failed: Callable[[NotMeasurable], Report]) -> AnalyzeVoiceHandlerDeps:
    known = settings()
    dynamodb = DynamoDBClient(SigV4Client.from_environment("dynamodb"))
    keys = encryption(known, Directory(dynamodb, known.directory_table))
    files, s3 = files_in(dynamodb, known.patients_table, keys), aws_client("s3")
    objects = SealedObjects(lambda: s3, known.bucket, lambda: keys.files, data_keys(known))
    calls, transcripts = RecordedCalls(dynamodb, known.calls_table), stored_transcripts(Bucket(s3, known.bucket).read)
    analyzing = AnalyzeVoiceDeps(
        files.patients, files.assessing, calls.find, stored_recordings(objects), transcripts, measure, failed
    )
    return AnalyzeVoiceHandlerDeps(analyzing, SealRecordingsDeps(files.patients, calls.find, objects.seal))


def stored_recordings(objects: SealedObjects) -> Callable[[str, str], Recording | None]:
    """Recordings of the relay, sealed or not yet; None for one that is not there, or without the JSON beside it."""

    def find(key: str, company_id: str) -> Recording | None:
        audio = objects.read(key, company_id)
        beside = objects.read(key.removesuffix(".wav") + ".json", company_id)
        if audio is None or beside is None:
            return None
        about: Mapping[str, Any] = json.loads(beside)
        return Recording(audio, about)

    return find
