"""Invented pages in any number, no two of which say the same."""

from pathlib import Path

HARBOURS = ("Eastmouth", "Norwick", "Sandvig", "Port Callan", "Tarrow", "Helm Bay", "Old Quay", "Westerhaven")
CARGOES = ("timber", "barley", "slate", "salt herring", "wool", "roof tiles", "apples", "ship's biscuit")
WEATHER = ("a northerly gale", "thick fog", "the first frost", "a spring tide", "drifting ice", "heavy rain")


def story(number: int) -> str:
    """The text of story `number`, five sentences in two paragraphs."""
    harbour, cargo = HARBOURS[number % 8], CARGOES[number // 8 % 8]
    weather, ship = WEATHER[number // 64 % 6], f"Marta {number}"
    return (
        f"The coaster {ship} reached {harbour} on Tuesday evening with {100 + number} tonnes of {cargo}, two days late "
        f"after {weather} had kept her in the roads. Her master said that the crew of {5 + number % 7} had never been "
        f"in danger.\n\nThe harbour office of {harbour} counted {number + 12} ships in the same week, more than ever "
        f"since the new breakwater was opened. Merchants hope to pay {1 + number % 9} per cent less for {cargo} soon. "
        f"The {ship} is to sail again on Friday, if the wind allows it."
    )


def page(number: int, text: str | None = None) -> str:
    """Story `number` as an HTML page with an address of its own; `text` in its place, if given."""
    paragraphs = "".join(f"<p>{paragraph}</p>" for paragraph in (text or story(number)).split("\n\n"))
    return (
        f"<!doctype html><html lang=en><head><title>Coaster {number} is in | Harbour Times</title>"
        f'<link rel=canonical href="https://harbour.example/ships/{number}">'
        f'<meta property="article:published_time" content="2026-03-02T10:00:00Z"></head>'
        f"<body><nav><a href=/>Home</a> <a href=/ships>Ships</a></nav><article><h1>Coaster {number} is in</h1>"
        f"{paragraphs}</article><footer>© 2026 Harbour Times. All rights reserved.</footer></body></html>"
    )


def write_pages(folder: Path, numbers: range) -> Path:
    """Pages in a folder, one file each, whose names sort as their numbers."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in numbers:
        (folder / f"{number:05}.html").write_text(page(number), "utf-8")
    return folder
