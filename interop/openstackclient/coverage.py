"""Records the distinct commands and SDK calls that a run used."""

import openstack.proxy

COMMANDS, CALLS = set(), set()


class Counted:
    """A proxy of a client that records the name of every call."""

    def __init__(self, client, label):
        self._client, self._label = client, label

    @property
    def uncounted(self):
        """The client itself, for calls that check its class."""
        return self._client

    def __getattr__(self, name):
        found = getattr(self._client, name)
        if isinstance(found, openstack.proxy.Proxy):
            return Counted(found, f'{self._label}.{name}')
        if callable(found):
            CALLS.add(f'{self._label}.{name}')
        return found
