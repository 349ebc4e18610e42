"""Countries and, where rules or holidays differ inside one, their states: the codes a list or a campaign may name.

Data. Countries are those of the numbering plans, which are ISO 3166-1's and a few territories more; states are ISO
3166-2's, of the countries whose calendars know them. The tests hold both against the libraries they come from.
"""

_COUNTRIES = (
    "AC AD AE AF AG AI AL AM AO AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BW BY BZ "
    "CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM "
    "FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GT GU GW GY HK HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE "
    "JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN "
    "MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PR PS PT "
    "PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TA TC TD TG TH TJ TK "
    "TL TM TN TO TR TT TV TW TZ UA UG US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW"
)
_STATES = {
    "AT": "1 2 3 4 5 6 7 8 9",
    "AU": "ACT NSW NT QLD SA TAS VIC WA",
    "CA": "AB BC MB NB NL NS NT NU ON PE QC SK YT",
    "CH": "AG AI AR BE BL BS FR GE GL GR JU LU NE NW OW SG SH SO SZ TG TI UR VD VS ZG ZH",
    "DE": "BB BE BW BY HB HE HH MV NI NW RP SH SL SN ST TH",
    "ES": "AN AR AS CB CE CL CM CN CT EX GA IB MC MD ML NC PV RI VC",
    "FR": "57 6AE 971 972 973 974 976 BL MF NC PF PM TF WF",
    "GB": "ENG NIR SCT WLS",
    "IN": (
        "AN AP AR AS BR CG CH DH DL GA GJ HP HR JH JK KA KL LA LD MH ML MN MP MZ NL OD PB PY RJ SK TN TR TS UK UP WB"
    ),
    "IT": (
        "AG AL AN AO AP AQ AR AT AV BA BG BI BL BN BO BR BS BT BZ CA CB CE CH CL CN CO CR CS CT CZ EN FC FE "
        "FG FI FM FR GE GO GR IM IS KR LC LE LI LO LT LU MB MC ME MI MN MO MS MT NA NO NU OR PA PC PD PE PG "
        "PI PN PO PR PT PU PV PZ RA RC RE RG RI RM RN RO SA SI SO SP SR SS SU SV TA TE TN TO TP TR TS TV UD "
        "VA VB VC VE VI VR VT VV"
    ),
    "US": (
        "AK AL AR AS AZ CA CO CT DC DE FL GA GU HI IA ID IL IN KS KY LA MA MD ME MI MN MO MP MS MT NC ND NE "
        "NH NJ NM NV NY OH OK OR PA PR RI SC SD TN TX UM UT VA VI VT WA WI WV WY"
    ),
}
COUNTRIES = frozenset(_COUNTRIES.split())
STATES_OF = {country: frozenset(states.split()) for country, states in _STATES.items()}
MEANT = {"UK": "GB", "EN": "GB", "EL": "GR", "SP": "ES", "JA": "JP", "KO": "KR"}  # what people write for a country


def is_region(region: str) -> bool:
    """A country, or a state of one whose states are known here: US, US-FL. An unknown state would loosen the rules."""
    country, dash, state = region.partition("-")
    if country not in COUNTRIES:
        return False
    return not dash or state in STATES_OF.get(country, ())


def why_no_region(region: str) -> str:
    """The error text for an unknown region."""
    country, dash, _ = region.partition("-")
    if meant := MEANT.get(country):
        return f"no such country: {country}; is {meant} meant?"
    if country not in COUNTRIES:
        return "no such country: give its ISO code, like US"
    return f"no such state of {country}: give its ISO code, like US-FL" if dash else ""
