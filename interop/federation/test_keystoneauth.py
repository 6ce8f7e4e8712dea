"""The OIDC plugins of keystoneauth, unmodified, with Muster in the place of Keystone behind Apache."""

from urllib.parse import parse_qs, urlencode, urlparse

import pytest
import requests
from browser import Browser
from conftest import AUTH_URL, CLIENT, SSO
from dashboard import ORIGIN, dashboard
from device import access_on_device
from keystoneauth1 import exceptions, loading
from keystoneauth1.identity.v3 import Token, oidc
from keystoneauth1.session import Session

SCOPE = 'openid profile email groups'
CALLBACK = 'http://127.0.0.1:27189/callback'


@pytest.fixture
def options(project, provider):
    return {
        'auth_url': AUTH_URL, 'identity_provider': 'idp', 'protocol': 'openid', 'project_id': project.id,
        'discovery_endpoint': f'{provider}/.well-known/openid-configuration', **CLIENT,
    }


def roles_of(plugin):
    return sorted(plugin.get_access(Session()).role_names)


def access_token(provider, user='anna'):
    answer = requests.post(f'{provider}/token', auth=tuple(CLIENT.values()), timeout=10, data={
        'grant_type': 'password', 'username': user, 'password': 'any', 'scope': SCOPE,
    })
    return answer.json()['access_token']


def test_password(options, project):
    plugin = oidc.OidcPassword(username='anna', password='any', scope=SCOPE, **options)
    access = plugin.get_access(Session())
    assert (access.username, access.project_id, access.is_federated) == ('anna', project.id, True)
    assert sorted(access.role_names) == ['member', 'reader']


def test_password_by_its_name(options):
    loader = loading.get_plugin_loader('v3oidcpassword')
    plugin = loader.load_from_options(username='anna', password='any', scope=SCOPE, **options)
    assert roles_of(plugin) == ['member', 'reader']


def test_access_token(options, provider):
    token = access_token(provider)
    kept = {k: v for k, v in options.items() if k not in ('discovery_endpoint', *CLIENT)}
    assert roles_of(oidc.OidcAccessToken(access_token=token, **kept)) == ['member', 'reader']
    with pytest.raises(exceptions.Unauthorized):
        oidc.OidcAccessToken(access_token=f'{token}x', **kept).get_access(Session())


def test_client_credentials(options):
    plugin = oidc.OidcClientCredentials(scope=SCOPE, **options)
    assert plugin.get_access(Session()).username == 'robot'


def test_authorization_code(options, provider):
    query = urlencode({
        'client_id': 'api', 'response_type': 'code', 'scope': SCOPE, 'redirect_uri': CALLBACK,
    })
    back = Browser().sign_in(f'{provider}/auth?{query}', CALLBACK)
    code = parse_qs(urlparse(back).query)['code'][0]
    plugin = oidc.OidcAuthorizationCode(code=code, redirect_uri=CALLBACK, scope=SCOPE, **options)
    assert roles_of(plugin) == ['member', 'reader']


def test_device_authorization(options, caplog):
    plugin = oidc.OidcDeviceAuthorization(
        device_authorization_endpoint='http://127.0.0.1:27187/device/auth', scope=SCOPE, **options,
    )
    assert sorted(access_on_device(plugin, caplog).role_names) == ['member', 'reader']


def test_unscoped_token_lists_its_projects(options, project):
    kept = {k: v for k, v in options.items() if k != 'project_id'}
    session = Session(oidc.OidcPassword(username='anna', password='any', scope=SCOPE, **kept))
    for path in ('/auth/projects', '/OS-FEDERATION/projects'):
        listed = session.get(f'{AUTH_URL}{path}').json()['projects']
        assert [one['id'] for one in listed] == [project.id]


def test_unknown_user_of_the_provider_is_rejected(options):
    with pytest.raises(exceptions.ClientException):
        oidc.OidcPassword(username='unknown', password='any', scope=SCOPE, **options).get_access(Session())


def test_web_sso(project):
    with dashboard() as posted:
        Browser().sign_in(f'{SSO}?{urlencode({"origin": ORIGIN})}', None)
    [(path, form)] = posted
    assert path == '/auth/websso/'
    plugin = Token(AUTH_URL, token=form['token'][0], project_id=project.id)
    assert roles_of(plugin) == ['member', 'reader']
