"""What has the form of a number or a name that leads to someone, and does not.

Found first and hidden from the other patterns: dates, years, hours, money, crowds,
book numbers, buses and rooms, and names that everybody knows.
"""

from engagement.privacy.notation import Pattern

YEAR = "(?:13[0-9]|14[0-2]|19[0-9]|20[0-4])[0-9]"
COUNTED = (
    "`people|persons|residents|books|visitors|dollars|usd|eur|euros|người|cuốn|đồng|"
    "vnđ|vnd|đ|triệu|tỷ|osób|mieszkańców|książek|zł|pln|złotych|euro|tys|persone|"
    "abitanti|libri|lire|نفر|تومان|تومن|ریال|جلد|دلار|درصد`"
)
LINES = (
    "`bus|buses|route|routes|line|room|rooms|section|exit|grade|highway|interstate|"
    "xe buýt|tuyến|tuyến số|phòng|trang|ngày|lớp|linia|linie|linii|autobus|autobusy|"
    "tramwaj|sala|sali|droga|nr|autobus|linea|aula|stanza|statale|خط|اتاق|اتوبوس|صفحه`"
)
BEFORE_YEAR = (
    "`in|since|until|till|from|to|by|before|after|around|spring|summer|fall|autumn|"
    "winter|năm|từ|đến|tết|od|do|w|roku|rok|lata|wiosna|lato|jesień|zima|nel|dal|al|"
    "anno|estate|autunno|inverno|primavera|سال|نوروز|از`"
)
KNOWN = "|".join(
    [
        "Martin<s>Luther<s>King(?:<s>Jr)?",
        *(f"`{title}`\\.?<s>{name}" for title, name in (
            ("dr", "(?:Seuss|Phil|Who|Pepper|Strange|Dolittle|Martin|King)"),
            ("mr|mister", "(?:Men|Bean|Rogers|Potato|Darcy|Fox|President|Mayor)"),
            ("mrs", "(?:Doubtfire|Dalloway|Claus|Frisby)"),
            ("tiếng|nước|môn|lớp|học", "Anh"),
            ("bác", "Hồ"),
            ("chị", "Hằng"),
            ("chú", "Cuội"),
            ("bà", "(?:Trưng|Triệu|Rịa|Nà|Chiểu|Hom)"),
            ("father", "(?:Christmas|Time|Day)"),
            ("sister", "(?:Act|Cities|City)"),
            ("pana?|panem", "(?:Tadeusz(?:a|em)?|Samochodzik(?:a|iem)?|Kleks(?:a|em)?"
                "|Wołodyjowski(?:ego|m)?|B[oó]g(?:a|iem)?|Jezus(?:a|em)?)"),
            ("don", "(?:Chisciotte|Giovanni|Bosco|Milani|Camillo|Matteo)"),
            ("padre", "Pio"),
            ("dottor", "(?:Dolittle|Stranamore)"),
        )),
    ]
)  # fmt: skip

SEPARATOR = "[.,٬' ]"


def _number(hit: str, before: str = "") -> Pattern:
    return Pattern(None, f"{hit}(?![0-9]|[-.,/][0-9])", before, apart="+(.,/-")


def _sum(hit: str) -> Pattern:
    """A large number in threes; telephone numbers go on after them."""
    return _number(f"{hit}(?! [0-9])")


HARMLESS = [
    # 2025-10-12, 12.10.2025, 3/14/24, 12-14.10.2025, 1404/07/20
    _number("[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}"),
    _number("(?:[0-9]{1,2}-)?[0-9]{1,2}[-/.][0-9]{1,2}[-/.](?:[0-9]{4}|[0-9]{2})"),
    # 2019-2024; 2020, 2021 and 2022; “in 2019”
    _number(f"{YEAR}(?: ?[-/,]? ?{YEAR}){{1,6}}"),
    _number(YEAR, f"{BEFORE_YEAR}<s>"),
    # 1500-2000, 9-17 10-14, 9.00-17.30
    _number("[1-9][0-9]{1,4}00 ?- ?[1-9][0-9]{1,4}00"),
    _number("[0-9]{1,2}-[0-9]{1,2}(?:[ ,;]{1,3}[0-9]{1,2}-[0-9]{1,2}){1,6}"),
    _number("[0-9]{1,2}[.:][0-9]{2} ?- ?[0-9]{1,2}[.:][0-9]{2}"),
    # $1,250,000; 1 250 000 zł; 1.250.000; 250 000 000
    _number("[$€£] ?[0-9]{1,9}(?:[,.][0-9]{2,3}){0,4}"),
    Pattern(
        None, f"[1-9][0-9]{{0,14}}(?:{SEPARATOR}[0-9]{{3}}){{0,4}} ?{COUNTED}<end>"
    ),
    _sum(f"[1-9][0-9]?(?:{SEPARATOR}[0-9]{{3}}){{0,3}}{SEPARATOR}000"),
    _sum(f"[1-9][0-9]{{2}}(?:{SEPARATOR}000){{1,3}}"),
    _sum("[1-9][0-9]?(?:[.,٬'][0-9]{3}){2,4}"),
    # Book numbers
    _number("97[89](?:[- ]?[0-9]){9}[- ]?[0-9Xx]"),
    _number("[0-9](?:[- ]?[0-9]){6,8}[- ]?[0-9Xx]", "(?:`isbn|issn`):? ?"),
    # Bus 22, room 255, ngày 20/11
    Pattern(None, "[0-9]{1,3}(?:/[0-9]{1,3})?(?![0-9/]|[- .][0-9])", f"{LINES}<s>"),
]
# Streets and schools that bear somebody's name and title: via don Minzoni, đường Cô
# Giang, ul. ks. Popiełuszki, خیابان دکتر فاطمی. With a house number they are addresses,
# which are looked for before. And names that are everybody's.
NAMESAKES = [
    Pattern(None, f"(?:{KNOWN})<end>"),
    Pattern(
        None,
        "(?:`don|dr|dott|prof|ks|gen|padre|suor|pana|pani|bà|ông|cô|bác|anh|thầy`"
        "\\.? <U>[<L>]{1,20}(?: <U>[<L>]{1,20}){0,2}|"
        "(?:دکتر|استاد|سید|مهندس|شهید) [<L>]{2,20}(?: [<L>]{2,20})?)",
        "`via|viale|piazza|scuola|istituto|ul\\.|ulica|ulicy|im\\.|imienia|szkoła|"
        "szkoły|đường|phố|trường|chợ|cầu|street|school|خیابان|بلوار|میدان|مدرسه|دبیرستان|"
        "بزرگراه`<s>",
    ),
]
