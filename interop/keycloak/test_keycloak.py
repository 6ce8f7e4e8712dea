"""keystoneauth's plugins and web single sign-on against Muster, with users of Keycloak."""

import json
import os
from urllib.parse import parse_qs, urlencode, urlparse

import keycloak as provider
import pytest
import requests
from browser import Browser
from conftest import AUTH_URL, CALLBACK, PASSWORD, SECRET, SSO, run
from dashboard import ORIGIN, dashboard
from device import access_on_device
from documentation import printed
from keystoneauth1 import exceptions
from keystoneauth1.identity.v3 import Token, oidc
from keystoneauth1.session import Session

OPENID = f'{provider.ISSUER}/protocol/openid-connect'
ANNA = {'username': 'anna', 'password': PASSWORD}


def access_of(plugin):
    return plugin.get_access(Session())


def without(options, *names):
    return {name: value for name, value in options.items() if name not in names}


def tokens_of(username, password, client_id='muster', **secret):
    answer = requests.post(f'{OPENID}/token', timeout=30, data={
        'grant_type': 'password', 'scope': 'openid profile email', 'client_id': client_id,
        'username': username, 'password': password, **secret,
    })
    assert answer.ok, answer.text
    return answer.json()


def test_printed_command(project, tmp_path):
    command = printed('openstack --os-auth-type v3oidcpassword', {
        'https://muster.example.org/v3': AUTH_URL, 'https://sso.example.org/realms/main': provider.ISSUER,
        'SECRET': f"'{SECRET}'", 'PASSWORD': f"'{PASSWORD}'",
    })
    environment = {name: value for name, value in os.environ.items() if not name.startswith('OS_')}
    token = json.loads(run(f'{command.rstrip()} -f json', tmp_path, environment))
    assert token['project_id'] == project


def test_password(options, project):
    access = access_of(oidc.OidcPassword(**ANNA, **options))
    assert (access.username, access.user_domain_name) == ('anna', 'keycloak-users')
    assert (access.project_id, access.is_federated) == (project, True)
    assert sorted(access.role_names) == ['member', 'reader']


def test_wrong_password(options):
    # Keycloak rejects it with 400 (RFC 6749 section 5.2), before Muster sees anything.
    with pytest.raises(exceptions.BadRequest):
        access_of(oidc.OidcPassword(username='anna', password='wrong', **options))


def test_client_credentials(options):
    access = access_of(oidc.OidcClientCredentials(**options))
    assert access.username == 'service-account-muster'
    assert sorted(access.role_names) == ['member', 'reader']


def test_access_token(options):
    kept = without(options, 'discovery_endpoint', 'client_id', 'client_secret')
    tokens = tokens_of(**ANNA, client_secret=SECRET)
    assert access_of(oidc.OidcAccessToken(access_token=tokens['access_token'], **kept)).username == 'anna'
    # An ID token is not an access token, and one for another client is not for Muster.
    other = tokens_of(**ANNA, client_id='admin-cli')['access_token']
    for rejected in (tokens['id_token'], tokens['refresh_token'], other):
        with pytest.raises(exceptions.Unauthorized):
            access_of(oidc.OidcAccessToken(access_token=rejected, **kept))


def test_authorization_code(options):
    query = urlencode({
        'client_id': 'muster', 'response_type': 'code', 'scope': 'openid profile email', 'redirect_uri': CALLBACK,
    })
    back = Browser().sign_in(f'{OPENID}/auth?{query}', CALLBACK, 'anna', PASSWORD)
    code = parse_qs(urlparse(back).query)['code'][0]
    plugin = oidc.OidcAuthorizationCode(code=code, redirect_uri=CALLBACK, **options)
    assert access_of(plugin).username == 'anna'


def test_device_authorization(options, caplog):
    plugin = oidc.OidcDeviceAuthorization(device_authorization_endpoint=f'{OPENID}/auth/device', **options)
    assert access_on_device(plugin, caplog, user='anna', password=PASSWORD).username == 'anna'


def test_web_sso(project):
    with dashboard() as posted:
        Browser().sign_in(f'{SSO}?{urlencode({"origin": ORIGIN})}', None, 'anna', PASSWORD)
    [(path, form)] = posted
    assert path == '/auth/websso/'
    access = access_of(Token(AUTH_URL, token=form['token'][0], project_id=project))
    assert (access.username, sorted(access.role_names)) == ('anna', ['member', 'reader'])


def test_user_leaves_the_last_group(keycloak, realm, options):
    bert = provider.make_user(keycloak, 'bert', 'the password of bert', realm.developers)
    signed_in = {'username': 'bert', 'password': 'the password of bert'}
    before = access_of(oidc.OidcPassword(**signed_in, **options))
    assert sorted(before.role_names) == ['member', 'reader']
    keycloak.call('DELETE', f'/main/users/{bert}/groups/{realm.developers}')
    unscoped = oidc.OidcPassword(**signed_in, **without(options, 'project_id'))
    session = Session(unscoped)
    assert session.get(f'{AUTH_URL}/auth/projects').json()['projects'] == []
    assert access_of(unscoped).user_id == before.user_id
    with pytest.raises(exceptions.Unauthorized):
        access_of(oidc.OidcPassword(**signed_in, **options))
    # The role has also gone from the token of the earlier sign-in.
    headers = {'X-Auth-Token': before.auth_token}
    assert requests.get(f'{AUTH_URL}/auth/projects', headers=headers, timeout=30).status_code == 401
