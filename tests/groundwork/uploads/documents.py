"""Files as people send them, and as nobody should."""

import io
import struct
import zipfile

from django.core.files.uploadedfile import SimpleUploadedFile

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00"
GIF = b"GIF89a\x01\x00\x01\x00"
WEBP = b"RIFF\x1a\x00\x00\x00WEBPVP8L"
TYPES = '<?xml version="1.0"?><Types><Override PartName="/{0}" ContentType="application/vnd.x.main+xml"/></Types>'


def upload(content: bytes, name: str = "paper.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def archive(entries: dict[str, bytes | str], compression: int = zipfile.ZIP_DEFLATED, comment: bytes = b"") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as made:
        made.comment = comment
        for name, content in entries.items():
            made.writestr(name, content)
    return buffer.getvalue()


def office(main: str = "word/document.xml", more: dict[str, bytes | str] | None = None, **options) -> bytes:
    """An Office document with the parts that make it one, and more."""
    parts = {"[Content_Types].xml": TYPES.format(main), "_rels/.rels": "<Relationships/>", main: "<document/>"}
    return archive(parts | (more or {}), **options)


def with_sizes_that_lie(document: bytes, said: int) -> bytes:
    """The directory says that each entry unpacks to so many bytes."""
    changed = bytearray(document)
    place = changed.find(b"PK\x01\x02")
    while place >= 0:
        struct.pack_into("<L", changed, place + 24, said)
        place = changed.find(b"PK\x01\x02", place + 4)
    return bytes(changed)


def with_zip64(document: bytes) -> bytes:
    """Ends with a zip64 directory record too, whose numbers go before those of the plain one."""
    place = document.rfind(b"PK\x05\x06")
    count, _total, size, offset = struct.unpack_from("<HHLL", document, place + 8)
    record = struct.pack("<4sQHHLLQQQQ", b"PK\x06\x06", 44, 45, 45, 0, 0, count, count, size, offset)
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, place, 1)
    return document[:place] + record + locator + document[place:]


def with_entries_that_overlap(document: bytes, times: int) -> bytes:
    """Many entries that all unpack the same packed bytes (the bomb of Fifield, 2019, in small)."""
    end = document.rfind(b"PK\x05\x06")
    size, offset = struct.unpack_from("<LL", document, end + 12)
    directory = document[offset : offset + size]
    last = directory[directory.rfind(b"PK\x01\x02") :]
    name_length = struct.unpack_from("<H", last, 28)[0]
    copies = b"".join(last[:46] + f"{n:0{name_length}}".encode() + last[46 + name_length :] for n in range(times))
    tail = bytearray(document[end:])
    count = struct.unpack_from("<H", tail, 8)[0] + times
    struct.pack_into("<HHL", tail, 8, count, count, size + len(copies))
    return document[:offset] + directory + copies + bytes(tail)
