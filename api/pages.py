"""The built pages: every folder of the build with an `index.html` is a page, its assets live under `/static`."""

import gzip
import mimetypes
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from starlette.convertors import StringConvertor, register_url_convertor
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

FOLDER = Path(__file__).parent / "static"
HOME = "chat"
_HASHED_FOLDER = "assets"
_COMPRESSED = ("text/", "application/javascript", "application/json", "image/svg+xml", "application/manifest+json")
_UNBUILT = """<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>页面尚未构建</title>
<h1>页面尚未构建</h1><p>服务已经启动，接口可以使用，但网页还没有构建。请在项目目录运行
<code>make run</code>。不用网页也可以在 <a href="/m">/m</a> 提问。</p></html>"""
_MISSING = """<!doctype html><html lang="zh-CN"><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>没有找到</title>
<link rel="stylesheet" href="/m/style.css"><h1>没有找到这个页面</h1><p>请核对地址，或回到<a href="/">问政策</a>、
<a href="/policies">政策列表</a>；需要人工请拨打<a href="tel:12333">12333</a>。</p></html>"""


@dataclass(frozen=True, slots=True)
class _File:
    content: bytes
    compressed: bytes | None
    media_type: str


class _PageName(StringConvertor):
    """A page's name; the interface's own addresses are none, so that a wrong method there is told as such."""

    regex = r"(?!(?:api|v1|m|static)(?:/|$))[^/]+"


class Pages:
    """Serves one build folder from memory; a rebuilt file is seen by its changed time."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self._folder = folder.resolve()

    def routes(self) -> list[Route]:
        """The routes of the pages, to stand after all others."""
        register_url_convertor("page", _PageName())
        return [
            Route("/static/{path:path}", self.asset, include_in_schema=False),
            Route("/", self.home, include_in_schema=False),
            Route("/{page:page}", self.page, include_in_schema=False),
            Route("/{page:page}/{rest:path}", self.page, include_in_schema=False),
        ]

    async def home(self, request: Request) -> Response:
        """The chat page."""
        return self._page(request, HOME)

    async def page(self, request: Request) -> Response:
        """The page of that name; what follows in the path is its own business, unless it names a page below."""
        name, rest = request.path_params["page"], request.path_params.get("rest", "").strip("/")
        below = f"{name}/{rest}"
        chosen = below if rest and self._is_page(below) else name
        if not self._is_page(chosen) and self._is_page(HOME) and "text/html" in request.headers.get("accept", ""):
            return Response(_MISSING, 404, media_type="text/html; charset=utf-8")  # a person: programs get a problem
        return self._page(request, chosen)

    async def asset(self, request: Request) -> Response:
        """A file of the build; hashed ones never change."""
        path = request.path_params["path"]
        cache = "public, max-age=31536000, immutable" if path.startswith(f"{_HASHED_FOLDER}/") else "no-cache"
        return self._send(request, path, cache)

    def _page(self, request: Request, name: str) -> Response:
        if not (self._folder / HOME / "index.html").is_file():
            status = 503 if name == HOME else 404
            return Response(_UNBUILT, status, media_type="text/html; charset=utf-8")
        return self._send(request, f"{name}/index.html", "no-cache")

    def _is_page(self, name: str) -> bool:
        try:
            return self._inside(f"{name}/index.html").is_file()
        except HTTPException:
            return False

    def _send(self, request: Request, relative: str, cache: str) -> Response:
        path = self._inside(relative)
        file = _load(path, path.stat().st_mtime_ns)
        headers = {"Cache-Control": cache, "Vary": "Accept-Encoding"}
        if file.compressed and "gzip" in request.headers.get("accept-encoding", ""):
            return Response(
                file.compressed, headers={**headers, "Content-Encoding": "gzip"}, media_type=file.media_type
            )
        return Response(file.content, headers=headers, media_type=file.media_type)

    def _inside(self, relative: str) -> Path:
        """The file of the build; 404 for what is not there or not inside."""
        try:
            path = (self._folder / relative).resolve()
            if path.is_relative_to(self._folder) and path.is_file():
                return path
        except (OSError, ValueError):  # a name the file system cannot hold
            pass
        raise HTTPException(404)


@lru_cache(maxsize=256)
def _load(path: Path, changed_ns: int) -> _File:
    del changed_ns
    content = path.read_bytes()
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    kind = "application/javascript" if kind == "text/javascript" else kind
    compressed = gzip.compress(content, 9) if kind.startswith(_COMPRESSED) else None
    return _File(content, compressed, f"{kind}; charset=utf-8" if kind.startswith("text/") else kind)
