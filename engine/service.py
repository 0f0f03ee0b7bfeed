"""What systemd is told: that the service is ready, that it lives, that it stops. Nothing where nobody asks."""

import socket

from engine.settings import service_socket

READY, ALIVE, STOPPING = "READY=1", "WATCHDOG=1", "STOPPING=1"


def tell(state: str) -> None:
    """Raises OSError where the socket that was named is none."""
    address = service_socket()
    if not address:
        return
    # An address that begins with @ lies in Linux' abstract name space, where the first byte is zero.
    path = "\0" + address[1:] if address.startswith("@") else address
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as channel:
        channel.connect(path)
        channel.sendall(state.encode())
