"""Files that people send: taken, kept in a private folder, and given out again. `docs/decisions/0007-uploads.md`."""

from groundwork.uploads.downloads import private_file_response
from groundwork.uploads.errors import UploadError
from groundwork.uploads.kinds import DOCUMENTS, IMAGES, Kind
from groundwork.uploads.orphans import remove_orphans
from groundwork.uploads.stored_file import StoredFile
from groundwork.uploads.storing import MOST_BYTES, storing

__all__ = [
    "DOCUMENTS",
    "IMAGES",
    "MOST_BYTES",
    "Kind",
    "StoredFile",
    "UploadError",
    "private_file_response",
    "remove_orphans",
    "storing",
]
