"""Connections that are used at once or not at all."""

from __future__ import annotations

import time
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import ConnectTimeoutError
from urllib3.poolmanager import PoolManager, ProxyManager


def check_prompt(connection: HTTPConnection, began: float) -> None:
    """ConnectTimeoutError, and the connection is closed, if it took longer than the time-out for connecting.

    Resolving a name has no time-out of its own, and each of several addresses has the whole of it. What would be sent late may have been
    given to somebody else to send by then.
    """
    if isinstance(connection.timeout, int | float) and time.monotonic() - began > connection.timeout:
        connection.close()
        raise ConnectTimeoutError(connection, "connecting took too long")


class PromptConnection(HTTPConnection):
    """Over plain HTTP."""

    def connect(self) -> None:
        """Connect within the time-out, all in all."""
        began = time.monotonic()
        super().connect()
        check_prompt(self, began)


class PromptSafeConnection(HTTPSConnection):
    """Over TLS."""

    def connect(self) -> None:
        """Connect and shake hands within the time-out, all in all."""
        began = time.monotonic()
        super().connect()
        check_prompt(self, began)


class PromptPool(HTTPConnectionPool):
    """Keeps them."""

    ConnectionCls = PromptConnection


class PromptSafePool(HTTPSConnectionPool):
    """Keeps them."""

    ConnectionCls = PromptSafeConnection


POOLS = {"http": PromptPool, "https": PromptSafePool}


class PromptAdapter(HTTPAdapter):
    """For `requests`: prompt connections, straight or by a proxy, and nothing is ever sent twice."""

    def __init__(self) -> None:
        super().__init__(pool_connections=1, pool_maxsize=1, max_retries=0)

    def init_poolmanager(self, *arguments: Any, **more: Any) -> None:
        """The pools of straight connections."""
        super().init_poolmanager(*arguments, **more)
        manager: PoolManager = self.poolmanager
        manager.pool_classes_by_scheme = POOLS

    def proxy_manager_for(self, *arguments: Any, **more: Any) -> Any:
        """The pools of connections by a proxy."""
        manager = super().proxy_manager_for(*arguments, **more)
        if isinstance(manager, ProxyManager):
            manager.pool_classes_by_scheme = POOLS
        return manager
