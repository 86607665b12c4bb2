"""The searches that are timed, by class. On the demo's data each finds something; the words are from its titles."""

from urllib.parse import quote_plus


def words(*texts: str) -> tuple[str, ...]:
    return tuple(f"q={quote_plus(text)}" for text in texts)


SEARCHES = {
    "rare": words("seafarers", "pesticide", "garment", "lockout", "shipbuilding", "coal mining"),
    "topical": words(
        "minimum wage employment",
        "teacher pay",
        "women labour market",
        "hospital competition",
        "union bargaining",
        "child labour",
    ),
    "common": words("evidence", "policy", "market", "effects", "economic", "health"),
    "filters only": (
        "type=working-paper",
        "year_from=2010",
        "sector=mining",
        "language=en",
        "country=usa",
        "theme=gender-equality&sort=newest",
    ),
    "phrase": words(
        '"minimum wage"',
        '"great depression"',
        '"labor market outcomes"',
        '"foreign direct investment"',
        '"labor force participation"',
        '"monetary policy"',
    ),
}
