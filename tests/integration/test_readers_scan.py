import io
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from corpus.readers import Limits, read_safely

pytest.importorskip("rapidocr", reason="text recognition is an extra")
FONT = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")
LINES = ["关于补贴的通知", "一、补贴标准", "给予企业每人每年6000元的培训补贴。"]


@pytest.mark.skipif(not FONT.exists(), reason="no Chinese font to draw a scan with")
def test_a_scanned_pdf_is_recognised_with_a_warning(tmp_path: Path) -> None:
    picture = Image.new("RGB", (900, 400), "white")
    pen = ImageDraw.Draw(picture)
    for index, line in enumerate(LINES):
        pen.text((60, 40 + 80 * index), line, font=ImageFont.truetype(str(FONT), 36), fill="black")
    buffer = io.BytesIO()
    picture.save(buffer, "PDF", resolution=150)
    path = tmp_path / "scan.pdf"
    path.write_bytes(buffer.getvalue())
    extracted = read_safely(path, Limits(timeout_s=120))
    assert extracted.text.split("\n") == LINES
    assert "扫描件" in extracted.notices[0]
