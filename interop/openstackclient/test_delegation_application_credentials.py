"""Application credentials, and their access rules."""

import datetime
import json

import pytest
import webob
import webob.dec
from keystoneauth1 import exceptions as auth_errors
from keystonemiddleware import auth_token
from openstack import exceptions

from login import Login

pytestmark = pytest.mark.delegation


@pytest.fixture
def owner(make, stage, roles):
    return make.account(stage.project, roles['member'], domain_id=stage.domain.id)


@pytest.fixture
def cloud(owner):
    return owner.login.connect()


def using(made, owner, secret=None):
    return Login({
        'auth_url': owner.login.options['auth_url'], 'application_credential_id': made.id,
        'application_credential_secret': secret or made.secret,
    }, 'v3applicationcredential')


def test_sdk_create_get_find_list_delete(cloud, owner, stage, name):
    made = cloud.identity.create_application_credential(owner.id, name('credential'), description='words')
    assert (made.project_id, made.expires_at) == (stage.project.id, None) and not made.unrestricted
    assert made.secret and {'member'} <= {role['name'] for role in made.roles}
    got = cloud.identity.get_application_credential(owner.id, made.id)
    assert (got.name, got.description, got.secret) == (made.name, 'words', None)
    for key in (made.id, made.name):
        found = cloud.identity.find_application_credential(owner.id, key, ignore_missing=False)
        assert found.id == made.id
    assert [found.id for found in cloud.identity.application_credentials(owner.id)] == [made.id]
    assert [found.id for found in cloud.identity.application_credentials(owner.id, name='other')] == []
    with pytest.raises(exceptions.ConflictException):
        cloud.identity.create_application_credential(owner.id, made.name)
    cloud.identity.delete_application_credential(owner.id, made.id, ignore_missing=False)
    with pytest.raises(exceptions.NotFoundException):
        cloud.identity.get_application_credential(owner.id, made.id)


def test_login_by_id_and_by_name(cloud, owner, stage, name):
    made = cloud.identity.create_application_credential(owner.id, name('credential'), secret='a secret of mine')
    access = using(made, owner, 'a secret of mine').access()
    assert (access.user_id, access.project_id) == (owner.id, stage.project.id)
    assert access.application_credential_id == made.id
    by_name = Login({
        'auth_url': owner.login.options['auth_url'], 'application_credential_name': made.name,
        'application_credential_secret': 'a secret of mine', 'username': owner.name,
        'user_domain_id': owner.user.domain_id,
    }, 'v3applicationcredential')
    assert by_name.access().project_id == stage.project.id
    with pytest.raises(auth_errors.Unauthorized):
        using(made, owner, 'not the secret').access()


def test_a_subset_of_roles(cloud, owner, name, admin, stage, roles):
    admin.identity.assign_project_role_to_user(stage.project, owner.user, roles['reader'])
    made = cloud.identity.create_application_credential(owner.id, name('credential'), roles=[{'name': 'reader'}])
    assert using(made, owner).access().role_names == ['reader']
    with pytest.raises(exceptions.BadRequestException):
        cloud.identity.create_application_credential(owner.id, name('credential'), roles=[{'name': 'admin'}])


def test_only_an_unrestricted_one_creates_others(cloud, owner, name):
    restricted = cloud.identity.create_application_credential(owner.id, name('credential'))
    with pytest.raises(exceptions.ForbiddenException):
        using(restricted, owner).connect().identity.create_application_credential(owner.id, name('credential'))
    free = cloud.identity.create_application_credential(owner.id, name('credential'), unrestricted=True)
    second = using(free, owner).connect().identity.create_application_credential(owner.id, name('credential'))
    assert using(second, owner).access().user_id == owner.id


def test_deleting_one_invalidates_its_tokens(cloud, owner, name, admin):
    made = cloud.identity.create_application_credential(owner.id, name('credential'))
    token = using(made, owner).access().auth_token
    assert admin.identity.validate_token(token).user['id'] == owner.id
    cloud.identity.delete_application_credential(owner.id, made.id)
    assert admin.identity.check_token(token) is False
    with pytest.raises((auth_errors.Unauthorized, auth_errors.NotFound)):
        using(made, owner).access()


