"""OAuth1: a user delegates roles to a consumer, in the three steps of the protocol."""

import pytest
from keystoneauth1 import exceptions as auth_errors
from keystoneauth1 import session
from keystoneauth1.extras.oauth1.v3 import OAuth1
from keystoneclient.v3 import client as keystoneclient

pytestmark = pytest.mark.delegation


@pytest.fixture
def consumer(openstack, make, name):
    made = openstack('consumer create', '--description', name('consumer'))
    make.later(openstack.outcome, 'consumer delete', made['id'])
    return made


@pytest.fixture
def access_token(openstack, consumer, stage, roles, admin, make):
    """An access token for a new project, authorised by the administrator."""
    project = make.project()
    admin.identity.assign_project_role_to_user(project, admin.current_user_id, roles['member'])
    keys = ['--consumer-key', consumer['id'], '--consumer-secret', consumer['secret']]
    request = openstack('request token create', *keys, '--project', project.id)
    verifier = openstack('request token authorize', '--request-key', request['id'], '--role', 'member')
    access = openstack(
        'access token create', *keys, '--request-key', request['id'], '--request-secret', request['secret'],
        '--verifier', verifier['oauth_verifier'],
    )
    return project, access


def login(admin_login, consumer, access):
    return session.Session(auth=OAuth1(
        admin_login.options['auth_url'], consumer_key=consumer['id'], consumer_secret=consumer['secret'],
        access_key=access['id'], access_secret=access['secret'],
    ))


def test_openstack_consumer_create_show_list_set_delete(openstack, consumer, name):
    assert consumer['secret']
    assert 'secret' not in openstack('consumer show', consumer['id'])
    assert consumer['id'] in [row['ID'] for row in openstack('consumer list')]
    changed = name('consumer')
    openstack('consumer set', consumer['id'], '--description', changed)
    assert openstack('consumer show', consumer['id'])['description'] == changed
    openstack('consumer delete', consumer['id'])
    assert openstack.fails('consumer show', consumer['id'])


def test_an_access_token_logs_in_to_its_project(admin, admin_login, consumer, access_token):
    project, access = access_token
    now = login(admin_login, consumer, access)
    info = now.auth.get_access(now)
    assert (info.user_id, info.project_id) == (admin.current_user_id, project.id)
    assert set(info.role_names) <= {'member', 'reader'} and 'member' in info.role_names
    assert (info.oauth_access_token_id, info.oauth_consumer_id) == (access['id'], consumer['id'])
    assert now.get(f'/projects/{project.id}', endpoint_filter={'service_type': 'identity', 'interface': 'public'})


def test_keystoneclient_lists_and_revokes_access_tokens(admin, admin_login, consumer, access_token):
    _, access = access_token
    client = keystoneclient.Client(session=admin_login.session())
    now = login(admin_login, consumer, access)
    token = now.get_token()
    url = f'/users/{admin.current_user_id}/OS-OAUTH1/access_tokens'
    identity = {'service_type': 'identity', 'interface': 'public'}
    listed = client.session.get(url, endpoint_filter=identity).json()['access_tokens']
    assert access['id'] in [row['id'] for row in listed]
    roles = client.session.get(f'{url}/{access["id"]}/roles', endpoint_filter=identity).json()['roles']
    assert [role['name'] for role in roles] == ['member']
    client.session.delete(f'{url}/{access["id"]}', endpoint_filter=identity)
    assert admin.identity.check_token(token) is False
    with pytest.raises((auth_errors.Unauthorized, auth_errors.NotFound)):
        login(admin_login, consumer, access).get_token()


def test_wrong_secrets_are_rejected(openstack, admin_login, consumer, access_token):
    project, access = access_token
    with pytest.raises(auth_errors.Unauthorized):
        login(admin_login, {**consumer, 'secret': 'wrong'}, access).get_token()
    keys = ['--consumer-key', consumer['id'], '--consumer-secret', 'wrong']
    assert '401' in openstack.fails('request token create', *keys, '--project', project.id)


def test_a_verifier_cannot_be_guessed(openstack, consumer, make):
    keys = ['--consumer-key', consumer['id'], '--consumer-secret', consumer['secret']]
    request = openstack('request token create', *keys, '--project', make.project().id)
    assert openstack.fails(
        'access token create', *keys, '--request-key', request['id'], '--request-secret', request['secret'],
        '--verifier', 'AAAAAAAA',
    )


def test_deleting_the_consumer_revokes_its_access(openstack, admin, admin_login, consumer, access_token):
    _, access = access_token
    token = login(admin_login, consumer, access).get_token()
    openstack('consumer delete', consumer['id'])
    assert admin.identity.check_token(token) is False
    with pytest.raises((auth_errors.Unauthorized, auth_errors.NotFound)):
        login(admin_login, consumer, access).get_token()
