"""Addresses and introductions in Italian."""

from engagement.privacy.names import one_of
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
    "`via|viale|v\\.le|piazza|p\\.zza|piazzale|piazzetta|largo|vicolo|strada|contrada|"
    "borgo|lungomare|salita|rione|rotonda|galleria|traversa|calle|fondamenta|canale`"
)
JOINT = (
    "(?:`di|del|della|dei|delle|degli|dello|de|da|al|alla|san|santa|e` ?|`dell|d`')?"
)
NAME = f"{JOINT}{CAPITAL}(?: {JOINT}{CAPITAL}){{0,3}}"
HOUSE = (
    ",? ?(?:`n|n\\.|n°|nr\\.|numero|civico|num\\.` ?)?[0-9]{1,4}(?![0-9])"
    "(?: ?/ ?[0-9A-Za-z]{1,3}(?![<L>0-9])|[A-Za-z](?![<L>0-9'])| [A-Z](?![<L>0-9'])|"
    " `bis|ter`<end>)?"
    "(?:,? ?`int\\.|interno|scala|sc\\.|piano|pal\\.|palazzina|appartamento|app\\.` ?"
    "[0-9A-Za-z]{1,4}(?![<L>0-9])){0,2}"
    "(?! ?`volte|volta|ore|euro|persone|anni|giorni|minuti|posti|metri|livello|"
    "panchine|alberi|bambini`<end>)"
)
NO_STREET = (
    "`dalle|alle|libera|tutti|tutte|quei|quelle|questi|queste|circa|subito|dopo|entro|"
    "email|mail|fino|sono|anche|telefono|crucis|base|serale`<end>"
)
WORD = f"(?!{NO_STREET})[<L>]{{4,20}}"

ADDRESSES = [
    # via Garibaldi 12/B, int. 4; piazza San Marco n. 5
    place(f"{WAYS} {NAME}{HOUSE}"),
    place(f"`civico` [0-9]{{1,4}} `di|in` {WAYS} {NAME}"),
    place(f"`corso|c\\.so` {CAPITAL}(?: {CAPITAL}){{0,3}}{HOUSE}"),
    place(f"`via|viale|piazza|corso` {WORD}(?: {WORD})?{HOUSE}"),
]

STOP = (
    "`fuori|non|in|è|e|il|la|lo|sulla|sul|con|per|di|da|che|anche|sempre|già|stato|"
    "scritto|sbagliato|difficile|straniero|come|così`"
)
NO_PERSON = (
    "(?!(?:Sindac[oa]|Preside|Presidente|Direttore|Direttrice|Assessore|Bibliotecari[ao]|"
    "Ministr[oa]|Prefetto|Dio|Gesù|Nostro|Nostra|Madre|Figlio|Parroco)<end>)"
)
# “Sono” and a capital, at the beginning: a name, or else a people, a faith, a feeling
NO_NAME = (
    "<U>[<L>]{1,14}(?:ese|esi|iano|iana|iani|iane|olico|olica|ista|isti|ensi|ense)|"
    + one_of(
        """
        Arabo Araba Contento Contenta Ebreo Ebrea Felice Felici Greco Greca Marocchina
        Marocchino Musulmana Musulmano Polacca Polacco Romena Romeno Rumena Rumeno Russa
        Russo Siriana Siriano Tedesca Tedesco Turca Turco Ucraina Ucraino Filippina
        Filippino Latina Peruviana Persiana Romana Romano Egiziana Curda Curdo Sole Solo
        Sola Una Uno Un Il La Lo Le Gli I In Di Da Del Della Dei Molto Tanto Troppo
        Stanca Stanco Nata Nato Stata Stato Stati Anni Mesi Giorni Ore Tanti Tante Molti
        Molte Pochi Poche Tutti Tutte Troppi Troppe Due Tre Quattro Cinque Dieci Venti
        Nonna Nonno Mamma Papà Vedova Vedovo Pensionata Pensionato Studente Studentessa
        Insegnante Sue Suoi San Santa Preoccupata Preoccupato Arrabbiata Arrabbiato
        """
    )
)

NAMES = [
    said(
        "`mi chiamo|il mio nome è|il mio cognome è|il mio nome completo è|il nome è|"
        f"nome:|cognome:|nome e cognome:`<s>{SEVERAL}",
        any_name(STOP),
    ),
    said(
        "`mi chiamano|mi dicono|chiamatemi|chiamami|mi chiamavano`<s>",
        f"{TITLED}{FURTHER}",
    ),
    said(
        "`sono|io sono|ciao sono|salve sono|buongiorno sono`<s>",
        f"(?!(?:{NO_NAME})<end>){TITLED}{FURTHER}",
        opens=True,
    ),
    said(
        "`sono|sono il|sono la|sono l'|qui parla|parla|qui è|qui|si chiama`<s>",
        f"{GIVEN_NAME}{FURTHER}",
    ),
    # mio figlio Luca
    said(
        "`mio|mia|nostro|nostra|suo|sua` `figlio|figlia|marito|moglie|mamma|madre|"
        "padre|papà|fratello|sorella|nipote|nonno|nonna|amico|amica|vicino|vicina|compagno|"
        "compagna|zio|zia|cugino|cugina|collega`,? ",
        f"{TITLED}{FURTHER}",
    ),
    said(
        "(?:`signora|signor|sig\\.ra|sig\\.na|sig\\.|signorina|dott\\.ssa|dott\\.|dottor|"
        "dottoressa|prof\\.ssa|prof\\.|professoressa|professor|maestra|maestro|suor|"
        "avv\\.|ing\\.|arch\\.|geom\\.|zia|zio|nonna|nonno`|[Dd]on|[Pp]adre) ?",
        f"{NO_PERSON}{PROPER}{FURTHER}",
    ),
]
