"""How often one address may try what can be guessed at: signing in, invitations. Counted in Redis, for all."""

from flask import Flask, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

GUESSED_AT = ("/inloggen", "/uitnodiging/", "/meewerken/", "/account/aanmeldingen/koppelen")


def limit(app: Flask, *, redis: str, attempts_per_minute: int) -> None:
    """Answer 429 above so many tries a minute from one address. Without Redis each process counts for itself."""
    limiter = Limiter(
        key_func=get_remote_address,
        storage_uri=_storage(redis),
        strategy="moving-window",
        headers_enabled=True,
        swallow_errors=True,
        in_memory_fallback_enabled=True,
        application_limits=[f"{attempts_per_minute} per minute"],
        application_limits_exempt_when=_is_not_guessed_at,
        key_prefix="plein",
    )
    limiter.init_app(app)


def _is_not_guessed_at() -> bool:
    return not request.path.startswith(GUESSED_AT)


def _storage(redis: str) -> str:
    """The address as the limits library writes it."""
    return redis.replace("unix://", "redis+unix://", 1) if redis.startswith("unix://") else redis
