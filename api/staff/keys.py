"""Keys of other systems on the public interface: `Authorization: Bearer pak_…`.

The public interface needs no key. Whoever sends one is held to it: an unknown key is refused, and so is what its
scopes do not cover. `POLICY_API_KEYS_REQUIRED` closes `/v1` to all without one.
"""

from anyio import to_thread
from starlette.types import ASGIApp, Receive, Scope, Send

from api.problems import problem, problem_response
from api.service import Service
from bot.staff.api_keys import PREFIX
from bot.staff.api_keys import Scope as KeyScope

_READING = frozenset({"GET", "HEAD", "OPTIONS"})
_ANY_SCOPE = ("/healthz", "/readyz", "/metrics")
_CHALLENGE = {"WWW-Authenticate": "Bearer"}
_UNKNOWN = "密钥不可用：可能写错或已停用，请联系管理员。"
_MISSING = "这个接口要带密钥才能使用，请联系管理员。"
_BEYOND = "这个密钥没有做这件事的权限，请联系管理员。"


class KeyCheck:
    """Checks the key of a request that brings one."""

    def __init__(self, app: ASGIApp, service: Service) -> None:
        self._app = app
        self._service = service

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http" or scope["path"].startswith("/api/desk"):
            await self._app(scope, receive, send)
            return
        secret = _secret(scope)
        if secret:
            fault = await self._fault(secret, needed_scope(scope["method"], scope["path"]))
        else:
            required = self._service.settings.api_keys_required and scope["path"].startswith("/v1/")
            fault = (401, _MISSING) if required else None
        if fault is None:
            await self._app(scope, receive, send)
        else:
            headers = _CHALLENGE if fault[0] == 401 else {}
            await problem_response(problem(*fault), headers)(scope, receive, send)

    async def _fault(self, secret: str, needed: KeyScope | None) -> tuple[int, str] | None:
        stores = self._service.assistant.staff
        key = await to_thread.run_sync(stores.keys.find, secret, limiter=self._service.threads) if stores else None
        if key is None:
            return 401, _UNKNOWN
        return None if needed is None or needed in key.scopes else (403, _BEYOND)


def needed_scope(method: str, path: str) -> KeyScope | None:
    """The scope that a request needs; None where any key will do."""
    if path.startswith(_ANY_SCOPE) or not path.startswith(("/api/", "/v1/")):
        return None
    if method in _READING:
        return "read"
    return "ingest" if path.startswith(("/api/policies", "/api/ingest")) else "ask"


def _secret(scope: Scope) -> str:
    """The key that the request brings, or nothing: other programs send keys of their own to `/v1`."""
    for name, value in scope["headers"]:
        if name == b"authorization" and value[:7].lower() == b"bearer ":
            secret = value[7:].strip().decode("latin-1")
            return secret if secret.startswith(PREFIX) else ""
    return ""
