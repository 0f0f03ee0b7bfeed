"""systemd is told what it asks for, and nobody else is told anything."""

import socket
from pathlib import Path

import pytest

from engine import service


@pytest.mark.parametrize("abstract", [False, True])
def test_systemd_hears_that_the_service_is_ready(abstract: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By a socket in the file system or in Linux' abstract name space."""
    name = "@malvakt-test" if abstract else str(tmp_path / "notify")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listener:
        listener.bind("\0" + name[1:] if abstract else name)
        monkeypatch.setenv("NOTIFY_SOCKET", name)
        service.tell(service.READY)
        assert listener.recv(100) == b"READY=1"


def test_without_systemd_nothing_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NOTIFY_SOCKET", raising=False)
    service.tell(service.READY)


def test_a_socket_that_is_none_is_an_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "nobody"))
    with pytest.raises(OSError, match="No such file"):
        service.tell(service.READY)
