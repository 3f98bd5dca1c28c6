"""Where a request comes from, as the limits against abuse count it. Kept nowhere as it is; the limits keep a keyed hash."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """The caller's address. Of IPv6 the network of 64 bits, because a household has all of one; of a proxy its last entry.

    Only with MYOTOME_BEHIND_PROXY is ``X-Forwarded-For`` believed, and of it only what our own proxy has written: the last entry.
    """
    given = request.META.get("REMOTE_ADDR", "")
    if settings.SECURE_PROXY_SSL_HEADER is not None:
        given = request.headers.get("X-Forwarded-For", given).rpartition(",")[2].strip()
    try:
        address = ip_address(given)
    except ValueError:
        return "unknown"
    if not isinstance(address, IPv6Address):
        return str(address)
    return str(address.ipv4_mapped or ip_network((int(address), 64), strict=False))
