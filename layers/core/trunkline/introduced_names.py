"""Names where a sentence introduces one: after "my name is", "this is", a title, a greeting, a relation.

There is no list of names: the next words are taken for one, unless they are of the language itself.
"""

import re

from trunkline.personal_shapes import A_NAME

OF_THE_LANGUAGE = """
    a an the and or but not no yes so if it its is was are be been i i'm i've he she we they you your my our his her
    their this that these those what who how when where why which there here about for from to of on in at by with
    as will would can could should may might must do does did has have had said says say called calling call
    speaking office today tomorrow yesterday tonight again just only very too also now then than because recently
    gave give gives wants wanted asked asks ask prescribed prescribe thinks thought changed put started stopped saw
    sees see visit appointment appointments please okay ok well sure good great fine important urgent all any some
    one two three back who's that's it's really still always never ever correct right wrong true nothing something
    everything next last new old first second myself unchanged listed spelled spelt mispronounced someone anyone
    everyone people kind busy tired sick
    """
NO_NAME = frozenset(OF_THE_LANGUAGE.split())
A_VERB = re.compile(r"t[eo]l[ld]s?|[a-z]{1,30}ing")
TITLES = r"doctors?|dr|mister|mr|missus|mrs|ms|miss|nurse|professor|prof|frau|herr|dottore|monsieur|madame|señora?"
RELATIONS = (
    "wife|husband|partner|son|daughter|sister|brother|mother|father|mom|dad|grandson|granddaughter|aunt|uncle|cousin|"
    "friend|neighbor|neighbour|caregiver|doctor is|cardiologist is"
)
GREETINGS = "[Tt]hanks|[Tt]hank you|[Hh]i|[Hh]ello|[Gg]ood (?:morning|afternoon|evening)|[Tt]ell|[Aa]sk"
CAPITAL = r"[A-Z][\w'\u2019-]{1,30}"


def _rule(words: str, name: str, flags: int = 0) -> re.Pattern[str]:
    """Group 1 are the words that introduce, with the blanks behind them; a blank in them is one to three."""
    return re.compile(rf"(?<!\w)((?:{words}) )".replace(" ", r"\s{1,3}") + name, flags)


TITLED = _rule(rf"(?:{TITLES})\.?", rf"({A_NAME})(\s(?-i:{CAPITAL}))?", re.IGNORECASE)
NAMED = _rule(
    r"name is|name's|named|called by|i am called|call me|ich hei(?:ß|ss)e|mein name ist|me llamo|je m['\u2019]appelle",
    rf"({A_NAME})(\s{{1,2}}{A_NAME})?(\s(?-i:{CAPITAL}))?",
    re.IGNORECASE,
)
INTRODUCED = _rule(
    "[Tt]his is|[Ii]t's|[Ii]t is|[Ii] am|[Ii]'m|[Aa]sk for|[Ss]peaking (?:with|to)",
    rf"(?:({CAPITAL})((?:\s{CAPITAL}){{0,2}})"
    rf"|({A_NAME})((?:\s{A_NAME})??)(?=,?\s{{1,3}}(?:calling|speaking|here|again|from)(?!\w)))",
)
SPOKEN_OF = _rule(
    rf"(?:[Mm]y (?:{RELATIONS})|{GREETINGS}|(?:[Ss]peak|[Ss]poke|[Tt]alk|[Mm]essage) (?:to|with)),?",
    rf"({CAPITAL})((?:\s{CAPITAL}){{0,2}})",
)
SPEAK_TO = _rule("(?:speak|talk|spoke|talked) (?:to|with)", rf"({A_NAME})(?!\w)")


def without_introduced(text: str, placeholder: str) -> str:
    """The text with this placeholder in the place of names."""
    for pattern, hidden in RULES:
        text = pattern.sub(lambda found, hidden=hidden: hidden(found, placeholder), text)  # type: ignore[misc]
    return text


def _is_name(word: str | None) -> bool:
    lower = str(word or "").strip().lower()
    return bool(lower) and lower not in NO_NAME and not A_VERB.fullmatch(lower)


def _titled(found: re.Match[str], placeholder: str) -> str:
    """`doctor patel`, `Dr. Maria Lopez`; the second word by its capital alone."""
    if not _is_name(found[2]):
        return found[0]
    second = found[3] or ""
    return found[1] + placeholder + ("" if second.strip()[:1].isupper() else second)


def _named(found: re.Match[str], placeholder: str) -> str:
    """`my name is ana novak`: two words, unless the second is of the language, and a third by its capital."""
    if not _is_name(found[2]):
        return found[0]
    rest = "".join(filter(None, (found[3], found[4])))
    if found[3] and _is_name(found[3]):
        rest = "" if not found[4] or found[4].strip()[:1].isupper() else found[4]
    return found[1] + placeholder + rest


def _introduced(found: re.Match[str], placeholder: str) -> str:
    """`This is Ana Novak`, `this is ana calling`."""
    first, rest = (found[2], found[3]) if found[2] else (found[4], found[5])
    if not _is_name(first):
        return found[0]
    return found[1] + placeholder + ("" if not rest or _is_name(rest) else rest)


def _spoken_of(found: re.Match[str], placeholder: str) -> str:
    """`my son Andre`, `thank you, Walter`, `speak to rosemary`."""
    return found[1] + placeholder if _is_name(found[2]) else found[0]


RULES = (
    (TITLED, _titled),
    (NAMED, _named),
    (INTRODUCED, _introduced),
    (SPOKEN_OF, _spoken_of),
    (SPEAK_TO, _spoken_of),
)
