"""The column `consent` of a list: the basis on which a person may be called, like `web form`.

People also write whether there is one. A no, in any word for it, is no consent; a yes alone is no basis either, since
it is no proof. No list has every word for no, so a basis must also name a way in which
consent is given. In doubt the row is refused: that costs a call, the other costs a lawsuit.
"""

import re
import unicodedata
from functools import lru_cache

NO_CONSENT = "no consent: the column says that it was not given, or taken back"
NO_BASIS = (
    "the column `consent` names how it was given, like `web form`, `contract` or `phone call`; a yes alone is none"
)

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
    "no non not none nein nej nee nie nao never nicht kein keine keinen keiner pas sans sin senza zonder without "
    "ohne nunca jamais aucun aucune ninguno ninguna nessuno nessuna geen brak yok ingen inget stop wrong dnc dnd "
    "retire baja нет не ні без нету لا لم بدون رفض سحب οχι לא nei sem hic nie fara hvis ikke inte ikkje neen "
    "false falsch falso faux nope nah null undefined nan"
)
# As the beginning of a word anywhere.
_BEGINNINGS = (
    "withdr revok revoc rescind cancel unsub optout optedout optingout declin refus reject denied denial objected "
    "objection objects expir lapsed invalid widerruf widerspr widerspro abgelehn abgemel storniert verweiger "
    "zuruckgez zuruckgenom entzogen retirad desinscri desabonn desist rechaz negad negat ritirat rifiut disiscri "
    "ingetrok afgemeld geweigerd missing fehlt fehlend pending unknown absent blocked blacklist blocklist "
    "suppress complain bounced removed deleted dont donot terminated unconfirmed unverified unconsent nonconsent "
    "disallow prohibit forbid disagree fake отоз отказ отклон отпис отмен відклик unsign uncheck untick unwill "
    "disab inactiv suspend retract dissent disapprov eras decease disput fail hung hangup disconnect withheld "
    "banned barred abbestell ausgetrag gekundig kundig gesperrt sperr abgelauf oppos annul anul caduc vencid "
    "revog recus cancelad refuz wycof odmow cofni aterkall trukket afvist avslag reddet iptal visszavon odvol "
    "zamitn ditolak tidak khong hayir cannot falskt onwaar"
)
# Of scripts that do not set words apart.
_SIGNS = (
    "不 否 未 無 无 没 沒 なし いいえ 拒 撤 停 解除 取消 退 过期 失効 아니 없음 취소 거부 철회 해지 만료 안함 "
    "नहीं अस्वीकार ไม่ ☐ ✗ ✘ ✖ ❌ ⛔ 🚫 👎"
)
APART = re.compile(
    r"\bopt(?:ed|ing|s)?[ -]*out\b|\bdo ?n[o']?t\b|n't\b|\b(?:did|was|has|have|is|does|ca|wo|could|would)nt\b"
    r"|\b(?:took|taken) (?:back|off)\b|\btu choi\b|[=:] *(?:f|0)\b(?!\.)| 0$|\bsign(?:ed|s)?[ -]*out\b"
)
# Ways in which consent is given: a word begins with one, and longer ones also stand inside of compounds.
_WAYS = (
    "web site form formul portal online internet app contract contrat vertrag overeenk umow avtal aftal kontrakt "
    "sozlesme договор agreement terms sign signat unterschr unterzeich firma assin getekend podpis underskr imza "
    "подпис written writing schriftl ecrit escrit scritt schriftel pisemn письм paper papier papel carta letter "
    "brief mail courrier correo newsletter subscri phone telefo telepho телефон звон call anruf appel llamada "
    "chiamata ligacao rozmow verbal oral mundlich mondeling spoke voice record sms text keyword whatsapp chat "
    "messag optin opt double customer client kunde klant cliente klient клиент musteri patient member mitglied "
    "relation account purchas kauf compra achat acquist order bestell commande pedido ordin zamow заказ book "
    "reserv appointment termin event fair messe beurs feria fiera salon targi show seminar webinar conferen "
    "meeting visit store shop laden geschaft magasin boutique tienda negozio loja winkel sklep butik магазин сайт "
    "анкет форм branch counter kiosk tablet person interview survey umfrage poll contest competition sweepstake "
    "gewinnspiel raffle coupon loyalty card referral recommend inquir enquir anfrage quote applica antrag "
    "register registr inscri iscriz anmeld aanmeld enrol join checkout checkbox box tick tcpa pewc express notar "
    "deed house demo download brochure catalog trial fax postcard questionnaire fragebogen warranty invoice donat "
    "partner evenement evento veranstalt modulo skjema skema ligne linea landing page lead art gdpr dsgvo rgpd"
)
_WAYS_IN_SIGNS = (
    "フォーム 契約 署名 書面 電話 会員 申込 ウェブ 店 表 合同 签 簽 书面 电话 電話 客户 网站 注册 양식 계약 서명 "
    "서면 전화 고객 웹 신청"
)
COMPOUND = 4  # letters


@lru_cache(maxsize=1024)
def why_no_basis(text: str) -> str:
    """Why the text is no basis of consent; empty where it is a basis."""
    plain = _plain(text)
    words = re.findall(r"[^\W_]+", plain)
    if plain in NO or "".join(words) in NO or APART.search(plain) or any(sign in plain for sign in SIGNS):
        return NO_CONSENT
    if not any(character.isalpha() for character in plain):
        return NO_BASIS if plain.strip("0.,-") else NO_CONSENT
    if not WORDS.isdisjoint(words) or any(word.startswith(BEGINNINGS) for word in [*words, "".join(words)]):
        return NO_CONSENT
    return "" if _names_a_way(plain, words) and not YES.issuperset(words) else NO_BASIS


def _names_a_way(plain: str, words: list[str]) -> bool:
    in_compounds = any(way in plain for way in WAYS if len(way) >= COMPOUND)
    return in_compounds or any(word.startswith(WAYS) for word in words) or any(sign in plain for sign in WAYS_IN_SIGNS)


def _plain(text: str) -> str:
    """Small letters without accents, and without the marks around them."""
    letters = unicodedata.normalize("NFKD", text.casefold().replace("\u2019", "'"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter)).strip(" \t.,;:!?'\"()[]")


YES, NO, WORDS = frozenset(_YES.split()), frozenset(_NO.split()), frozenset(_WORDS.split())
BEGINNINGS, SIGNS = tuple(_BEGINNINGS.split()), tuple(map(_plain, _SIGNS.split()))
WAYS, WAYS_IN_SIGNS = tuple(map(_plain, _WAYS.split())), tuple(map(_plain, _WAYS_IN_SIGNS.split()))
