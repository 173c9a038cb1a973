"""Taking the address to serve on. Imports little: a taken port is said before anything heavy is loaded."""

import errno
import socket

from corpus.errors import StorageError


def bind(host: str, port: int) -> socket.socket:
    """A listening socket on that address.

    Raises:
        StorageError: The address is in use or cannot be had.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            raise StorageError(f"端口 {port} 已被占用：请用 --port 换一个端口，或先停止占用它的程序。") from None
        raise StorageError(f"不能在 {host}:{port} 上提供服务：请检查地址和权限。") from None
    return listener
