"""Addresses and introductions in Vietnamese.

Who speaks calls himself by age and kinship (tôi, em, cháu, chị …), and the same words
stand before the names of others.
"""

from engagement.privacy.names import SURNAMES_VI
from engagement.privacy.words import NO_MORE, PROPER, place, said

WAYS = "`đường|phố|đại lộ|ngõ|ngách|hẻm|kiệt|đ\\.|khu phố`"
AREAS = "`phường|p\\.|quận|q\\.|xã|huyện|thành phố|tp\\.?|tỉnh|khu|ấp|thôn`"
NUMBER = "`số|số nhà|nhà số|nhà`"
HOUSE = "[0-9]{1,4}[A-Za-z]?(?:/[0-9]{1,4}[A-Za-z]?){0,4}(?![0-9])"
SLASHED = "[0-9]{1,4}[A-Za-z]?(?:/[0-9]{1,4}[A-Za-z]?){1,4}(?![0-9])"
PART = "<U>[<L>]{0,7}"
NAME = f"{PART}(?: {PART}){{0,4}}"
# Streets bear the names of people; without “đường” these tell a street from other words
STREETS = (
    f"(?:{SURNAMES_VI}|Bà|Ông|Hai|Hàng|Hùng|Quang|Cách|Điện|Láng|Cầu|Giải|Xô)<end>"
    f"(?: {PART}){{1,4}}"
)
WITHIN = (
    "(?:,? `khóm|tổ|ấp|thôn|khu|khu phố|hẻm|ngõ|ngách|kiệt` "
    "[0-9]{1,4}(?:/[0-9]{1,4}){0,3})?"
)
AREA = f"(?:,? {AREAS} ?(?:{NAME}|[0-9]{{1,2}}(?![0-9]))){{0,3}}"

ADDRESSES = [
    # ngõ 15 Láng Hạ, ngách 3/21 phố Kim Mã
    place(
        f"(?:(?:{NUMBER} )?{HOUSE},? )?`ngõ|ngách|hẻm|kiệt|khóm|khu|tổ` {HOUSE}"
        f"(?: {NAME}|,? {WAYS} (?:{NAME}|(?:`số` )?[0-9]{{1,3}}(?![0-9]))){AREA}"
    ),
    # số 12 đường Lê Lợi, phường Bến Nghé; 45 phố Hàng Bông
    place(
        f"(?:{NUMBER} )?{HOUSE}{WITHIN},? {WAYS} ?(?:[0-9]{{1,3}} )?{NAME}{AREA}",
    ),
    place(f"{NUMBER} {HOUSE}{WITHIN},? {WAYS} (?:`số` )?[0-9]{{1,3}}(?![0-9]){AREA}"),
    place(f"{HOUSE}{WITHIN},? {WAYS} `số` [0-9]{{1,3}}(?![0-9]){AREA}"),
    place(f"{NUMBER} {HOUSE}{WITHIN},? {STREETS}{AREA}"),
    # số 12 đường lê lợi
    place(f"{NUMBER} {HOUSE},? {WAYS} [<L>]{{1,7}} [<L>]{{1,7}}{AREA}"),
    place(
        f"`số nhà|nhà số` {HOUSE}(?:,? (?:{WAYS} )?{HOUSE})?"
        f"(?:,? (?:{WAYS} )?{NAME})?{AREA}"
    ),
    # 12/5 Nguyễn Trãi
    place(f"{SLASHED},? {STREETS}{AREA}"),
    place(
        "`căn hộ|căn` (?:`số` )?[A-Za-z]?[0-9]{1,5},? `chung cư|tòa|toà|block|lô` "
        f"{NAME}"
    ),
]

