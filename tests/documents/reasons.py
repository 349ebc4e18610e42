"""Why a command of a page is checked and not run: one rule each, so that nothing is left out silently."""

import re

RULES = (
    (r"^(aws|docker)\b|<\(aws", "aws and docker: an account or a container engine"),
    (r"^make (deploy|deploy-relay|doctor)\b", "a stage in an AWS account"),
    (r"^make live\b|\.env\b", "accounts at the vendors"),
    (r"^make (sam-local|build|image)\b|^make run SAM=|\.venv-sam/|127\.0\.0\.1:3000", "Docker, or Lambda's own Python"),
    (r"^make (test|stack|console-tests)\b", "it runs all tests, and takes minutes"),
    (r"^make demo KEEP=", "it stays until it is ended"),
    (r"^scripts/", "packages from the network"),
    (r"^make setup-dev\b", "packages from the network; these tests run in what it makes"),
    (r"^make run\b", "it is the world that runs beside these tests"),
    (r"<[A-Za-z][^<>]*>", "a value of the reader's in it"),
    (r"\bcampaigns watch\b", "it waits for calling hours"),
)


def why_not_run(command: str) -> str:
    return next((reason for pattern, reason in RULES if re.search(pattern, command)), "")
