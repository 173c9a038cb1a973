"""The protocol of signing in through another system, done by Authlib. Imported where the settings name one."""

from collections.abc import Mapping
from typing import Any, cast

from authlib.integrations.starlette_client import OAuth, OAuthError  # type: ignore[import-untyped]
from fastapi import Request
from httpx import HTTPError
from joserfc.errors import JoseError
from starlette.responses import Response

from bot.settings import Settings

_NAME = "desk"


class SingleSignOn:
    """The other system of the settings. Made once, so that its keys are fetched once."""

    def __init__(self, settings: Settings) -> None:
        clients = OAuth()
        clients.register(
            _NAME,
            client_id=settings.oidc_client_id,
            client_secret=settings.oidc_client_secret.get_secret_value(),
            server_metadata_url=f"{settings.oidc_issuer.rstrip('/')}/.well-known/openid-configuration",
            client_kwargs={"scope": "openid profile", "code_challenge_method": "S256"},
        )
        self._client: Any = clients.create_client(_NAME)

    async def leave(self, request: Request, way_back: str) -> Response | None:
        """What sends the browser there; None where it cannot be reached. Fills the session of the request."""
        try:
            return cast(Response, await self._client.authorize_redirect(request, way_back))
        except (HTTPError, OAuthError, ValueError):
            return None

    async def claims(self, request: Request) -> Mapping[str, Any] | None:
        """What it says of the user who comes back; None where that cannot be trusted."""
        try:
            token = await self._client.authorize_access_token(request)
        except (HTTPError, OAuthError, JoseError, ValueError, KeyError):
            return None
        return cast(Mapping[str, Any], token.get("userinfo") or {})