SELF = (
    "`tôi|tui|em|anh|chị|cháu|con|mình|tớ|cô|chú|bác|dì|cậu|ông|bà|bé|thầy|tao|ta|má|"
    "mẹ|ba|bố|mợ|thím|dượng|cụ`"
)
# con trai tên Bảo, hàng xóm tên Tư
OTHERS = "`nội|ngoại|trai|gái|chồng|vợ|bạn|nó|ấy|người|hàng xóm|học trò`"
TITLES = (
    "`anh|chị|cô|chú|bác|dì|cậu|mợ|thím|ông|bà|cụ|thầy|bé|em|cháu|sơ|cha|cô giáo|"
    "thầy giáo|bác sĩ|luật sư|sư cô|linh mục|(?:con trai|con gái|chồng|vợ)(?: tôi|em)?`"
)
STOP = (
    "`gì|không|là|của|đường|bị|cũng|rất|thì|thường|bởi|ai|đó|này|có|ở|sách|trường|"
    "nước|nghe|đọc|khó|dễ|dài|đẹp|giống|trùng|thật|đầy|trong|trên|quá|hay|chưa|sai|và|"
    "mà|nên|được|vào|nào|sao|cứ|vẫn|đã|sẽ|đang|mới|một|các|những|người|như|theo|với`"
)
# After “anh”, “cô”, “tôi là”: children by their order, peoples, offices, kin
NO_NAME = (
    "`hai|ba|tư|năm|sáu|bảy|tám|chín|mười|út|cả`(?! <U>)<end>|"
    "(?:Văn|Ngữ|Quốc|Pháp|Mỹ|Trời|Táo|Địa|Chúa|Bụt|Tiên|Em|Chị|Anh|Bà|Ông|Bác|Cô|"
    "Giáo|Sĩ|Chủ|Dâu|Việt|Nam|Bắc|Trung|Phụ|Trường|Lớp|Khối|Phường|Quận|Người|Phật|"
    "Kitô|Công|Thiên|Tin|Hoa Kỳ|Tàu|Đoàn|Đảng|Hội|Mẹ|Ba|Bố|Cha|Thủ|Cựu|Dân|Con|"
    "Trưởng|Giám|Hiệu|Phó|Bí|Học|Sinh|Kỹ|Nhân|Y|Thư|Cháu|Chồng|Vợ|Nội|Ngoại|Tổng|Trẻ|"
    "Bạn|Các|Những|Tôi|Khách|Cán|Thợ|Tình|Úc|Hàn|Nhật|Lào|Thái Lan|Nga Xô)<end>"
)
FULL = f"(?!{NO_NAME}){PROPER}(?: {PROPER}){{0,4}}"
ENDS = (
    "(?= ?[,.;:!?()\n-]| `học|muốn|là|ở|nói|làm|thích|và|cần|năm|đang|có|bán|sống|đến|"
    f"ạ|nè|nha|nhé|mới|thì|từ|cũng|rất|hay|được|đây`<end>|{NO_MORE})"
)
SMALL = f"(?!{STOP}<end>)[<L>]{{1,7}}(?: (?!{STOP}<end>)[<L>]{{1,7}}{ENDS})?"
ANY = f"(?:(?!{STOP}<end>){PROPER}(?: {PROPER}){{0,4}}|{SMALL})"

NAMES = [
    said(
        f"(?:`tên|họ tên|tên họ|tên thật|tên đầy đủ` (?:`của` )?{SELF} `là`|"
        f"(?:{SELF}|{OTHERS}) `tên là|tên gọi là|tên|có tên là|họ tên là|"
        "tên thật là|tên đầy đủ là`|"
        f"`gọi|kêu` {SELF} `là|bằng`|{SELF} `gọi là|được gọi là|thường gọi là`|"
        "`họ tên|họ và tên|tên họ|tên`(?: `là`)? ?:) ?",
        ANY,
    ),
    # tôi là Lan, tên tôi Hạnh, chị Mai
    said(
        f"(?:`tên` {SELF}|{SELF} (?:`đây|cũng` )?`là`|{TITLES}) ",
        FULL,
    ),
]
