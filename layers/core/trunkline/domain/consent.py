"""What stands in a list's column `consent`: the basis on which a person may be called, like `web form`.

People also write whether there is one. A no, in any word for it, is no consent; a yes alone is no basis either, since
it could not be shown to anybody who asks. In doubt the row is refused: that costs a call, the other costs a lawsuit.
"""

import re
import unicodedata
from functools import lru_cache

NO_CONSENT = "no consent: the column says that it was not given, or taken back"
NO_BASIS = "the column `consent` holds the basis, like `web form`; a yes alone is none"

_YES = (
    "yes y yep yeah true t x ok okay si oui ja j da sim tak vrai verdadero vero wahr given granted consent consented "
    "agreed active on checked"
)
# The whole cell: what tables write for no, or for nothing.
_NO = (
    "n f ne nem ei na n/a #n/a null nil nan falsch false faux falso iie hayir tbd tbc todo open void nope nay off "
    "blank empty nothing"
)
# As a word anywhere.
_WORDS = (
    "no non not none nein nej nee nie nao never nicht kein keine keinen keiner pas sans sin senza zonder "
    "without ohne nunca jamais aucun aucune ninguno ninguna nessuno nessuna geen brak yok ingen inget stop "
    "wrong dnc dnd retire baja нет не без нету لا لم بدون οχι לא nei"
)
# As the beginning of a word anywhere.
_BEGINNINGS = (
    "withdr revok revoc rescind cancel unsub optout optedout optingout declin refus reject denied denial objected "
    "objection objects expir lapsed invalid widerruf widerspr widerspro abgelehn abgemel storniert verweiger zuruckgez "
    "zuruckgenom entzogen retirad desinscri desabonn desist rechaz negad negat ritirat rifiut disiscri ingetrok "
    "afgemeld geweigerd missing fehlt fehlend pending unknown absent blocked blacklist blocklist suppress complain "
    "bounced removed deleted dont donot terminated unconfirmed unverified unconsent nonconsent disallow prohibit "
    "forbid disagree fake отоз отказ"
)
# Of scripts that do not set words apart.
_SIGNS = "不 否 未 無 无 没 沒 なし いいえ 拒 撤 아니 없음 취소 ไม่"
APART = re.compile(r"\bopt(?:ed|ing|s)?[ -]*out\b|\bdo ?n[o']?t\b|\btook back\b|\btaken back\b")


@lru_cache(maxsize=1024)
def why_no_basis(text: str) -> str:
    """Why this is no basis of consent; empty where it is one."""
    plain = _plain(text)
    words = re.findall(r"[^\W_]+", plain)
    if plain in NO or "".join(words) in NO or APART.search(plain) or any(sign in plain for sign in SIGNS):
        return NO_CONSENT
    if not any(character.isalpha() for character in plain):
        return NO_BASIS if plain.strip("0.,-") else NO_CONSENT
    if not WORDS.isdisjoint(words) or any(word.startswith(BEGINNINGS) for word in [*words, "".join(words)]):
        return NO_CONSENT
    return NO_BASIS if len(plain) < 2 or YES.issuperset(words) else ""


def _plain(text: str) -> str:
    """Small letters without accents, and without the marks around them."""
    letters = unicodedata.normalize("NFKD", text.casefold().replace("\u2019", "'"))
    return "".join(one for one in letters if not unicodedata.combining(one)).strip(" \t.,;:!?'\"()[]")


YES, NO, WORDS = frozenset(_YES.split()), frozenset(_NO.split()), frozenset(_WORDS.split())
BEGINNINGS, SIGNS = tuple(_BEGINNINGS.split()), tuple(map(_plain, _SIGNS.split()))
