"""Keycloak, and Muster set up as docs/federation.md prints."""

import os
import pathlib
import subprocess
import sys
import types

import keycloak as provider
import pytest
from documentation import printed

AUTH_URL = os.environ['OS_AUTH_URL']
SSO = f'{AUTH_URL}/auth/OS-FEDERATION/identity_providers/keycloak/protocols/openid/websso'
# Also in settings.ts.
SECRET = 'the secret of the client muster at Keycloak'
PASSWORD = 'the password of anna'
CALLBACK = 'http://127.0.0.1:27189/callback'


def run(script, folder, environment):
    """Runs printed commands; returns what they print."""
    path = f'{pathlib.Path(sys.executable).parent}:{os.environ["PATH"]}'
    done = subprocess.run(
        ['bash', '-ec', script], cwd=folder, env={**environment, 'PATH': path}, capture_output=True, text=True, check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope='session')
def keycloak(tmp_path_factory):
    folder = tmp_path_factory.mktemp('keycloak')
    reason = provider.install(folder)
    if reason:
        print(f'SKIPPED interop/keycloak: {reason}')
        pytest.skip(reason)
    server = provider.Keycloak(folder)
    try:
        server.start()
        yield server
    finally:
        server.stop()


@pytest.fixture(scope='session')
def realm(keycloak):
    """The ids of the client, of the group developers and of its members anna and the client itself."""
    client, developers = provider.make_realm(keycloak, 'muster', SECRET, [SSO, CALLBACK])
    anna = provider.make_user(keycloak, 'anna', PASSWORD, developers)
    service = keycloak.call('GET', f'/main/clients/{client}/service-account-user')['id']
    keycloak.call('PUT', f'/main/users/{service}/groups/{developers}')
    return types.SimpleNamespace(client=client, developers=developers, anna=anna, service=service)


@pytest.fixture(scope='session')
def project(realm, tmp_path_factory):
    """The id of the project build, after the printed commands ran as the administrator."""
    folder = tmp_path_factory.mktemp('documented')
    environment = {**os.environ, 'OS_IDENTITY_API_VERSION': '3'}
    (folder / 'rules.json').write_text(printed('[', {}))
    made = run('openstack project create build -f value -c id', folder, environment)
    realm_url = {'https://sso.example.org/realms/main': provider.ISSUER}
    run(printed('openstack domain create keycloak-users', realm_url), folder, environment)
    return made.strip()


@pytest.fixture
def options(project):
    """Of the plugins of keystoneauth."""
    return {
        'auth_url': AUTH_URL, 'identity_provider': 'keycloak', 'protocol': 'openid', 'project_id': project,
        'discovery_endpoint': f'{provider.ISSUER}/.well-known/openid-configuration',
        'client_id': 'muster', 'client_secret': SECRET,
    }
