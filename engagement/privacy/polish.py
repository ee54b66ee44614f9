"""Addresses and introductions in Polish, in the cases that they stand in."""

from engagement.privacy.words import (
    CAPITAL,
    FURTHER,
    GIVEN_NAME,
    PROPER,
    SEVERAL,
    TITLED,
    any_name,
    place,
    said,
)

WAYS = (
    "(?:`ul\\.|ulica|ulicy|ulicę|ulicą|ulice|al\\.|aleja|alei|aleję|aleje|alejach|os\\.|"
    "osiedle|osiedlu|osiedla|pl\\.|plac|placu|bulwar|bulwarze|skwer|rondo`|Rynek|Rynku)"
)
NAME = (
    "(?:[0-9]{1,2} )?(?:`św\\.|gen\\.|ks\\.|płk\\.|marsz\\.|bł\\.|im\\.|prof\\.|dr` ?)?"
    f"{CAPITAL}(?: (?:{CAPITAL}|i|[0-9]{{1,2}}(?= <U>))){{0,3}}"
)
HOUSE = (
    "[0-9]{1,3}(?: ?[A-Za-z](?![<L>.])(?! [0-9]))?(?:/[0-9]{1,4}[A-Za-z]?)?(?![0-9/])"
    "(?:,? `m\\.|m|lok\\.|lok|mieszkania|mieszkanie` ?[0-9]{1,4}(?![0-9]))?"
)

ADDRESSES = [
    # ul. Grodzka 15/3, os. Złotej Jesieni 3/44, ulica Długa 7 m. 12
    place(f"{WAYS} ?{NAME} {HOUSE}"),
    place(f"`ul\\.|ulica|ulicy|os\\.|al\\.` ?[<L>]{{4,20}}(?: [<L>]{{4,20}})? {HOUSE}"),
    # mieszkam na Grodzkiej 15
    place(
        f"{NAME} {HOUSE}",
        "`mieszka|mieszkam|mieszkamy|mieszkają|mieszkał|mieszkała|mieszkali|zamieszkały|"
        "zamieszkała|zam\\.|adres|adresem` ?:?(?: `na|przy|w|u`)? ",
    ),
]

STOP = (
    "`jest|to|nie|na|w|z|i|a|o|się|bo|że|moje|już|też|zawsze|było|brzmi|jak|od|do|po|"
    "tak|takie|ma|mają|są|trudne|długie|polskie|krótkie|rzadkie|źle|dobrze|przez|przy|"
    "często|dziwne|obce|po|pisze|wymawia`"
)
SURNAME = (
    "<U>[<L>]{1,20}(?:sk|ck|dzk)(?:i|a|iego|iej|im|ą)<end>|"
    "<U>[<L>]{1,20}(?:wicz|czyk|czak|iak|szek|czek)(?:a|owi|em)?<end>"
)
# Who is a Pan or a Pani by office rather than by name
NO_PERSON = (
    "(?!(?:(?:Dyrektor|Prezydent|Burmistrz|Bibliotekar|Doktor|Profesor|Minister|"
    "Premier|Kierowni|Kierowc|Prezes|Przewodnicząc|Nauczyciel|Wychowaw|Policjant|"
    "Redaktor|Naczelni|Proboszcz|Sąsiad|Opiekun|Pielęgniar)[<L>]{0,5}|"
    "Pos(?:eł|ła|łem|łanka)|Radn[aąeyj]{1,3}|Wójt(?:a|em|owi)?|Sołtys(?:a|em|owi)?|"
    "Star[aąeyj]{1,2}|Młod[aąeyj]{1,2}|Domu|Boż[aey])<end>)"
)
# After “jestem” a name keeps its form; what one is takes another: Polką, Ukraińcem
NOMINATIVE = (
    "(?!`bardzo|tak|już|też|tu|teraz|nie|na|po|od|za|ze|dumna|dumny|zadowolona|"
    "zadowolony|szczęśliwa|szczęśliwy|chora|chory|sama|sam|stara|stary`<end>)"
    "(?![<L>'-]{1,25}(?:ą|em|im|ym)<end>)"
)

NAMES = [
    said(
        "`nazywam się|nazywam sie|mam na imię|mam na imie|na imię mam|na imie mam|"
        "na imię mi|moje imię to|moje imię i nazwisko to|moje nazwisko to|"
        "moje nazwisko|moje imię|na nazwisko mam|mam na nazwisko|nazywają mnie|"
        "wołają na mnie|wołają mnie|mówią na mnie|mówią do mnie|mówią mi|mówcie mi|"
        f"proszę mi mówić|ma na imię|imię i nazwisko:|imię:|nazwisko:`<s>{SEVERAL}",
        any_name(STOP),
    ),
    said(
        "`jestem|ja jestem|tu|tutaj|to ja|z tej strony|mówi|przy telefonie|dzwoni`"
        ",?<s>",
        f"(?:{GIVEN_NAME}{FURTHER}|{TITLED} (?:{SURNAME}))",
    ),
    said("`nazywa się|zwie się`<s>", f"{GIVEN_NAME}{FURTHER}"),
    # mój syn Kuba, z moją córką Zosią
    said(
        "`mój|moja|mojego|mojej|moją|moim|mojemu|nasz|nasza|jej|jego` "
        "`syn|córk|mąż|męż|żon|mam|tat|brat|siostr|wnuk|wnuczk|sąsiad|sąsiadk|koleg|"
        "koleżank|babci|dziad|przyjaci|partner|narzeczon`[<L>]{0,7} ",
        f"{TITLED}{FURTHER}",
    ),
    said(
        "`jestem|ja jestem`<s>",
        f"{NOMINATIVE}<U>(?!<U>)[<L>]{{2,24}}{FURTHER}",
    ),
    said(
        "(?:`pan|pani|pana|panu|panem|panią|państwo|państwa|państwu|ks\\.|ksiądz|"
        "księdzem|mgr|inż\\.|prof\\.`|[Dd]r)<s>(?:(?:dr|mgr|inż\\.|prof\\.)<s>)?",
        f"{NO_PERSON}{PROPER}{FURTHER}",
    ),
]
