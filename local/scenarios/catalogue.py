"""Every scenario by the name it is asked for, and every agent that takes part in one."""

from local.scenarios import (
    Scenario,
    barge_in,
    check_in,
    hang_up_mid_sentence,
    keys_and_tools,
    phone_menu,
    retell_tools,
    silent_caller,
    support_call,
    transfer,
    warm_transfer,
    wrong_format,
)

SCENARIOS: dict[str, Scenario] = {
    "relayed": support_call.RELAYED,
    "registered": support_call.REGISTERED,
    "retell": support_call.AT_RETELL,
    "retell-tools": retell_tools.SCENARIO,
    "brain": support_call.BY_BRAIN,
    "brain-at-retell": support_call.BY_BRAIN_AT_RETELL,
    "barge-in": barge_in.SCENARIO,
    "check-in": check_in.SCENARIO,
    "silent": silent_caller.SCENARIO,
    "hang-up": hang_up_mid_sentence.SCENARIO,
    "transfer": transfer.SCENARIO,
    "warm-transfer": warm_transfer.TAKEN,
    "transfer-declined": warm_transfer.DECLINED,
    "keys-and-tools": keys_and_tools.SCENARIO,
    "phone-menu": phone_menu.SCENARIO,
    "wrong-format": wrong_format.SCENARIO,
}
ON_THIS_MACHINE = {
    "retell-tools",  # a deployed function calls public tools alone
    "check-in",  # a stack has patients only where it is deployed for them
}
AGENTS_AT_RETELL = (support_call.RETELL_AGENT, support_call.RETELL_AGENT_WITH_BRAIN, retell_tools.AGENT)
AGENTS = (
    support_call.AGENT,
    barge_in.AGENT,
    check_in.AGENT,
    silent_caller.AGENT,
    transfer.AGENT,
    warm_transfer.AGENT,
    keys_and_tools.AGENT,
    phone_menu.AGENT,
    wrong_format.AGENT,
)
