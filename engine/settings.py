"""The settings: MALVAKT_… from the environment, else from .env in the working folder. Read here only, once, loudly."""

import os
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from dotenv.parser import parse_stream
from pydantic import AfterValidator, Field, SecretStr, StringConstraints, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError
from pydantic_settings import BaseSettings, SettingsConfigDict

from engine.errors import Place, Problem, SettingsError
from engine.language import Language, mark

PREFIX = "MALVAKT_"
SCHEMES = ("sqlite:///", "postgresql://")
LEAST_RECORD_MONTHS = 14
"""The 52 weeks of the year's overtime, and time for a correction: with fewer, breaches could not be found any more."""
MOST_MONTHS = 60
"""The authorities can react to a breach for five years; nothing about a person is kept longer."""
ENVIRONMENT = "environment"


def _database_url(url: str) -> str:
    # The message never repeats the address: there may be a password in it.
    if not url.startswith(SCHEMES):
        raise PydanticCustomError(
            "database_url", mark("a database is sqlite:///folder/file or postgresql://user:password@host/name")
        )
    return url


def _person_database_url(url: str) -> str:
    return _database_url(url) if url else url


def _base_url(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path.strip("/") or parts.query or parts.username:
        raise PydanticCustomError("base_url", mark("the address of the pages is https://host or https://host:port"))
    return url.rstrip("/")


def _heartbeat_url(url: str) -> str:
    # The message never repeats the address: whoever has it can send a sign of life in our name.
    parts = urlsplit(url)
    if url and (parts.scheme not in ("http", "https") or not parts.hostname or parts.username):
        raise PydanticCustomError("heartbeat_url", mark("the address of the heartbeat is https://host/path"))
    return url


def _listen(address: str) -> str:
    host, _, port = address.rpartition(":")
    if not host or not (port.isascii() and port.isdigit() and int(port) < 65536):
        raise PydanticCustomError("listen", mark("where to listen is host:port, such as 127.0.0.1:9464"))
    return address


def _issuer(url: str) -> str:
    parts = urlsplit(url)
    if url and (parts.scheme != "https" or not parts.hostname or parts.query or parts.username):
        raise PydanticCustomError("oidc_issuer", mark("an OIDC issuer is https://host/path"))
    if parts.path.split("/")[1:2] in (["common"], ["organizations"], ["consumers"]):
        # There anybody may write somebody else's e-mail address into their own account.
        raise PydanticCustomError(
            "oidc_issuer", mark("name your own tenant: a sign-in that all tenants share proves no address")
        )
    return url.rstrip("/")


class Settings(BaseSettings):
    """Every setting there is; .env.example documents each of them."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
    )

    database_url: Annotated[str, AfterValidator(_database_url)] = Field(default="sqlite:///var/malvakt.sqlite3", repr=False)
    """sqlite:///relative, sqlite:////absolute or postgresql://…; kept out of repr because it may hold a password."""
    person_database_url: Annotated[str, AfterValidator(_person_database_url)] = Field(default="", repr=False)
    """Where evidence about persons is kept; empty = in tables of its own in `database_url`."""
    aml_profiles: str = ""
    """The YAML file with the organisations' own AML profiles and who has them, for `malvakt run`; empty = none."""
    record_months: int = Field(default=14, ge=LEAST_RECORD_MONTHS, le=MOST_MONTHS)
    """How long work records are kept."""
    breach_months: int = Field(default=36, ge=LEAST_RECORD_MONTHS, le=MOST_MONTHS)
    """How long breaches, cases and the link to employee numbers are kept."""
    smallest_group: int = Field(default=5, ge=3, le=100)
    """The fewest people of whom counts are told."""
    rules: Path = Path("rules")
    """The folder of rules, one folder per organisation."""
    cache: Path = Path("var/cache")
    """The folder for what can be made again: parsed rules, records as Parquet. It may be deleted at any time."""
    records: Path = Path("records")
    """The folder that the globs of records.yaml start from."""
    engine: Literal["duckdb", "pandas", "polars", "spark"] = "duckdb"
    """Where records are folded; spark needs the extra malvakt[spark] and Java."""
    channels: str = ""
    """The YAML file with the channels by which notices leave; empty = everything waits in the outbox."""
    outside_hosts: str = ""
    """The hosts that webhooks and the like may reach, with commas between them; empty = none."""
    outside_http: bool = False
    """Whether they may be reached without encryption."""
    outside_private: bool = False
    """Whether they may have an address inside the network."""
    inbox: str = ""
    """The folder that the scheduler takes files from; empty = none."""
    lease_seconds: float = Field(default=30, ge=0.2, le=60)
    """After how long a silence another scheduler takes over a job."""
    language: Language = Language.NB
    """The language of tables and reports: nb or en."""
    base_url: Annotated[str, AfterValidator(_base_url)] = "http://127.0.0.1:8000"
    """Where people reach the pages; links in what we print and send begin with it."""
    heartbeat_url: Annotated[str, AfterValidator(_heartbeat_url)] = Field(default="", repr=False)
    """Where a sign of life goes after each round; empty = nowhere. Kept out of repr: whoever has it can speak for us."""
    round_hours: int = Field(default=26, ge=1, le=8784)
    """How long an organisation may be without a round before that is reason for alarm."""
    listen: Annotated[str, AfterValidator(_listen)] = "127.0.0.1:9464"
    """Where /healthz and /metrics are answered."""
    log_format: Literal["json", "text"] = "text"
    """How the program's own log is written to standard error."""
    log_level: Literal["auto", "debug", "info", "warning", "error"] = "auto"
    """From which level on; auto = from info on in what stays and runs by itself, from warning on in commands."""
    secret_key: SecretStr = SecretStr("")
    """What sessions and second factors are sealed with; empty = in `secret_key_file`, which is made at the first start."""
    secret_key_file: Path = Path("var/secret-key")
    trusted_proxies: str = ""
    """The addresses, with commas between, of proxies whose X-Forwarded-For and X-Forwarded-Proto are believed."""
    hsts_seconds: int = Field(default=31_536_000, ge=0, le=63_072_000)
    """How long browsers insist on https, where `base_url` is https; 0 = they do not."""
    second_factor: Literal["required", "optional"] = "required"
    """Whether an account with a password must have a code app as well; who signs in by OIDC has the second factor there."""
    oidc_issuer: Annotated[str, AfterValidator(_issuer)] = ""
    """The organisation's own sign-in: https://login.microsoftonline.com/<tenant>/v2.0; empty = passwords only."""
    oidc_client_id: str = ""
    oidc_client_secret: SecretStr = SecretStr("")
    oidc_name: Annotated[str, StringConstraints(strip_whitespace=True, max_length=60)] = "Entra ID"
    """What the button says."""
    attachment_megabytes: int = Field(default=10, ge=1, le=50)
    """The largest file that may be attached to an avvik."""
    scanner: str = ""
    """A command that gets an attached file on its standard input and ends with 0 where it is clean; empty = none is asked."""
    api_per_minute: int = Field(default=600, ge=1, le=100_000)
    """How many requests to the API each token, or each person who is signed in, may make in a minute."""
    round_after_push: Literal["yes", "no"] = "yes"
    """Whether the pages begin a round beside the request when figures come by the API; no where a scheduler does it."""
    user: Annotated[str, StringConstraints(strip_whitespace=True, max_length=100)] = ""
    """Who acts at the command line when --by is not given."""

    @property
    def listen_at(self) -> tuple[str, int]:
        """Host and port."""
        host, _, port = self.listen.rpartition(":")
        return host.strip("[]"), int(port)

    def log_level_of(self, *, stays: bool) -> str:
        """For a program that stays, or for a command."""
        return self.log_level if self.log_level != "auto" else "info" if stays else "warning"

    @property
    def inbox_folder(self) -> Path | None:
        return Path(self.inbox) if self.inbox else None


def load(*, env_file: Path = Path(".env"), **given: Any) -> Settings:
    """The settings, with what the command line gives in front of the environment, and that in front of `env_file`.

    Raises SettingsError for a wrong value, for a MALVAKT_ name that does not exist and for an unreadable line of the file.
    """
    in_file = _names_in(env_file)
    problems: list[Problem] = []
    for origin, names in ((ENVIRONMENT, os.environ), (str(env_file), in_file)):
        problems += _unknown(names, origin)
    try:
        settings = Settings(_env_file=env_file if env_file.is_file() else None, **given)
    except ValidationError as error:
        origins = {name.upper(): str(env_file) for name in in_file} | {name.upper(): ENVIRONMENT for name in os.environ}
        problems += [_problem(detail, given, origins) for detail in error.errors(include_input=False, include_url=False)]
    if problems:
        raise SettingsError("", problems)
    return settings


def _names_in(env_file: Path) -> list[str]:
    """The names that the file sets. A line that cannot be read is refused here: python-dotenv would pass over it."""
    if not env_file.exists():
        return []
    try:
        with env_file.open(encoding="utf-8") as stream:
            lines = list(parse_stream(stream))
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "UTF-8"
        unreadable = Problem(Place(str(env_file)), "S003", mark("this file cannot be read: {reason}"), {"reason": reason})
        raise SettingsError("", [unreadable]) from None
    broken = [line.original.line for line in lines if line.error]
    if broken:
        message = mark("this line is not NAME=value")
        raise SettingsError("", [Problem(Place(str(env_file), line), "S003", message) for line in broken])
    return [line.key for line in lines if line.key]


def _unknown(names: Iterable[str], origin: str) -> list[Problem]:
    ours = sorted(name for name in names if name.upper().startswith(PREFIX))
    return [_unknown_name(name, origin) for name in ours if name[len(PREFIX) :].lower() not in Settings.model_fields]


def _unknown_name(name: str, origin: str) -> Problem:
    place = Place(origin, field=name[:60])
    close = get_close_matches(name[len(PREFIX) :].lower(), Settings.model_fields, 1)
    if close:
        meant = {"suggestion": PREFIX + close[0].upper()}
        return Problem(place, "S001", mark("there is no such setting (did you mean '{suggestion}'?)"), meant)
    return Problem(place, "S001", mark("there is no such setting; .env.example names them all"))


def _problem(detail: ErrorDetails, given: Mapping[str, Any], origins: Mapping[str, str]) -> Problem:
    field = str(detail["loc"][0])
    name = PREFIX + field.upper()
    place = Place("command line" if field in given else origins.get(name, ENVIRONMENT), field=name)
    match detail["type"]:
        case "enum" | "literal_error":
            return Problem(place, "S002", mark("expected {expected}"), {"expected": detail["ctx"]["expected"]})
        case "string_too_long":
            return Problem(place, "S002", mark("at most {most} characters"), {"most": detail["ctx"]["max_length"]})
        case _:
            return Problem(place, "S002", detail["msg"])


def secrets() -> Mapping[str, str]:
    """What the addresses in records.yaml may name in braces: the variables of the environment that are not settings."""
    return {name: value for name, value in os.environ.items() if not name.upper().startswith(PREFIX)}


def service_socket() -> str:
    """Where systemd wants to be told that a service is ready and alive; empty where nobody asks."""
    return os.environ.get("NOTIFY_SOCKET", "")
