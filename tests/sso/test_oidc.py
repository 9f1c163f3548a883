"""The hub against a provider that lies in each way that Authlib's client would let through, and some more."""

import logging
import uuid
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from urllib.parse import parse_qs, urlsplit

import pytest
from joserfc import jws, jwt
from joserfc.jwk import RSAKey

from sso.discovery import PAUSE, Providers
from sso.issuer import Issuer, Reason, SignInFailed
from sso.oidc import LONGEST_TOKEN_LIFE, Ended, Identity, Refreshed, RelyingParty
from tests.sso.hostile import MARKUP, OTHER_KEY, Hostile, hostile_app
from tests.sso.serving import served

CALLBACK = "http://plein.test/inloggen/terug/1"


class Clock:
    """Seconds that a test moves."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def provider() -> Iterator[Hostile]:
    provider = Hostile()
    with served(lambda _: hostile_app(provider)) as address:
        provider.address = address
        yield provider


@pytest.fixture
def party(clock: Clock) -> RelyingParty:
    return RelyingParty(Providers(loopback=True, clock=clock))


@pytest.fixture
def issuer(provider: Hostile) -> Issuer:
    return Issuer(id=uuid.uuid4(), url=provider.address, client_id="hub", secret="a secret between two")


def sign_in(party: RelyingParty, issuer: Issuer, provider: Hostile, **changed: str | None) -> Identity:
    _, started = party.begin(issuer, CALLBACK)
    provider.nonce = started.nonce
    said = {"state": started.state, "iss": issuer.url, "code": "a code"} | changed
    return party.finish(issuer, started, {name: value for name, value in said.items() if value is not None})


def refused(party: RelyingParty, issuer: Issuer, provider: Hostile, **changed: str | None) -> Reason:
    with pytest.raises(SignInFailed) as failed:
        sign_in(party, issuer, provider, **changed)
    return failed.value.reason


def test_who_tells_the_truth_is_believed(party: RelyingParty, issuer: Issuer, provider: Hostile) -> None:
    identity = sign_in(party, issuer, provider)
    assert (identity.subject, identity.sid, identity.expires_in) == ("somebody", "abcdefghijklmnopqrstuvwx", 300)
    assert "a refresh token" not in repr(identity)


@pytest.mark.parametrize(
    "lie",
    [
        "foreign audience",
        "foreign audience for us",
        "no audience",
        "somebody else's party",
        "foreign issuer",
        "foreign nonce",
        "expired",
        "from the future",
        "no subject",
        "empty subject",
        "subject is no text",
        "an access token",
        "endless",
        "foreign access token",
        "without iss",
        "without aud",
        "without nonce",
        "without exp",
        "without iat",
        "unsigned",
        "signed with the public key",
        "signed by a stranger",
        "unknown key",
        "weak algorithm",
        "no id token",
    ],
)
def test_a_lying_id_token_is_not_believed(party: RelyingParty, issuer: Issuer, provider: Hostile, lie: str) -> None:
    # given a provider whose id token lies in one way, when someone comes back from it, then nobody is signed in
    provider.faults = {lie}
    assert refused(party, issuer, provider) == Reason.UNTRUSTED


def test_an_issuer_that_answers_for_another_gets_no_code(
    party: RelyingParty, issuer: Issuer, provider: Hostile
) -> None:
    # given a callback that another issuer sent, or that hides who sent it: the code goes nowhere
    assert refused(party, issuer, provider, iss="https://elders.example") == Reason.FOREIGN
    assert refused(party, issuer, provider, iss=None) == Reason.FOREIGN
    assert "token" not in provider.asked


def test_an_issuer_that_never_says_iss_may_leave_it_out(party: RelyingParty, issuer: Issuer, provider: Hostile) -> None:
    provider.faults = {"never says iss"}
    assert sign_in(party, issuer, provider, iss=None).subject == "somebody"
    assert refused(party, issuer, provider, iss="https://elders.example") == Reason.FOREIGN


def test_a_state_that_is_not_ours_gets_no_code(party: RelyingParty, issuer: Issuer, provider: Hostile) -> None:
    for state in ("", "x" * 43, None):
        assert refused(party, issuer, provider, state=state) == Reason.STALE
    assert "token" not in provider.asked


@pytest.mark.parametrize(
    ("lie", "requests"),
    [
        ("discovery of another", 1),
        ("discovery redirects", 1),
        ("long discovery", 1),
        ("discovery down", 1),
        ("token endpoint in the clear", 1),
        ("keys in the clear", 1),
    ],
)
def test_a_wrong_discovery_begins_nothing(
    party: RelyingParty, issuer: Issuer, provider: Hostile, lie: str, requests: int
) -> None:
    provider.faults = {lie}
    with pytest.raises(SignInFailed) as failed:
        party.begin(issuer, CALLBACK)
    assert failed.value.reason == Reason.UNREACHABLE
    assert provider.asked == {"discovery": requests}


def test_outside_development_an_issuer_speaks_https(issuer: Issuer, provider: Hostile) -> None:
    with pytest.raises(SignInFailed):
        RelyingParty(Providers()).begin(issuer, CALLBACK)
    with pytest.raises(SignInFailed):
        RelyingParty(Providers(loopback=True)).begin(replace(issuer, url="http://elders.example"), CALLBACK)
    assert not provider.asked


@pytest.mark.parametrize("lie", ["token redirects", "token is a page", "token is huge", "keys down", "keys redirects"])
def test_a_provider_that_is_ill_signs_nobody_in(
    party: RelyingParty, issuer: Issuer, provider: Hostile, lie: str
) -> None:
    provider.faults = {lie}
    assert refused(party, issuer, provider) in {Reason.UNREACHABLE, Reason.UNTRUSTED}
    assert "elsewhere" not in provider.asked


def test_a_providers_words_are_shown_nowhere(
    party: RelyingParty, issuer: Issuer, provider: Hostile, caplog: pytest.LogCaptureFixture
) -> None:
    # given errors with markup in them, in the callback and at the token endpoint
    caplog.set_level(logging.DEBUG, logger="sso")
    provider.faults = {"token error"}
    for changed in ({}, {"error": MARKUP, "error_description": MARKUP}):
        with pytest.raises(SignInFailed) as failed:
            sign_in(party, issuer, provider, **changed)
        # then what is left is a reason of ours and a reference, the same in the log
        assert failed.value.reason == Reason.REFUSED
        assert MARKUP not in repr(failed.value) + str(failed.value)
        assert failed.value.__cause__ is None
        assert failed.value.reference in caplog.text
    assert "<script>" not in caplog.text


def test_a_silent_sign_in_that_needs_the_person_says_so(party: RelyingParty, issuer: Issuer, provider: Hostile) -> None:
    assert refused(party, issuer, provider, error="login_required", code=None) == Reason.INTERACTION
    assert refused(party, issuer, provider, error="access_denied", code=None) == Reason.REFUSED


def test_every_sign_in_has_secrets_of_its_own(party: RelyingParty, issuer: Issuer) -> None:
    # given two sign-ins, then nothing is shared, everything is long enough, and the challenge is S256
    first_url, first = party.begin(issuer, CALLBACK)
    _, second = party.begin(issuer, CALLBACK)
    secrets = {first.state, first.nonce, first.verifier, second.state, second.nonce, second.verifier}
    assert len(secrets) == 6
    assert all(len(one) >= 43 for one in secrets)  # 43 signs of base64: 256 bits
    said = parse_qs(urlsplit(first_url).query)
    digest = sha256(first.verifier.encode()).digest()
    assert said["code_challenge_method"] == ["S256"]
    assert said["code_challenge"] == [urlsafe_b64encode(digest).decode().rstrip("=")]
    assert said["scope"] == ["openid profile email organization:*"]
    assert not any(one in repr(first) for one in secrets)


def test_the_verifier_goes_with_the_code(party: RelyingParty, issuer: Issuer, provider: Hostile) -> None:
    sign_in(party, issuer, provider)
    assert len(provider.forms[0]["code_verifier"]) >= 43
    assert provider.forms[0]["redirect_uri"] == CALLBACK


def test_an_old_proof_or_a_low_level_is_not_enough(party: RelyingParty, issuer: Issuer, provider: Hostile) -> None:
    # given a provider that answers what was not asked, without an error
    provider.faults = {"signed in long ago"}
    for wish in ({"max_age": 600}, {"acr": ("2",)}):
        _, started = party.begin(issuer, CALLBACK, **wish)
        provider.nonce = started.nonce
        with pytest.raises(SignInFailed) as failed:
            party.finish(issuer, started, {"state": started.state, "iss": issuer.url, "code": "a code"})
        assert failed.value.reason == Reason.TOO_WEAK


def test_a_token_lives_an_hour_at_most(party: RelyingParty, issuer: Issuer, provider: Hostile) -> None:
    provider.faults = {"lives for ever"}
    assert sign_in(party, issuer, provider).expires_in == LONGEST_TOKEN_LIFE


# ---------------------------------------------------------------- what is fetched, and when


def test_a_flood_of_unknown_keys_asks_once_a_minute(
    party: RelyingParty, issuer: Issuer, provider: Hostile, clock: Clock
) -> None:
    sign_in(party, issuer, provider)
    assert provider.asked["keys"] == 1
    provider.faults = {"unknown key"}
    clock.now += PAUSE
    for _ in range(20):
        refused(party, issuer, provider)
    assert provider.asked["keys"] == 2
    clock.now += PAUSE
    for _ in range(20):
        refused(party, issuer, provider)
    assert provider.asked["keys"] == 3


def test_a_new_key_is_found_within_the_minute(
    party: RelyingParty, issuer: Issuer, provider: Hostile, clock: Clock
) -> None:
    sign_in(party, issuer, provider)
    provider.key = OTHER_KEY
    clock.now += PAUSE
    assert sign_in(party, issuer, provider).subject == "somebody"


def test_the_last_good_answers_stay_while_a_provider_is_ill(
    party: RelyingParty, issuer: Issuer, provider: Hostile, clock: Clock
) -> None:
    sign_in(party, issuer, provider)
    provider.faults = {"discovery down", "keys down"}
    clock.now += 2 * 3600
    assert sign_in(party, issuer, provider).subject == "somebody"
    assert provider.asked["discovery"] == 2  # tried once, not at every step
    provider.faults = {"discovery of another"}
    clock.now += PAUSE
    assert sign_in(party, issuer, provider).subject == "somebody"


def test_discovery_is_fetched_again_after_an_hour(
    party: RelyingParty, issuer: Issuer, provider: Hostile, clock: Clock
) -> None:
    for seconds, times in ((0, 1), (3599, 1), (2, 2)):
        clock.now += seconds
        party.begin(issuer, CALLBACK)
        assert provider.asked["discovery"] == times


def test_a_changed_secret_counts_at_once(party: RelyingParty, issuer: Issuer, provider: Hostile) -> None:
    in_the_form = replace(issuer, authentication="client_secret_post")
    for secret in ("the old one", "the new one"):
        sign_in(party, replace(in_the_form, secret=secret), provider)
    assert [each["client_secret"] for each in provider.forms] == ["the old one", "the new one"]


def test_a_clients_own_key_signs_each_time_anew(party: RelyingParty, issuer: Issuer, provider: Hostile) -> None:
    # given a client with a key of its own, when it signs people in twice
    key = RSAKey.generate_key(2048, private=True)
    pem = key.as_pem(private=True).decode()
    for _ in range(2):
        sign_in(party, replace(issuer, authentication="private_key_jwt", secret=pem), provider)
    # then each assertion is new, lives a minute, and is for the issuer alone
    jtis = set()
    for form in provider.forms:
        assertion = jwt.decode(form["client_assertion"], key, algorithms=["RS256"])
        assert assertion.claims["aud"] == issuer.url
        assert assertion.claims["exp"] - assertion.claims["iat"] == 60
        assert jws.extract_compact(form["client_assertion"].encode()).headers()["kid"] == key.thumbprint()
        jtis.add(assertion.claims["jti"])
        assert "client_secret" not in form
    assert len(jtis) == 2


# ---------------------------------------------------------------- refresh


def test_a_refresh_is_checked_like_a_sign_in(party: RelyingParty, issuer: Issuer, provider: Hostile) -> None:
    provider.faults = {"without nonce"}
    fresh = party.refresh(issuer, "an old token", subject="somebody")
    assert isinstance(fresh, Refreshed)
    assert fresh.refresh_token == "a refresh token"
    for lie in ("foreign audience", "foreign issuer", "expired", "unsigned", "signed by a stranger", "token error"):
        provider.faults = {lie}
        with pytest.raises(SignInFailed):
            party.refresh(issuer, "an old token", subject="somebody")


def test_a_refresh_never_becomes_somebody_else(party: RelyingParty, issuer: Issuer) -> None:
    with pytest.raises(SignInFailed) as failed:
        party.refresh(issuer, "an old token", subject="another")
    assert failed.value.reason == Reason.UNTRUSTED


def test_a_refused_refresh_is_the_end(party: RelyingParty, issuer: Issuer, provider: Hostile) -> None:
    provider.faults = {"session over"}
    assert party.refresh(issuer, "an old token", subject="somebody") == Ended()
