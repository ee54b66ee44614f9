// Numbers as people type and read them: Latin, Persian and Arabic digits.
const PERSIAN = "۰۱۲۳۴۵۶۷۸۹";
const ARABIC = "٠١٢٣٤٥٦٧٨٩";

export function readNumber(text) {
  const plain = [...text]
    .map((sign) => {
      const place = Math.max(PERSIAN.indexOf(sign), ARABIC.indexOf(sign));
      return place < 0 ? sign : String(place);
    })
    .join("");
  return Number.parseInt(plain, 10) || 0;
}

export function inPageDigits(number) {
  const plain = String(number);
  const isPersian = document.documentElement.lang === "fa";
  return isPersian ? plain.replace(/\d/g, (digit) => PERSIAN[digit]) : plain;
}
