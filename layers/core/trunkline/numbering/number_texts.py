"""A phone number as people and spreadsheets write it, made plain: an optional plus, digits and the usual punctuation.

A spreadsheet's changes to a long number are undone where no digit was lost, and refused where one may be:
read loosely, 2.12555012E9 is the number of a stranger.
"""

import re
import unicodedata
from decimal import Decimal

from trunkline.numbering.e164 import InvalidPhoneNumber

LONGEST = 40  # characters, blanks and brackets included
FORMULA_TEXT = re.compile(r'=\s*"([^"]*)"')  # how spreadsheets are made to keep a number as text
PLAIN = re.compile(r"\+?\d{7,15}", re.ASCII)  # nothing to undo: most numbers of most lists
EXTENSION = re.compile(r"(?i)(?:\b|\d)\s*(?:ext(?:ension)?|extn|durchwahl|dw|poste|x|#|;ext=)[\s.:=]*\d+$")
EXPONENT = re.compile(r"([+-]?\d+)(?:[.,](\d+))?[eE]([+-]?\d{1,3})")
FRACTION = re.compile(r"(\+?\d{7,})[.,](\d+)")
THOUSANDS = (
    re.compile(r"\d{1,3}(?:,\d{2,3})+(?:\.0{1,2})?"),
    re.compile(r"\d{1,3}(?:\.\d{3}){2,}(?:,0{1,2})?"),
    re.compile(r"\d{1,3}(?:'\d{3})+(?:[.,]0{1,2})?"),
    re.compile(r"\d{1,3}(?: \d{3}){2,}[.,]0{1,2}"),
)
DATE = re.compile(r"\d{4}-\d\d-\d\d|\d{1,2}([./-])\d{1,2}\1(?:19|20)\d\d")
ALLOWED = re.compile(r"\(?\+?[\d ()./~-]+")
AREA_CODE_LAST = re.compile(r"(?:\d[^\d(]*){7,}\(")  # 234-5678 (212): read as it stands, it is another number
ENDINGS = re.compile(r"(?:.*[^\d ()-])?([\d ()-]{5,})[/~]([\d ()-]{1,3})")  # 0170 1234567/8: two numbers in short
LONGEST_AREA_AND_OWN = 9  # digits of an area code and a very short number of a village, 033841/312
TEXT_MARKS = "'\"`"
# Full-width forms, the minus sign and the long vowel mark, as they come from Asian keyboards and typeset pages.
ALIKE = str.maketrans("\uff0b\ufe62\uff08\uff09\uff0e\uff0c\uff0f\u2212\u30fc\uff25\uff45\u2019\u2018", "++().,/--Ee''")


def plain_number(text: str) -> str:
    """Raises InvalidPhoneNumber for what is no number, or not surely one."""
    if PLAIN.fullmatch(text):
        return text
    if len(text) > LONGEST:
        raise InvalidPhoneNumber("phone number too long")
    plain = _unwrapped(_in_ascii(text))
    whole = _whole_number(plain)
    if whole is not None:
        return whole
    _check(plain)
    return plain


def _in_ascii(text: str) -> str:
    """Digits of any script as 0 to 9, every blank as a blank, every dash as a dash; marks that show nothing go."""
    return text.strip() if text.isascii() else "".join(map(_character, text.translate(ALIKE))).strip()


def _character(character: str) -> str:
    match unicodedata.category(character):
        case "Nd":
            return str(unicodedata.decimal(character))
        case "Zs":
            return " "
        case "Pd":
            return "-"
        case "Cf":
            return ""
    return " " if character == "\t" else character


def _unwrapped(text: str) -> str:
    formula = FORMULA_TEXT.fullmatch(text)
    inner = (formula[1] if formula else text).strip().strip(TEXT_MARKS).strip()
    return inner[4:].strip() if inner[:4].casefold() == "tel:" else inner


def _whole_number(text: str) -> str | None:
    """The digits, where the text is a number as a spreadsheet or a data frame writes it; None where it is not."""
    if exponent := EXPONENT.fullmatch(text):
        return _of_exponent(*exponent.groups())
    if any(form.fullmatch(text) for form in THOUSANDS):
        return re.sub(r"[.,]0{1,2}$", "", text) if text.count(",") + text.count(".") == 1 else _ungrouped(text)
    if fraction := FRACTION.fullmatch(text.replace(" ", "").replace("-", "")):
        return _of_fraction(text, *fraction.groups())
    return None


def _ungrouped(text: str) -> str:
    last = re.fullmatch(r"(.*)[.,]0{1,2}", text)
    return re.sub(r"\D", "", last[1] if last else text)


def _of_exponent(whole: str, fraction: str | None, power: str) -> str:
    """Only where every digit of the number is written: 1.2125550123E10 is whole, 2.12555E+09 has lost some."""
    shown, number = len(fraction or ""), Decimal(f"{whole}.{fraction or 0}").scaleb(int(power))
    if whole.startswith("-") or int(power) > shown or number != number.to_integral_value():
        raise InvalidPhoneNumber("a spreadsheet has cut digits off this phone number; format the column as text")
    return f"{number:.0f}"


def _of_fraction(text: str, whole: str, fraction: str) -> str:
    is_whole_number = text in {f"{whole}.{fraction}", f"{whole},{fraction}"} and fraction in {"0", "00"}
    if not is_whole_number:
        raise InvalidPhoneNumber("a number with a fraction is no phone number; format the column as text")
    return whole


def _check(text: str) -> None:
    if EXTENSION.search(text):
        raise InvalidPhoneNumber("a phone number with an extension, which cannot be dialled")
    if any(character.isalpha() for character in text):
        raise InvalidPhoneNumber("not a phone number")
    if DATE.fullmatch(text):
        raise InvalidPhoneNumber("not a phone number: a date")
    if not text:
        raise InvalidPhoneNumber("not a phone number")
    if AREA_CODE_LAST.match(text.lstrip("(+")):
        raise InvalidPhoneNumber("not a phone number: the area code stands first")
    if ENDINGS.fullmatch(text) and len(re.sub(r"\D", "", text)) > LONGEST_AREA_AND_OWN:
        raise InvalidPhoneNumber("not one phone number but several")
    if text.startswith("-") or not ALLOWED.fullmatch(text):
        raise InvalidPhoneNumber("not a phone number, or more than one")
