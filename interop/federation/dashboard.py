"""What web single sign-on sends to a dashboard."""

import contextlib
import http.server
import threading
from urllib.parse import parse_qs

# Below the ports that systems give to outgoing connections.
PORT = 27188
ORIGIN = f'http://127.0.0.1:{PORT}/auth/websso/'


@contextlib.contextmanager
def dashboard():
    """Receives the token where Horizon does; yields a list of the path and the form of each request."""
    posted = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers['content-length'])).decode()
            posted.append((self.path, parse_qs(body)))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_):
            pass

    with http.server.HTTPServer(('127.0.0.1', PORT), Handler) as server:
        threading.Thread(target=server.serve_forever).start()
        try:
            yield posted
        finally:
            server.shutdown()
