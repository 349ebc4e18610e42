"""The function of each verb. A verb without an entry is noted as not played and skipped."""

from collections.abc import Mapping

from local.twilio.state import Perform
from local.twilio.twiml import simple_verbs
from local.twilio.twiml.dial import dial
from local.twilio.twiml.prompts import gather, record

VERBS: Mapping[str, Perform] = {
    "Say": simple_verbs.say,
    "Play": simple_verbs.play_file,
    "Pause": simple_verbs.pause,
    "Redirect": simple_verbs.redirect,
    "Hangup": simple_verbs.hangup,
    "Reject": simple_verbs.reject,
    "Refer": simple_verbs.refer,
    "Connect": simple_verbs.connect,
    "Start": simple_verbs.start,
    "Gather": gather,
    "Record": record,
    "Dial": dial,
}
