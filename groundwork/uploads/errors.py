"""Why a file is not taken."""

import errno

from django.core.exceptions import ValidationError

NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class UploadError(ValidationError):
    """A file that is not taken: a sentence for the sender, ready for `form.add_error`, and one of these codes.

    empty, too-large, kind (not one that is taken), name (which says another kind), damaged,
    unsafe (a bomb, or made to mislead), storage-full.
    """

    def __init__(self, message: str, code: str) -> None:
        super().__init__(message, code=code)
