"""The secret of an API key or a session of Muster in place of a token."""

import os
from dataclasses import dataclass

from openstack import exceptions as openstack_exceptions
import pytest
from keystoneauth1.exceptions import http

from command_line import as_process
from login import Login


@dataclass(frozen=True)
class Secrets:
    key: str
    session: str
    key_id: str


@pytest.fixture
def secrets(admin, admin_login, needs, root):
    """A session of the administrator, and an API key for the system; both end with the test."""
    needs('API keys')
    api = f'{root}/api/v1'
    options = admin_login.options
    credentials = {'username': options['username'], 'password': options['password']}
    session = admin.session.post(f'{api}/sessions', json=credentials, authenticated=False).json()['secret']
    by_session = {'headers': {'Authorization': f'Bearer {session}'}, 'authenticated': False}
    made = admin.session.post(f'{api}/api-keys', json={'name': 'interop'}, **by_session).json()
    key_id = made['api_key']['id']
    yield Secrets(made['secret'], session, key_id)
    admin.session.delete(f'{api}/api-keys/{key_id}', **by_session)
    admin.session.delete(f'{api}/sessions/current', **by_session)


@pytest.fixture
def root(admin_login):
    return admin_login.options['auth_url'].removesuffix('/').removesuffix('/v3')


@pytest.fixture(params=['key', 'session'])
def by_secret(request, secrets, root):
    return Login({'endpoint': f'{root}/v3', 'token': getattr(secrets, request.param)}, 'admin_token')


def test_the_command_line_manages_users_and_projects(openstack, by_secret, admin, stage, name):
    admin_key = openstack.as_(by_secret)
    assert 'admin' in [row['Name'] for row in admin_key('user list')]
    user = name('user')
    assert admin_key('user create', '--domain', stage.domain.id, user)['name'] == user
    project = name('project')
    made = admin_key('project create', '--domain', stage.domain.id, project)
    admin_key('role add', '--user', user, '--user-domain', stage.domain.id, '--project', made['id'], 'member')
    rows = admin_key('role assignment list', '--project', made['id'], '--names')
    assert [row['User'].split('@')[0] for row in rows] == [user]
    admin_key('project delete', made['id'])
    admin_key('user delete', '--domain', stage.domain.id, user)


def test_the_options_of_the_page_work(secrets, root):
    options = ['--os-auth-type', 'admin_token', '--os-endpoint', f'{root}/v3', '--os-token', secrets.key]
    kept = {key: value for key, value in os.environ.items() if not key.startswith('OS_')}
    outcome = as_process([*options, 'user', 'list', '-f', 'json'], {**kept, 'OS_CLIENT_CONFIG_FILE': os.devnull})
    assert outcome.status == 0, outcome.err
    assert 'admin' in [row['Name'] for row in outcome.answer]


def test_the_sdk_lists_with_a_secret(by_secret):
    cloud = by_secret.connect()
    assert 'default' in [domain.id for domain in cloud.identity.domains()]
    assert cloud.identity.find_user('admin', domain_id='default').name == 'admin'


def test_keystoneauth_sends_a_secret_as_a_bearer_token(admin, secrets, root):
    for secret in (secrets.key, secrets.session):
        headers = {'Authorization': f'Bearer {secret}'}
        answer = admin.session.get(f'{root}/v3/auth/system', headers=headers, authenticated=False)
        assert answer.json()['system'] == [{'all': True}]


def test_a_secret_is_not_exchanged_for_a_token(openstack, admin_login, secrets):
    for secret in (secrets.key, secrets.session):
        login = Login({'auth_url': admin_login.options['auth_url'], 'token': secret}, 'v3token')
        with pytest.raises(http.NotFound):
            login.access()
        assert '404' in openstack.as_(login).fails('user list')


def test_an_invalid_secret_is_rejected(openstack, by_secret):
    invalid = by_secret.changed(token=f"{by_secret.options['token']}x")
    assert '401' in openstack.as_(invalid).fails('user list')
    with pytest.raises(openstack_exceptions.HttpException) as rejected:
        list(invalid.connect().identity.users())
    assert rejected.value.status_code == 401
