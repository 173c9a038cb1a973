"""Scans: pictures of text, read by optical character recognition where it is installed."""

import io
from typing import Any

from corpus.errors import DocumentError
from corpus.readers.models import ExtractedText

_NOT_INSTALLED = (
    "这是扫描件或图片，读取它需要文字识别组件：请运行 pip install 'policy-assistant[ocr]' 后再导入，或换成文字版文件。"
)
_NOTHING_READ = "图片里没有识别出文字，请换清晰一些的扫描件，或换成文字版文件。"
_NOTICE = "本文由扫描件识别得到，可能有错字，请对照原件核对。"
_DPI = 150
_MODEST = {  # what keeps one page within the memory that a file may take
    "Global.log_level": "error",
    "Global.use_cls": False,
    "Det.limit_side_len": 1280,
    "Det.limit_type": "max",
    "Rec.rec_batch_num": 1,
    "EngineConfig.onnxruntime.intra_op_num_threads": 1,
    "EngineConfig.onnxruntime.inter_op_num_threads": 1,
    "EngineConfig.onnxruntime.enable_cpu_mem_arena": False,
}
_MOST_PAGES = 60
_TOO_MANY_PAGES = "扫描件超过 60 页，请拆分后再导入。"
_SAME_LINE = 0.5


def read_scanned_pdf(data: bytes) -> ExtractedText:
    """The text of a PDF whose pages are pictures.

    Raises:
        DocumentError: Recognition is not installed, or nothing was recognised.
    """
    import pypdfium2  # type: ignore[import-untyped]  # noqa: PLC0415 - only scans need it

    engine = _engine()
    document = pypdfium2.PdfDocument(data)
    if len(document) > _MOST_PAGES:
        raise DocumentError(_TOO_MANY_PAGES)
    lines: list[str] = []
    for page in document:
        picture = page.render(scale=_DPI / 72).to_pil()
        lines.extend(_recognise(engine, picture))
    return _result(lines)


def read_image(data: bytes) -> ExtractedText:
    """The text of a picture.

    Raises:
        DocumentError: Recognition is not installed, the picture is damaged, or nothing was recognised.
    """
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415 - only scans need it

    engine = _engine()
    try:
        picture = Image.open(io.BytesIO(data)).convert("RGB")
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError) as error:
        raise DocumentError("图片文件已损坏或太大，请换一份文件。") from error
    return _result(_recognise(engine, picture))


def _engine() -> Any:
    try:
        from rapidocr import RapidOCR  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise DocumentError(_NOT_INSTALLED) from error
    return RapidOCR(params=_MODEST)


def _recognise(engine: Any, picture: Any) -> list[str]:
    """The lines of a picture, from the top: what stands on one height is one line."""
    import numpy  # noqa: PLC0415 - only scans need it

    found = engine(numpy.asarray(picture.convert("RGB")))
    if found.boxes is None or found.txts is None:
        return []
    boxes = [(min(p[1] for p in box), max(p[1] for p in box), min(p[0] for p in box)) for box in found.boxes]
    pieces = sorted(zip(boxes, found.txts, strict=True), key=lambda piece: piece[0])
    lines: list[tuple[float, float, list[tuple[float, str]]]] = []
    for (top, bottom, left), text in pieces:
        if lines and top < lines[-1][0] + (lines[-1][1] - lines[-1][0]) * _SAME_LINE:
            lines[-1][2].append((left, text))
        else:
            lines.append((top, bottom, [(left, text)]))
    return ["　".join(text for _, text in sorted(parts)) for _, _, parts in lines]


def _result(lines: list[str]) -> ExtractedText:
    if not any(line.strip() for line in lines):
        raise DocumentError(_NOTHING_READ)
    return ExtractedText("\n".join(lines), "image", notices=(_NOTICE,))
