"""Security headers: own scripts and styles only, no framing, nothing inline, answers never cached."""

from secure import (
    ContentSecurityPolicy,
    CrossOriginOpenerPolicy,
    CrossOriginResourcePolicy,
    CustomHeader,
    PermissionsPolicy,
    ReferrerPolicy,
    Secure,
    StrictTransportSecurity,
    XContentTypeOptions,
    XFrameOptions,
)
from starlette.types import Scope

_POLICY = (
    ContentSecurityPolicy()
    .default_src("'self'")
    .script_src("'self'")
    .style_src("'self'")
    .img_src("'self'", "data:", "blob:")
    .font_src("'self'", "data:")
    .connect_src("'self'")
    .object_src("'none'")
    .base_uri("'none'")
    .form_action("'self'")
    .frame_ancestors("'none'")
)
_HEADERS = Secure(
    csp=_POLICY,
    coop=CrossOriginOpenerPolicy().same_origin(),
    corp=CrossOriginResourcePolicy().same_origin(),
    permissions=PermissionsPolicy().geolocation().camera().payment().usb(),
    referrer=ReferrerPolicy().same_origin(),
    xcto=XContentTypeOptions().nosniff(),
    xfo=XFrameOptions().deny(),
    custom=[CustomHeader(header="Cache-Control", value="no-store")],
)


def _encoded(headers: Secure) -> list[tuple[bytes, bytes]]:
    return [(name.lower().encode("ascii"), value.encode("latin-1")) for name, value in headers.header_items()]


_PLAIN = _encoded(_HEADERS)
_OVER_TLS = [*_PLAIN, *_encoded(Secure(hsts=StrictTransportSecurity().max_age(31_536_000)))]


def security_headers(scope: Scope) -> list[tuple[bytes, bytes]]:
    """The headers for a response to this request; a route that sets one of them itself keeps its own."""
    return _OVER_TLS if scope.get("scheme") == "https" else _PLAIN
