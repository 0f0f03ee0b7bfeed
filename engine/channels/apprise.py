"""Whatever Apprise knows: Teams workflows, Slack, SMS gateways, Matrix, ntfy and some hundred others.

- {id: teams, kind: apprise, url: "{TEAMS_URL}"}

A service at a host of one's own (json://, ntfy://, workflows://) is reached only where the host is allowed. Apprise connects by
itself: the host is checked just before, but not tied to the address that it had then, as our own requests are.
"""

from typing import Any, Literal

from engine.channels.config import ChannelConfig, SecretUrl
from engine.channels.outcome import Later, Refused, Unreachable
from engine.channels.outside import Occasion, Outside, Target, address_of
from engine.notify.notice import Letter


class Config(ChannelConfig):
    kind: Literal["apprise"]
    url: SecretUrl
    """As Apprise writes addresses: slack://…, workflows://…, json://host/path."""


def send(config: Config, letter: Letter, occasion: Occasion) -> None:
    service = _service(config, occasion.outside)
    # Apprise tells true or false and no reason; trying again later is the answer that loses nothing.
    if not service.notify(title=letter.subject, body=letter.text):
        raise Later(f"{service.service_name} did not take the message")


def _service(config: Config, outside: Outside) -> Any:
    import apprise  # hundreds of services: a fifth of a second that only those pay who send by it

    asset = apprise.AppriseAsset(
        app_id="Malvakt",
        secure_logging=True,
        async_mode=False,
        http_redirects=False,
        storage_mode=apprise.PersistentStoreMode.MEMORY,
        plugin_paths=[],
    )
    service = apprise.Apprise.instantiate(config.url.get_secret_value(), asset=asset)
    if service is None:
        raise Unreachable("Apprise does not know such an address")
    if "host" in service.template_tokens:
        _check(service, outside)
    if not service.verify_certificate:
        raise Refused("an address with verify=no is not used: certificates are verified")
    service.redirects = False
    return service


def _check(service: Any, outside: Outside) -> None:
    host = str(service.host or "").lower()
    if host not in outside.hosts:
        raise Unreachable("the host of the address is not in MALVAKT_OUTSIDE_HOSTS")
    secure = bool(service.secure)
    if not secure and not outside.plain_http:
        raise Unreachable("the address is not encrypted: write its scheme with an s (jsons://)")
    port = service.port or (443 if secure else 80)
    try:
        address_of(Target("https" if secure else "http", host, port, "/"), outside)
    except OSError as error:
        raise Unreachable(f"{host} does not answer: {type(error).__name__}") from None
