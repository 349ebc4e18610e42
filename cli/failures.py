"""Expected errors of commands, each as a sentence that says what to do."""

import errno

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
OLD = {"ExpiredToken", "ExpiredTokenException", "RequestExpired", "TokenRefreshRequired"}
WRONG = {
    *("InvalidClientTokenId", "UnrecognizedClientException", "SignatureDoesNotMatch", "InvalidSignatureException"),
    *("InvalidAccessKeyId", "InvalidToken", "AuthFailure"),
}
FORBIDDEN = {"AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "403"}
FULL = {errno.ENOSPC, errno.EDQUOT}


def sentence(error: BaseException) -> str:
    match error:
        case UnicodeError():
            return "a file, or what stands in a variable, is not UTF-8 text"
        case httpx.InvalidURL():
            return f"not an address: {error}; look at TRUNKLINE_URL"
        case httpx.HTTPError():
            return _of_http(error)
        case BotoCoreError():
            return f"AWS: {_of_botocore(error)}"
        case ClientError():
            return f"AWS: {_of_aws(error)}"
        case OSError():
            return _of_system(error)
    return str(error)


def _of_http(error: httpx.HTTPError) -> str:
    """The host and no more of an address: the rest of a link may open what it leads to."""
    look = "look at TRUNKLINE_URL and at the network"
    if isinstance(error, httpx.UnsupportedProtocol):
        return f"no address of the web: it begins with https://; {look}"
    try:
        host = error.request.url.copy_with(path="/", query=None, fragment=None, userinfo=b"")
    except RuntimeError:  # what failed before there was a request
        return f"no answer ({_plainly(error)}): {look}"
    if isinstance(error, httpx.HTTPStatusError):
        return f"{host} answers {error.response.status_code}: repeat the command; a link may be too old"
    return f"{host} does not answer ({_plainly(error)}): {look}"


def _plainly(error: httpx.HTTPError) -> str:
    return str(error) or ("too late" if isinstance(error, httpx.TimeoutException) else "the line broke")


def _of_botocore(error: BotoCoreError) -> str:
    if isinstance(error, NO_CREDENTIALS):
        return f"{error}: {SIGN_IN}"
    if isinstance(error, aws.NoRegionError):
        return "no region: say --region, set AWS_REGION, or set AWS_PROFILE to a profile that has one"
    if isinstance(error, (aws.ConnectionError, aws.HTTPClientError)):
        return f"{error}: look at the network, at --region or AWS_REGION, and at AWS_ENDPOINT_URL"
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


def _of_system(error: OSError) -> str:
    about = f"{error.filename}: " if error.filename else ""
    if error.errno in FULL:
        return f"{about}the disk is full; make room, then repeat the command"
    return f"{about}{error.strerror or error}"
