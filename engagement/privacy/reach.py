"""Ways to reach someone: telephone numbers, e-mail addresses, accounts."""

from engagement.privacy.names import one_of
from engagement.privacy.notation import Kind, Pattern

LOCAL = "[<L>0-9_][<L>0-9._%+'-]{0,63}"
PROVIDERS = "`gmail|yahoo|hotmail|outlook|icloud|proton|wp|onet|interia|libero|tiscali`"
AT = "(?:\\(at\\)|\\[at\\]|\\{at\\}|`at|małpa|malpa|chiocciola|a còng|a móc`)"
DOT = "(?:\\.|\\(dot\\)|\\[dot\\]|`dot|kropka|punto|chấm`)"
TAIL = "`com|org|net|edu|vn|pl|it|ir|eu|us`"
SITES = (
    "`facebook|fb|instagram|tiktok|telegram|twitter|linkedin|youtube|snapchat|zalo|vk|"
    "x|t`"
)
AT_A_PLACE = one_of(
    "home work school library noon night the park lunch dinner church market gym"
)
NETWORKS = (
    "`facebook|fb|instagram|insta|ig|telegram|tiktok|snapchat|zalo|viber|skype|signal|"
    "wechat|اینستاگرام|اینستا|تلگرام`"
)

EMAILS = [
    Pattern(
        Kind.EMAIL,
        f"{LOCAL}@[<L>0-9-]{{1,63}}(?:\\.[<L>0-9-]{{1,63}}){{1,6}}",
        apart="._%+'-",
    ),
    # lan [at] example.org, anna małpa wp kropka pl
    Pattern(
        Kind.EMAIL,
        f"[<L>0-9_][<L>0-9._-]{{1,40}}(?: `dot|kropka|punto` [<L>0-9_-]{{1,40}}){{0,2}}"
        " ?(?:\\(at\\)|\\[at\\]|\\{at\\}) ?[<L>0-9-]{1,40} ?"
        f"{DOT} ?[a-zA-Z]{{2,12}}<end>",
        apart="._-",
    ),
    Pattern(
        Kind.EMAIL,
        f"[<L>0-9_][<L>0-9._-]{{1,40}}(?: `dot|kropka|punto` [<L>0-9_-]{{1,40}}){{0,2}}"
        f" {AT} {PROVIDERS} ?{DOT} ?{TAIL}<end>",
        apart="._-",
    ),
    Pattern(
        Kind.EMAIL,
        "[<L>0-9._-]{2,40} ?(?:ات|ات‌ساین|ات ساین|@) ?(?:جیمیل|جی‌میل|یاهو|gmail|yahoo) ?"
        "(?:دات|نقطه|\\.) ?(?:کام|com)<end>",
    ),
]

HANDLES = [
    # instagram.com/name, t.me/name
    Pattern(
        Kind.HANDLE,
        f"(?:https?://)?(?:`www|m`\\.)?{SITES}\\.(?:com|me|tv|vn)/"
        "[A-Za-z0-9@_](?:[./?=&-]?[A-Za-z0-9@_]){1,80}",
    ),
    Pattern(
        Kind.HANDLE,
        f"@(?!(?:{AT_A_PLACE})<end>)[A-Za-z0-9_](?:\\.?[A-Za-z0-9_]){{2,29}}",
        apart="@.",
    ),
    # insta: lan_nguyen
    Pattern(
        Kind.HANDLE,
        "[A-Za-z]{2,20}[0-9_.]{1,8}[A-Za-z0-9_]{1,20}",
        before=f"{NETWORKS}(?: ?:|<s>`is|là|to|è`)? ?",
    ),
]

EXTENSION = "(?: ?`x|ext\\.|ext|wew\\.|داخلی` ?[0-9]{1,5}(?![0-9]))?"
PHONES_ABROAD = [
    Pattern(
        Kind.PHONE,
        f"(?:\\+|\\(\\+)[0-9](?:[ ()./\u200c-]{{0,3}}[0-9]){{6,30}}{EXTENSION}",
        apart="+(",
    )
]
PHONES = [
    # Seven digits or more; what else they may be was looked for before
    Pattern(
        Kind.PHONE,
        f"\\(?[0-9](?:[ ()./\u200c-]{{0,3}}[0-9]){{6,30}}{EXTENSION}",
        apart="(",
    ),
]
