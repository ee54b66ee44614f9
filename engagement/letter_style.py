"""How mails look: styles that stand in each element, as mail programs demand.

The colors are the portal's light ones; a mail cannot read its tokens. Nothing names a
side, so that a Persian mail mirrors by its direction.
"""

from civic.languages import Language

PAPER, SURFACE, INK, SOFT = "#f7f4ec", "#fffdf8", "#1b2226", "#434c51"
LINE, ACCENT, ON_ACCENT = "#d6cfbf", "#0b5259", "#ffffff"
SANS = "system-ui, -apple-system, 'Segoe UI', Roboto, Arial, sans-serif"
SERIF = "'Iowan Old Style', 'Palatino Linotype', 'Noto Serif', Georgia, serif"
PERSIAN = "Vazirmatn, 'Noto Naskh Arabic', 'Geeza Pro', 'Segoe UI', Tahoma, sans-serif"


def style_of(language: Language) -> dict[str, str]:
    """Return the style of each shape for a mail in ``language``."""
    is_persian = language.direction == "rtl"
    sans, serif = (PERSIAN, PERSIAN) if is_persian else (SANS, SERIF)
    leading = "1.9" if is_persian else "1.6"
    size = "18px" if is_persian else "17px"
    text = f"font-family:{sans};font-size:{size};line-height:{leading};color:{INK}"
    small = f"font-family:{sans};font-size:15px;line-height:{leading};color:{SOFT}"
    heading = f"font-family:{serif};font-weight:600;line-height:1.4;color:{INK}"
    box = f"background:{SURFACE};border:1px solid {LINE};border-radius:12px"
    return {
        "body": f"margin:0;padding:0;background:{PAPER}",
        "page": f"margin:0 auto;padding:24px 20px 40px;max-width:600px;{text}",
        "name": f"margin:0 0 24px;{small}",
        "h1": f"margin:0 0 12px;font-size:28px;{heading}",
        "h2": f"margin:32px 0 12px;font-size:20px;{heading}",
        "text": f"margin:0 0 16px;{text}",
        "small": f"margin:0 0 8px;{small}",
        "box": f"margin:0 0 16px;padding:20px;{box}",
        "figure": f"font-family:{serif};font-size:60px;line-height:1.2;color:{ACCENT}",
        "unit": f"font-family:{sans};font-size:20px;color:{INK}",
        "state": f"margin:0 0 8px;font-weight:600;{small};color:{ACCENT}",
        "statement": f"margin:0 0 12px;font-size:20px;{heading}",
        "quote": f"margin:0 0 8px;font-size:20px;font-family:{serif};"
        f"line-height:{leading};color:{INK}",
        "button": f"display:inline-block;padding:12px 24px;border-radius:6px;"
        f"background:{ACCENT};color:{ON_ACCENT};font-family:{sans};font-size:17px;"
        "font-weight:600;text-decoration:none",
        "link": f"color:{ACCENT}",
        "foot": f"margin:40px 0 0;padding:16px 0 0;border-block-start:1px solid {LINE}",
    }
