"""Addresses and introductions in English, as they are said and written in the city."""

from engagement.privacy.names import one_of
from engagement.privacy.words import (
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
    "`street|st|avenue|ave|av|road|rd|boulevard|blvd|drive|dr|lane|ln|court|ct|place|"
    "pl|circle|cir|terrace|ter|way|parkway|pkwy|highway|hwy|expressway|expy|alley|"
    "loop|trail|plaza|square|sq|row|walk|crossing|ridge|heights|path|cove|mews|"
    "gardens|grove`"
)
SHORT_WAYS = "`street|st|avenue|ave|road|rd|blvd|drive|dr|lane|ln|court|ct`"
POINT = "(?:`n|s|e|w|north|south|east|west`\\.? )?"
FLAT = (
    "(?:,? ?`apt|apartment|unit|suite|ste|flat`\\.? ?#?[0-9A-Za-z-]{1,6}|"
    ",? ?#[0-9A-Za-z-]{1,6})?"
)
NO_STREET = (
    "`minute|minutes|min|hour|hours|day|days|year|years|lane|lanes|way|mile|miles|new|"
    "more|other|people|kids|persons|feet|foot|ft|of|on|the|in|at|to|from|and|or|a|an|"
    "by|near|down|along|up|is|are|for|with|star|percent`<end>"
)
WORD = f"(?!{NO_STREET})[<L>]{{2,20}}"
STREET = "<U>[<L>'-]{1,20}(?: <U>[<L>'-]{1,20}){0,3}"
STREET_FURTHER = "(?: <U>[<L>'-]{1,20}){1,3}"

ADDRESSES = [
    # 123 N. First Street, Apt 4
    place(
        f"[0-9]{{1,5}}[A-Za-z]?(?:-[0-9]{{1,5}})? {POINT}"
        f"(?:{STREET}|[0-9]{{1,3}}(?:st|nd|rd|th)) {WAYS}<end>"
        f"(?:\\.(?=,? ?[#A-Z]))?{FLAT}"
    ),
    # 1890 tully rd
    place(f"[0-9]{{2,5}} {POINT}{WORD}(?: {WORD}){{0,2}} {SHORT_WAYS}<end>{FLAT}"),
    place(
        f"[0-9]{{1,5}}[A-Za-z]? {POINT}{STREET}{FLAT}",
        "`live at|lives at|living at|lived at|reside at|resides at|stay at|stays at|"
        "address is|address:|house is`<s>",
    ),
    # 300 El Camino Real
    place(
        "[0-9]{1,5} (?:El Camino|Camino|Via|Paseo|Calle|Avenida|Rue)"
        f"(?: (?:de|del|la|los|las))?{STREET_FURTHER}{FLAT}"
    ),
    place("`p\\.?o\\.? ?box` ?#?[0-9]{1,6}(?![0-9])"),
]

STOP = (
    "`not|on|in|at|the|a|an|also|never|always|already|misspelled|spelled|was|is|and|or|"
    "my|too|very|hard|long|short|for|no|missing|wrong|your|from|there|to|of|it|this|"
    "that|what|pronounced|written|known|common|different`"
)
NO_PERSON = (
    "(?!`monday|tuesday|wednesday|thursday|friday|saturday|sunday|when|if|at|on|after|"
    "before|back|later|tomorrow|today|again|please|mayor|president|principal|mister|"
    "governor|chairman|chair|librarian|councilmember`<end>)"
)
# Whoever says “I’m” and a capital says a name, or else a people, a faith, a feeling
NO_NAME = "<U>[<L>]{1,14}(?:ese|ian|ean|ican|aean|ish|ist|ic|ani|lim|asian)|" + one_of(
    """
    Afghan African American Arab Asian Atheist Black Blind Brown Chicana Chicano Cuban
    Czech Deaf Democrat Dutch Filipina Filipino French Gay German Greek Guatemalan
    Hindu Hispanic Hmong Indian Iraqi Israeli Jew Khmer Kurd Lao Latina Latino Latinx
    Mexican Mormon Native Punjabi Queer Roman Republican Salvadoran Sikh Somali Thai
    Tongan Vietnam White Yemeni Zen A An The In From At On Of To So Too Very Not Just
    Also Still Only Really Never Always Happy Sorry Glad Tired New Here Ready Done Sure
    Fine Good Back Sick Retired Disabled Single Married Pregnant Homeless Proud Sad Busy
    Going Looking Thinking Learning Getting Trying Worried Afraid Bored Lonely Old Young
    Ok Okay Mom Dad Hungry Grateful Open Free Living Working Interested Concerned Santa
    """
)
TITLES = (
    "(?:Mr|Mrs|Ms|Mx|Dr|Prof|Rev|MR|MRS|MS|mr|mrs|Señora?|Sra?|Professor|Pastor|Coach|"
    "Auntie|Sister|Father)\\.? "
)
KIN = (
    "`son|daughter|husband|wife|mother|mom|father|dad|brother|sister|friend|neighbor|"
    "neighbour|grandson|granddaughter|grandma|grandpa|kid|baby|cousin|aunt|uncle|"
    "teacher|boss|boyfriend|girlfriend|partner|roommate|niece|nephew`"
)

NAMES = [
    said(
        "`my name is|my name's|my full name is|my last name is|my first name is|"
        "my names|i'm called|i am called|i'm known as|his name is|her name is|"
        f"their name is|son's name is|daughter's name is`<s>{SEVERAL}",
        any_name(STOP),
    ),
    said(
        "`call me|people call me|they call me|everyone calls me|everybody calls me|"
        "friends call me|kids call me|calls me|name:|full name:`<s>",
        f"{NO_PERSON}{TITLED}{FURTHER}",
    ),
    said(
        "`i'm|i am|im|this is|it's me|it's|here is|speaking is`,?<s>",
        f"{GIVEN_NAME}{FURTHER}",
    ),
    said("(?:I'm|i'm|I am|Im) ", f"(?!(?:{NO_NAME})<end>){TITLED}{FURTHER}"),
    # my son Daniel, her friend called Maria
    said(
        f"`my|our|his|her|their` {KIN}(?: `is named|named|called|is called`)?,? ",
        f"{NO_PERSON}(?!(?:{NO_NAME})<end>){TITLED}{FURTHER}",
    ),
    said(TITLES, f"{NO_PERSON}{PROPER}{FURTHER}"),
]
