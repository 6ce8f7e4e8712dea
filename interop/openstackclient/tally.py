"""Counts which commands and calls a run really used."""

import openstack.proxy

COMMANDS, CALLS = set(), set()


class Counted:
    """Looks and acts like the client it holds; notes the name of every call made."""

    def __init__(self, client, label):
        self._client, self._label = client, label

    @property
    def uncounted(self):
        """The client itself, for calls that insist on its class."""
        return self._client

    def __getattr__(self, name):
        found = getattr(self._client, name)
        if isinstance(found, openstack.proxy.Proxy):
            return Counted(found, f'{self._label}.{name}')
        if callable(found):
            CALLS.add(f'{self._label}.{name}')
        return found
