"""What older releases of an Identity server lack, found out by asking the server."""

import os

import pytest
from keystoneauth1.exceptions import http

IDENTITY = {'service_type': 'identity', 'interface': 'public'}

# Named here, comma separated, or `all`: a lack is a failure, not a reason to skip.
REQUIRED = {name.strip() for name in os.environ.get('INTEROP_REQUIRE', '').split(',')}


def _has_role(cloud, name):
    return cloud.identity.find_role(name, ignore_missing=True) is not None


def _marker_moves_on(cloud, member):
    def page(**query):
        return cloud.session.get(f'/{member}', params={'limit': 1, **query}, endpoint_filter=IDENTITY).json()[member]
    first = page()
    return page(marker=first[-1]['id']) != first


def _knows_method(cloud, method):
    body = {'auth': {'identity': {'methods': [method], method: {'user': {'id': '0', 'passcode': '0'}}}}}
    try:
        cloud.session.post('/auth/tokens', json=body, endpoint_filter=IDENTITY, authenticated=False)
    except http.HttpError as refused:
        # A method that is switched off is answered with the list of those that are on.
        return 'identity' not in refused.response.json()['error']
    return True


PROBES = {
    'manager': ('no role named manager', lambda cloud: _has_role(cloud, 'manager')),
    'service': ('no role named service', lambda cloud: _has_role(cloud, 'service')),
    'totp': ('login by one-time password is switched off', lambda cloud: _knows_method(cloud, 'totp')),
    'paging': ('people and projects are not paged', lambda cloud: _marker_moves_on(cloud, 'users')),
    'paging everywhere': ('only some collections are paged', lambda cloud: _marker_moves_on(cloud, 'roles')),
}


class Needs:
    """Skips a test on a server that lacks what it is about."""

    def __init__(self, cloud):
        self._cloud, self._found = cloud, {}

    def __call__(self, ability):
        reason, probe = PROBES[ability]
        if ability not in self._found:
            self._found[ability] = probe(self._cloud)
        self.seen(self._found[ability], ability, reason)

    def seen(self, present, ability, reason):
        """The same for what shows only in the middle of a test."""
        if present:
            return
        if REQUIRED & {ability, 'all'}:
            pytest.fail(f'required of this server: {ability} ({reason})')
        pytest.skip(reason)
