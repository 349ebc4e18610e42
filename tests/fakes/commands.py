"""The commands of `python -m cli` that work on a stage, with arguments that each of them takes."""

DIRECTORY = "directory"
COMMANDS_OF_A_STAGE = (
    ["companies", "list"],
    ["backup", "a.jsonl.gz"],
    ["backup", "a.jsonl.gz", "--table", DIRECTORY],
    ["restore", "a.jsonl.gz"],
    ["replay", "dead-letters"],
    ["replay", "inbox"],
    ["decisions", "c"],
    ["doctor"],
    ["erase", "acme", "--number", "+14155550123", "--yes"],
    ["campaigns", "list"],
    ["campaigns", "suppress", "+14155550123", "--everybody"],
    ["relay-parameters"],
    ["console"],
)
