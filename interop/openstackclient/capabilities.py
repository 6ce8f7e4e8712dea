"""Capabilities that older Identity servers lack, detected by probing the server."""

import os

import pytest
from keystoneauth1.exceptions import http

IDENTITY = {'service_type': 'identity', 'interface': 'public'}

# Comma-separated capabilities, or `all`: a test that needs a missing one fails instead of being skipped.
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
    except http.HttpError as error:
        # A method that is switched off is answered with the list of those that are on.
        return 'identity' not in error.response.json()['error']
    return True


def _has_native_api(cloud):
    root = os.environ['OS_AUTH_URL'].removesuffix('/').removesuffix('/v3')
    try:
        return cloud.session.get(f'{root}/api/v1', authenticated=False).ok
    except http.HttpError:
        return False


PROBES = {
    'API keys': ('no API keys of Muster', _has_native_api),
    'manager': ('no role named manager', lambda cloud: _has_role(cloud, 'manager')),
    'service': ('no role named service', lambda cloud: _has_role(cloud, 'service')),
    'totp': ('login by one-time password is switched off', lambda cloud: _knows_method(cloud, 'totp')),
    'paging': ('users and projects are not paged', lambda cloud: _marker_moves_on(cloud, 'users')),
    'paging everywhere': ('only some collections are paged', lambda cloud: _marker_moves_on(cloud, 'roles')),
}


class Needs:
    """Skips a test on a server without the capability it needs."""

    def __init__(self, cloud):
        self._cloud, self._found = cloud, {}

    def __call__(self, capability):
        reason, probe = PROBES[capability]
        if capability not in self._found:
            self._found[capability] = probe(self._cloud)
        self.seen(self._found[capability], capability, reason)

    def seen(self, present, capability, reason):
        """The same for a capability that is detected in the middle of a test."""
        if present:
            return
        if REQUIRED & {capability, 'all'}:
            pytest.fail(f'required of this server: {capability} ({reason})')
        pytest.skip(reason)
