import re

from groundwork.receipts import LETTERS, new_receipt


def test_receipt_is_easy_to_read_out_and_hard_to_guess():
    receipts = {new_receipt() for _ in range(200)}
    assert len(receipts) == 200
    assert all(re.fullmatch(rf"Q-[{LETTERS}]{{4}}-[{LETTERS}]{{4}}", receipt) for receipt in receipts)
    assert not set("ILOU") & set(LETTERS)
