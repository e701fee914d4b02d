"""The addresses other machines on the village network can use: real interfaces only."""

from __future__ import annotations

import ipaddress
import socket
from contextlib import suppress

EVERYWHERE = ("0.0.0.0", "::", "")
UNREAL = ("lo", "docker", "veth", "br-", "virbr", "tun", "tap", "vmnet", "zt", "wg")


def addresses(host: str, port: int) -> list[str]:
    """Web addresses on private or public interfaces, the one that leads outside first; none when bound to loopback."""
    if host not in EVERYWHERE:
        return [] if ipaddress.ip_address(socket.gethostbyname(host)).is_loopback else [f"http://{host}:{port}"]
    found = [address for address in [_leading_out(), *_on_interfaces()] if address and _is_real(address)]
    return [f"http://{address}:{port}" for address in dict.fromkeys(found)]


def _leading_out() -> str:
    """The address this machine would use to reach another network; nothing is sent."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe, suppress(OSError):
        probe.connect(("192.0.2.1", 9))
        return str(probe.getsockname()[0])
    return ""


def _on_interfaces() -> list[str]:
    try:
        import fcntl
    except ImportError:
        return _by_name()
    found = []
    for _, name in socket.if_nameindex():
        if name.startswith(UNREAL):
            continue
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe, suppress(OSError):
            packed = fcntl.ioctl(probe.fileno(), 0x8915, name.encode()[:15].ljust(256, b"\0"))
            found.append(socket.inet_ntoa(packed[20:24]))
    return found


def _by_name() -> list[str]:
    with suppress(OSError):
        return [str(entry[4][0]) for entry in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)]
    return []


def _is_real(address: str) -> bool:
    parsed = ipaddress.ip_address(address)
    return not (parsed.is_loopback or parsed.is_link_local or parsed.is_unspecified or parsed.is_multicast)
