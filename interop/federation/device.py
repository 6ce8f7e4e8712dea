"""Device authorization: the user confirms in a browser what the plugin waits for."""

import re
import threading

from browser import Browser
from keystoneauth1.session import Session


def access_on_device(plugin, caplog, **user):
    """The access of the plugin, after the user confirmed at the address that the plugin logs."""
    found = {}
    thread = threading.Thread(target=lambda: found.update(access=plugin.get_access(Session())))
    thread.start()
    url = None
    while thread.is_alive() and not url:
        thread.join(0.1)
        url = re.search(r'https?://\S+user_code=\S+', caplog.text)
    assert url, 'the plugin ended without an address'
    Browser().sign_in(url.group(0), None, **user)
    thread.join(60)
    return found['access']
