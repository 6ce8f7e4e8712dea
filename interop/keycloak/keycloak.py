"""Keycloak on loopback, from its distribution at Maven Central, and its administration."""

import os
import pathlib
import shutil
import subprocess
import tarfile
import time

import requests

VERSION = '26.7.3'
# The port is also in settings.ts.
URL = 'http://127.0.0.1:27190'
ISSUER = f'{URL}/realms/main'
ADMINISTRATOR = {'username': 'admin', 'password': 'the password of the administrator'}
START_SECONDS = 400


def install(folder):
    """Unpacks the distribution; returns the reason why this machine cannot run it, None when it can."""
    for program in ('java', 'mvn'):
        if not shutil.which(program):
            return 'needs Java 17 and Maven (the Debian packages default-jre-headless and maven)'
    artifact = f'org.keycloak:keycloak-quarkus-dist:{VERSION}:tar.gz'
    try:
        done = subprocess.run(
            ['mvn', '-q', '-B', 'dependency:copy', f'-Dartifact={artifact}', f'-DoutputDirectory={folder}'],
            cwd=folder, capture_output=True, text=True, timeout=400, check=False,
        )
    except subprocess.TimeoutExpired:
        return 'Maven does not end'
    if done.returncode != 0:
        return f'Maven cannot get {artifact}'
    archive = pathlib.Path(folder, f'keycloak-quarkus-dist-{VERSION}.tar.gz')
    with tarfile.open(archive) as packed:
        packed.extractall(folder, filter='data')
    archive.unlink()
    return None


class Keycloak:
    def __init__(self, folder):
        self.folder, self.process = folder, None

    def start(self):
        program = pathlib.Path(self.folder, f'keycloak-{VERSION}', 'bin', 'kc.sh')
        environment = {
            **os.environ, 'JAVA_OPTS_KC_HEAP': '-Xmx512m',
            'KC_BOOTSTRAP_ADMIN_USERNAME': ADMINISTRATOR['username'],
            'KC_BOOTSTRAP_ADMIN_PASSWORD': ADMINISTRATOR['password'],
        }
        host, port = URL.removeprefix('http://').split(':')
        with open(pathlib.Path(self.folder, 'keycloak.log'), 'wb') as log:
            self.process = subprocess.Popen(
                [program, 'start-dev', '--http-host', host, '--http-port', port],
                env=environment, stdout=log, stderr=log, start_new_session=True,
            )
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end:
            assert self.process.poll() is None, 'Keycloak ended'
            try:
                if requests.get(f'{URL}/realms/master', timeout=10).ok:
                    return
            except requests.RequestException:
                time.sleep(0.5)
        raise RuntimeError('Keycloak did not start')

    def stop(self):
        if self.process and self.process.poll() is None:
            # kc.sh starts Java as its child.
            os.killpg(self.process.pid, 15)
            self.process.wait(timeout=60)

    def call(self, method, path, body=None):
        """A request to the administration of the realms; returns the id of what it creates, or the response."""
        token = requests.post(f'{URL}/realms/master/protocol/openid-connect/token', timeout=30, data={
            'grant_type': 'password', 'client_id': 'admin-cli', **ADMINISTRATOR,
        }).json()['access_token']
        answer = requests.request(
            method, f'{URL}/admin/realms{path}', json=body, timeout=60, headers={'authorization': f'Bearer {token}'},
        )
        assert answer.ok, f'{method} {path}: {answer.status_code} {answer.text}'
        if answer.status_code == 201:
            return answer.headers['location'].rsplit('/', 1)[-1]
        return answer.json() if answer.content else None


def make_realm(keycloak, client_id, secret, redirect_uris):
    """The realm main with the client, as docs/federation.md describes it, and the group developers."""
    keycloak.call('POST', '', {'realm': 'main', 'enabled': True})
    client = keycloak.call('POST', '/main/clients', {
        'clientId': client_id, 'secret': secret, 'publicClient': False, 'redirectUris': redirect_uris,
        'standardFlowEnabled': True, 'directAccessGrantsEnabled': True, 'serviceAccountsEnabled': True,
        'attributes': {'oauth2.device.authorization.grant.enabled': 'true'},
        'protocolMappers': [
            {
                'name': 'groups', 'protocol': 'openid-connect', 'protocolMapper': 'oidc-group-membership-mapper',
                'config': {
                    'claim.name': 'groups', 'full.path': 'false', 'id.token.claim': 'true',
                    'access.token.claim': 'true', 'userinfo.token.claim': 'true',
                },
            },
            {
                'name': 'audience', 'protocol': 'openid-connect', 'protocolMapper': 'oidc-audience-mapper',
                'config': {'included.client.audience': client_id, 'access.token.claim': 'true'},
            },
        ],
    })
    return client, keycloak.call('POST', '/main/groups', {'name': 'developers'})


def make_user(keycloak, name, password, *groups):
    # Keycloak asks users without these names to complete their profile before they can sign in.
    user = keycloak.call('POST', '/main/users', {
        'username': name, 'enabled': True, 'email': f'{name}@example.org', 'emailVerified': True,
        'firstName': name, 'lastName': 'Example',
        'credentials': [{'type': 'password', 'value': password, 'temporary': False}],
    })
    for group in groups:
        keycloak.call('PUT', f'/main/users/{user}/groups/{group}')
    return user