def test_losing_the_role_on_the_project_deletes_it(cloud, owner, name, admin, stage, roles):
    made = cloud.identity.create_application_credential(owner.id, name('credential'))
    admin.identity.unassign_project_role_from_user(stage.project, owner.user, roles['member'])
    with pytest.raises((auth_errors.Unauthorized, auth_errors.NotFound)):
        using(made, owner).access()


def test_no_user_creates_one_for_another_user(owner, admin, member, name):
    for other in (admin, member):
        with pytest.raises(exceptions.ForbiddenException):
            other.identity.create_application_credential(owner.id, name('credential'))


@webob.dec.wsgify
def service(request):
    return webob.Response('reached')


def test_a_service_enforces_access_rules(cloud, owner, name, admin_login, make):
    kind = name('type')
    make.endpoint(service_id=make.service(type=kind).id)
    made = cloud.identity.create_application_credential(owner.id, name('credential'), access_rules=[
        {'service': kind, 'method': 'GET', 'path': '/v2/servers/**'},
    ])
    token = using(made, owner).access().auth_token
    settings = {**admin_login.options, 'auth_type': 'password', 'interface': 'public', 'service_type': kind}
    guard = auth_token.AuthProtocol(service, settings)
    def status(method, path):
        request = webob.Request.blank(path, method=method, headers={'X-Auth-Token': token})
        return request.get_response(guard).status_int
    assert status('GET', '/v2/servers/1/volumes') == 200
    assert status('DELETE', '/v2/servers/1') == 401
    assert status('GET', '/v2/images') == 401


def test_sdk_access_rules(cloud, owner, name):
    rule = {'service': 'compute', 'method': 'GET', 'path': '/v2.1/servers'}
    made = cloud.identity.create_application_credential(owner.id, name('credential'), access_rules=[rule])
    [kept] = cloud.identity.access_rules(owner.id)
    assert (kept.service, kept.method, kept.path) == ('compute', 'GET', '/v2.1/servers')
    assert made.access_rules == [{'id': kept.id, **rule}]
    assert cloud.identity.get_access_rule(owner.id, kept.id).path == '/v2.1/servers'
    with pytest.raises(exceptions.ForbiddenException):
        cloud.identity.delete_access_rule(owner.id, kept.id)
    cloud.identity.delete_application_credential(owner.id, made.id)
    cloud.identity.delete_access_rule(owner.id, kept.id, ignore_missing=False)
    assert list(cloud.identity.access_rules(owner.id)) == []


def test_openstack_application_credential_create_show_list_delete(openstack, owner, name):
    own = openstack.as_(owner.login)
    called = name('credential')
    until = (datetime.datetime.now(datetime.UTC) + datetime.timedelta(hours=1)).strftime('%Y-%m-%dT%H:%M:%S')
    rules = [{'service': 'identity', 'method': 'GET', 'path': '/v3/projects/**'}]
    made = own(
        'application credential create', called, '--secret', 'a secret of mine', '--role', 'member',
        '--expiration', until, '--description', 'from the shell', '--unrestricted',
        '--access-rules', json.dumps(rules),
    )
    assert (made['Name'], made['Secret'], made['Unrestricted']) == (called, 'a secret of mine', True)
    assert made['Expires At'] == f'{until}.000000'
    assert own('application credential show', called)['ID'] == made['ID']
    assert [row['ID'] for row in own('application credential list')] == [made['ID']]
    assert [row['ID'] for row in openstack('application credential list', '--user', owner.id)] == [made['ID']]
    [rule] = own('access rule list')
    assert (rule['Service'], rule['Method'], rule['Path']) == ('identity', 'GET', '/v3/projects/**')
    assert own('access rule show', rule['ID']) == rule
    own('application credential delete', called)
    assert own.fails('application credential show', called)
    own('access rule delete', rule['ID'])
    assert own('access rule list') == []


def test_openstack_logs_in_with_one(openstack, owner, name, stage):
    made = openstack.as_(owner.login)('application credential create', name('credential'))
    login = Login({
        'auth_url': owner.login.options['auth_url'], 'application_credential_id': made['ID'],
        'application_credential_secret': made['Secret'],
    }, 'v3applicationcredential')
    token = openstack.as_(login)('token issue')
    assert (token['user_id'], token['project_id']) == (owner.id, stage.project.id)
