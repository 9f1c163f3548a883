"""Files that lie about what they are, or mean harm to who opens them: made here, as small as they can be."""

import gzip
import io
import struct
import zipfile
import zlib
from itertools import pairwise

from PIL import Image

from tests.hub.documents import files

SCRIPT = "<script>alert(document.domain)</script>"
LAUGHS = "<!DOCTYPE w [{}]>".format(
    '<!ENTITY a "ha">' + "".join(f'<!ENTITY {one} "{f"&{before};" * 10}">' for before, one in pairwise("abcdefghij"))
)
OUTSIDE = '<!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


def pdf(
    *objects: str, catalog: str = "", trailer: str = "", box: str = "0 0 595 842", words: str = "Een plein"
) -> bytes:
    """A PDF of one page, with more in its catalogue, its trailer or beside them."""
    drawn = f"BT /F1 24 Tf 60 760 Td ({words}) Tj ET"
    parts = [
        f"1 0 obj<</Type/Catalog/Pages 2 0 R{catalog}>>endobj",
        "2 0 obj<</Type/Pages/Count 1/Kids[4 0 R]>>endobj",
        "3 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj",
        f"4 0 obj<</Type/Page/Parent 2 0 R/MediaBox[{box}]/Contents 5 0 R/Resources<</Font<</F1 3 0 R>>>>>>endobj",
        f"5 0 obj<</Length {len(drawn)}>>stream\n{drawn}\nendstream endobj",
        *objects,
    ]
    return f"%PDF-1.7\n{chr(10).join(parts)}\ntrailer<</Root 1 0 R{trailer}>>\n%%EOF\n".encode("latin-1")


def encrypted_pdf() -> bytes:
    """A PDF that asks for a password before it shows anything (ISO 32000-1, 7.6.3)."""
    keys = f"/V 1/R 2/P -44/O<{'41' * 32}>/U<{'42' * 32}>"
    return pdf(f"9 0 obj<</Filter/Standard{keys}>>endobj", trailer="/Encrypt 9 0 R/ID[<00><00>]")


def attached_pdf() -> bytes:
    """A PDF with a program in it."""
    return pdf(
        "8 0 obj<</Type/EmbeddedFile/Length 2>>stream\nMZ\nendstream endobj",
        catalog="/Names<</EmbeddedFiles<</Names[(a.exe)<</Type/Filespec/F(a.exe)/EF<</F 8 0 R>>>>]>>>>",
    )


def endless_pdf(levels: int = 7) -> bytes:
    """A PDF of ten to the power of `levels` pages, which are one page: the tree of pages branches to itself."""
    parts = [f"{level} 0 obj<</Type/Pages/Count {10 ** (10 + levels - level)}/Kids[{f'{level + 1} 0 R ' * 10}]>>endobj"
             for level in range(10, 10 + levels)]  # fmt: skip
    leaf = f"{10 + levels} 0 obj<</Type/Page/Parent {9 + levels} 0 R/MediaBox[0 0 595 842]>>endobj"
    return "\n".join(
        ["%PDF-1.4", "1 0 obj<</Type/Catalog/Pages 10 0 R>>endobj", *parts, leaf, "trailer<</Root 1 0 R>>", "%%EOF\n"]
    ).encode()


def slow_pdf(times: int) -> bytes:
    """A PDF that takes long to draw: large shades of grey over one another."""
    program = "{ 2 copy mul sin exch cos mul abs exch pop }"
    drawn = "/S1 sh\n" * times
    return (
        "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 1/Kids[4 0 R]>>endobj\n"
        "4 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 5 0 R"
        "/Resources<</Shading<</S1 6 0 R>>>>>>endobj\n"
        f"5 0 obj<</Length {len(drawn)}>>stream\n{drawn}endstream endobj\n"
        "6 0 obj<</ShadingType 1/ColorSpace/DeviceGray/Domain[0 1 0 1]/Matrix[595 0 0 842 0 0]/Function 7 0 R>>endobj\n"
        f"7 0 obj<</FunctionType 4/Domain[0 1 0 1]/Range[0 1]/Length {len(program)}>>stream\n{program}\n"
        f"endstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
    ).encode()


def png(width: int, height: int) -> bytes:
    """A PNG of one colour, all there: a hundred million of its points are a hundred kilobytes."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    packer = zlib.compressobj(9)
    row = b"\0" * (1 + (width + 7) // 8)
    body = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def moving(kind: str) -> bytes:
    """A picture of three frames."""
    frames = [Image.new("RGB", (40, 30), colour) for colour in ("#c00", "#0c0", "#00c")]
    octets = io.BytesIO()
    frames[0].save(octets, kind, save_all=True, append_images=frames[1:])
    return octets.getvalue()


def bomb(megabytes: int = 100) -> bytes:
    """Zeros in a zip."""
    return files.package({"nul.bin": b"\0" * (megabytes << 20)})


def nested(levels: int = 6) -> bytes:
    """Zips in a zip in a zip."""
    inner = files.package({"nul.bin": b"\0" * (1 << 20)})
    for _ in range(levels):
        inner = files.package({f"{number}.zip": inner for number in range(10)})
    return inner


def gzipped(megabytes: int = 100) -> bytes:
    """Zeros, by gzip."""
    return gzip.compress(b"\0" * (megabytes << 20))


def climbing() -> bytes:
    """A zip whose names climb out of the folder that it is unpacked in."""
    octets = io.BytesIO()
    with zipfile.ZipFile(octets, "w") as made:
        made.writestr("../../../etc/cron.d/x", "* * * * * root true")
        made.writestr("[Content_Types].xml", "<Types/>")
        made.writestr("word/../word/document.xml", "<a/>")
    return octets.getvalue()


def fonts() -> bytes:
    """A PDF with a font in it that says that its tables lie far outside of it."""
    tables = b"".join(struct.pack(">4sIII", name, 0, 0xFFFFFFF0, 0xFFFFFFFF) for name in (b"glyf", b"loca", b"head"))
    font = (struct.pack(">IHHHH", 0x00010000, 3, 16, 1, 0) + tables).hex()
    return pdf(
        f"8 0 obj<</Length {len(font)}/Filter/ASCIIHexDecode>>stream\n{font}>\nendstream endobj",
        "7 0 obj<</Type/FontDescriptor/FontName/Kwaad/Flags 4/FontFile2 8 0 R>>endobj",
        "3 0 obj<</Type/Font/Subtype/TrueType/BaseFont/Kwaad/FontDescriptor 7 0 R>>endobj",
    )
