"""What can go wrong for a person at the command line, as a sentence that says what to do."""

import httpx
from botocore import exceptions as aws
from botocore.exceptions import BotoCoreError, ClientError

from cli.stage import StageUnknown
from trunkline.errors import TrunklineError

EXPECTED = (
    TrunklineError,
    StageUnknown,
    OSError,
    UnicodeError,
    httpx.HTTPError,
    httpx.InvalidURL,
    BotoCoreError,
    ClientError,
)
SIGN_IN = "sign in (aws sso login) and set AWS_PROFILE, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"
NO_CREDENTIALS = (
    aws.NoCredentialsError,
    aws.PartialCredentialsError,
    aws.CredentialRetrievalError,
    aws.ProfileNotFound,
    aws.TokenRetrievalError,
    aws.SSOError,
)
OLD = {"ExpiredToken", "ExpiredTokenException", "RequestExpired"}
WRONG = {"InvalidClientTokenId", "UnrecognizedClientException", "SignatureDoesNotMatch", "InvalidSignatureException"}
FORBIDDEN = {"AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "403"}


def sentence(error: BaseException) -> str:
    match error:
        case UnicodeError():
            return "a file, or what stands in a variable, is not UTF-8 text"
        case httpx.InvalidURL():
            return f"not an address: {error}; look at TRUNKLINE_URL"
        case httpx.HTTPError():
            return f"no answer: {type(error).__name__}; look at TRUNKLINE_URL, or at the vendors' addresses"
        case BotoCoreError():
            return f"AWS: {_of_botocore(error)}"
        case ClientError():
            return f"AWS: {_of_aws(error)}"
    return str(error)


def _of_botocore(error: BotoCoreError) -> str:
    if isinstance(error, NO_CREDENTIALS):
        return f"{error}: {SIGN_IN}"
    if isinstance(error, aws.NoRegionError):
        return "no region: set AWS_REGION, or AWS_PROFILE to a profile that has one"
    if isinstance(error, (aws.EndpointConnectionError, aws.ConnectTimeoutError)):
        return f"{error}: look at AWS_REGION and AWS_ENDPOINT_URL"
    return str(error)


def _of_aws(error: ClientError) -> str:
    code = str(error.response.get("Error", {}).get("Code", ""))
    if code in OLD:
        return f"the credentials have expired: {SIGN_IN}"
    if code in WRONG:
        return f"the credentials are not known: {SIGN_IN}"
    if code in FORBIDDEN:
        return f"these credentials may not do {error.operation_name}: set AWS_PROFILE to some that may"
    return str(error)
