"""A Word file written by hand: a heading, lines, and a table to sign in; no more than WPS and Word need to open it."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape

UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TYPES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/'
    'vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
RELATIONS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)
PAGE = (
    '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="1701" w:right="1418" w:bottom="1701" w:left="1587" w:header="851" w:footer="992" w:gutter="0"/>'
    "</w:sectPr>"
)
FONTS = '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="{font}"/>'
EPOCH = (2020, 1, 1, 0, 0, 0)
"""The moment written on the parts: the same contents give the same file."""


def docx_bytes(title: str, lines: Iterable[str], signing: Sequence[str] = ()) -> bytes:
    """A document with a centred heading, one paragraph for each line, and a table of boxes headed by `signing`."""
    body = [_paragraph(title, font="SimHei", half_points=44, centred=True), _paragraph("")]
    body += [_paragraph(line) for line in lines]
    if signing:
        body += [_paragraph(""), _table(signing, rows=12)]
    document = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document xmlns:w="{MAIN}"><w:body>'
        f"{''.join(body)}{PAGE}</w:body></w:document>"
    )
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as book:
        for name, text in (
            ("[Content_Types].xml", TYPES), ("_rels/.rels", RELATIONS), ("word/document.xml", document),
        ):
            book.writestr(zipfile.ZipInfo(name, EPOCH), text.encode(), zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def _paragraph(text: str, *, font: str = "FangSong", half_points: int = 32, centred: bool = False) -> str:
    clean = escape(UNWRITABLE.sub("", text))
    around = '<w:jc w:val="center"/>' if centred else ""
    run = f'<w:rPr>{FONTS.format(font=font)}<w:sz w:val="{half_points}"/></w:rPr>'
    return (
        f'<w:p><w:pPr><w:spacing w:line="560" w:lineRule="exact"/>{around}</w:pPr>'
        f'<w:r>{run}<w:t xml:space="preserve">{clean}</w:t></w:r></w:p>'
    )


def _table(heads: Sequence[str], rows: int) -> str:
    edges = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    wide = 8800 // len(heads)
    grid = "".join(f'<w:gridCol w:w="{wide}"/>' for _head in heads)
    lines = [_row(heads, wide), *(_row([""] * len(heads), wide) for _line in range(rows))]
    head = f"<w:tblPr><w:tblBorders>{edges}</w:tblBorders></w:tblPr><w:tblGrid>{grid}</w:tblGrid>"
    return f"<w:tbl>{head}{''.join(lines)}</w:tbl>"


def _row(cells: Sequence[str], wide: int) -> str:
    inside = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{wide}" w:type="dxa"/></w:tcPr>{_paragraph(cell, half_points=28)}</w:tc>'
        for cell in cells
    )
    return f'<w:tr><w:trPr><w:trHeight w:val="700"/></w:trPr>{inside}</w:tr>'
