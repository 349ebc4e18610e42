"""Shapes of personal data in what people say and write: numbers, dates, streets, addresses of mail and web.

Every pattern begins at a word and is bounded, so that no text can make it run long.
"""

import re

DIGITS_AT_LEAST = 3  # "two boxes" and "24 hours" stay; a house number or a code does not
OF_EMAIL = r"[^\s@<>\"',;:()\[\]]"
EMAILS = re.compile(rf"(?<!{OF_EMAIL}){OF_EMAIL}+@{OF_EMAIL}+")
DOT = r"\s{1,3}(?:dot|point|punkt|punto)\s{1,3}"
SPOKEN_EMAILS = re.compile(
    rf"(?<![\w.+-])(?:[\w+-]{{1,64}}(?:{DOT}|\s{{1,3}}(?:underscore|dash|minus)\s{{1,3}})){{0,6}}[\w.+-]{{1,64}}"
    rf"\s{{1,3}}at\s{{1,3}}(?:[\w-]{{1,64}}\s{{1,3}})?[\w-]{{1,64}}(?:{DOT}\w{{2,32}}){{1,4}}",
    re.IGNORECASE,
)
# Digits as people say them, in the languages agents are asked for most. What stands between them does not end a number.
SPOKEN = {
    "en": "zero oh one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand double triple",
    "de": "null eins ein zwei zwo drei vier fünf sechs sieben acht neun zehn elf zwölf",
    "es": "cero uno dos tres cuatro cinco seis siete ocho nueve",
    "fr": "zéro un deux trois quatre cinq six sept huit neuf",
}
DIGIT_WORD = "|".join(sorted({word for words in SPOKEN.values() for word in words.split()}, key=len, reverse=True))
PIECE = rf"(?:\d|(?<![^\W\d_])(?:{DIGIT_WORD})(?![^\W\d_]))"
BETWEEN = (
    r"(?:[\s\-.,;:/()+#*_'\u2010-\u2015\u00a0]|(?<![^\W\d_])(?:and|uh|um|er|plus|area|code|und|y|et)(?![^\W\d_])){0,12}"
)
CODES = re.compile(r"(?<!\w)\w{4,64}(?!\w)")  # with so many digits and letters among them: plates, policies, customers
URLS = re.compile(
    r"(?<![\w@./-])(?:https?://|www\.)[^\s\[\]]{1,2000}|(?<![\w@./-])(?:[\w-]{1,63}\.){1,8}\w{2,24}/[^\s\[\]]{0,2000}"
)
MONTH = (
    "january|february|march|april|may|june|july|august|september|october|november|december|"
    "januar|jänner|februar|märz|mai|juni|juli|oktober|dezember|"
    "jan|feb|mar|apr|aug|sept|sep|oct|nov|dec"
)
ORDINAL = (
    r"\d{1,2}(?:st|nd|rd|th|\.)?|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|"
    r"[a-z]{3,9}teenth|twentieth|thirtieth|(?:twenty|thirty)[\s-][a-z]{3,7}(?:st|nd|rd|th)|[a-zäöüß]{2,24}(?:ter|ten)"
)
YEAR = (
    rf"\d{{2,4}}|(?:neunzehnhundert|zweitausend)[a-zäöüß]{{0,30}}|(?:nineteen|twenty|two)(?:[\s-](?:{DIGIT_WORD}|and)){{1,5}}|"
    rf"(?:{DIGIT_WORD})(?:[\s-](?:{DIGIT_WORD}))?"
)
FULL_YEAR = (  # of four digits or said as one, so that it needs no day before it
    rf"(?:19|20)\d\d|nineteen(?:[\s-](?:oh[\s-])?(?:{DIGIT_WORD})){{1,2}}|"
    rf"two\s{{1,3}}thousand(?:[\s-](?:{DIGIT_WORD}|and)){{0,3}}|"
    rf"twenty[\s-](?:oh[\s-])?(?:{DIGIT_WORD})(?:[\s-](?:{DIGIT_WORD}))?"
)
DAY_NUMBER = rf"(?:twenty|thirty)[\s-](?:{DIGIT_WORD})|{DIGIT_WORD}|\d{{1,2}}"
DATES = re.compile(
    rf"(?<!\w)(?:(?:{ORDINAL})\s{{1,3}}(?:of\s{{1,3}}|day\s{{1,3}}of\s{{1,3}})?(?:{MONTH})"
    rf"|(?:{MONTH})\.?\s{{1,3}}(?:the\s{{1,3}})?(?:{ORDINAL}))"
    rf"(?:,?\s{{1,3}}(?:of\s{{1,3}}|in\s{{1,3}})?(?:{YEAR}))?(?!\w)"
    rf"|(?<!\w)(?:{MONTH})\s{{1,3}}(?:(?:{DAY_NUMBER}),?\s{{1,3}})?(?:of\s{{1,3}})?(?:{FULL_YEAR})(?!\w)",
    re.IGNORECASE,
)
# Streets: a house number, a name and a word that says so; words that also mean something else must be capitals.
SURE_STREET = "street|avenue|boulevard|road|lane|terrace|parkway|highway|crescent"
OTHER_STREET = "St|Ave|Blvd|Rd|Ln|Drive|Dr|Court|Ct|Place|Pl|Way|Circle|Square|Trail|Loop|Pike|Plaza"
SAID_NUMBER = rf"(?:{DIGIT_WORD})(?:[\s-](?:{DIGIT_WORD})){{0,5}}"
HOUSE = rf"(?:\d{{1,6}}[A-Za-z]?|{SAID_NUMBER})"
UNIT = r"apartment|apt|suite|unit|flat|room|ward|bed|floor|building|box|house"
IN_HOUSE = rf"(?:,?\s{{1,3}}(?:{UNIT})\.?\s{{1,3}}(?:number\s{{1,3}}|#\s?)?{HOUSE}(?:\s?[A-Fa-f](?!\w))?)?"
A_NAME = r"[^\W\d_][\w'\u2019-]{0,30}"
NTH = r"\d{1,3}(?:st|nd|rd|th)"
LIVING = "live|lives|living|lived|stay|stays|staying|house|home|apartment|corner|down|over|up"
STREETS = re.compile(
    rf"(?<!\w){HOUSE}\s{{1,3}}(?!way\b)(?:(?:{A_NAME}|{NTH})\.?\s{{1,3}}){{1,4}}?(?:{SURE_STREET})(?!\w){IN_HOUSE}"
    rf"|(?<!\w)(?:[^\W\d_]{{3,30}}(?:straße|strasse|gasse|allee|platz))\s{{1,3}}{HOUSE}(?!\w)",
    re.IGNORECASE,
)
NAMED_STREETS = re.compile(
    rf"(?<!\w)(?:{HOUSE}\s{{1,3}})?(?:(?:[NSEW]|[A-Z][\w'\u2019-]{{1,30}}|{NTH})\.?\s){{1,3}}"
    rf"(?:{SURE_STREET.title()}|{OTHER_STREET})(?!\w)\.?{IN_HOUSE}"
)
LIVES_ON = re.compile(
    rf"(?<!\w)((?:{LIVING})\s{{1,3}}(?:is\s{{1,3}})?(?:on|at|of|in)\s{{1,3}})(?!the\b|a\b|my\b|this\b|that\b)"
    rf"(?:{A_NAME}\s{{1,3}}){{1,3}}?(?:{SURE_STREET})(?!\w)",
    re.IGNORECASE,
)
UNITS = re.compile(
    rf"(?<!\w)((?:{UNIT})\.?\s{{1,3}}(?:number\s{{1,3}}|#\s?)?)(?:\d[\w-]{{0,8}}|{SAID_NUMBER}(?:\s[a-f](?!\w))?)(?!\w)"
    rf"|(?<!\w)(number\s{{1,3}})(?:\d[\w-]{{0,12}}|(?:{DIGIT_WORD})(?:[\s-](?:{DIGIT_WORD})){{1,8}})(?!\w)",
    re.IGNORECASE,
)
NUMBERS = re.compile(rf"\+?\(?{PIECE}(?:{BETWEEN}{PIECE}){{{DIGITS_AT_LEAST - 1},}}\)?", re.IGNORECASE)
