"""Receipts for what people send: easy to read out, hard to guess."""

import secrets

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: none that is taken for another
HALF = 4  # letters; eight of 32 are a million million, so that none is hit by trying


def new_receipt() -> str:
    """ "Q-7K3M-9XWD"."""
    return "-".join(["Q", *("".join(secrets.choice(LETTERS) for _place in range(HALF)) for _half in range(2))])
