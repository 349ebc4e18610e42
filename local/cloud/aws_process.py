"""The embedded AWS in a process of its own: moto's server on a socket the parent already listens on.

Started by cloud.py as a script. It ends when its stdin does, so it cannot outlive the one who started it.
"""

import logging
import os
import signal
import sys
import threading

from moto.moto_server.werkzeug_app import DomainDispatcherApplication, MotoRequestHandler, create_backend_app
from werkzeug.serving import make_server


def main(socket_fd: int, port: int) -> None:
    logging.getLogger("werkzeug").setLevel(logging.ERROR)  # a line per request is noise here
    threading.Thread(target=_end_with_parent, daemon=True).start()
    application = DomainDispatcherApplication(create_backend_app)
    server = make_server(
        "127.0.0.1", port, application, threaded=True, request_handler=MotoRequestHandler, fd=socket_fd
    )
    server.serve_forever()


def _end_with_parent() -> None:
    sys.stdin.buffer.read()
    os._exit(0)


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the parent ends us in order
    main(int(sys.argv[1]), int(sys.argv[2]))
