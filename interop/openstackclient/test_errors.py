"""Errors, as the clients report them."""

import pytest
from openstack import exceptions


@pytest.mark.parametrize('kind', ['user', 'group', 'project', 'domain', 'role'])
def test_a_duplicate_name_is_409(admin, make, kind):
    made = make.user() if kind == 'user' else getattr(make, kind)()
    same = {'name': made.name}
    if kind in {'user', 'group', 'project'}:
        same['domain_id'] = 'default'
    with pytest.raises(exceptions.ConflictException) as error:
        getattr(admin.identity, f'create_{kind}')(**same)
    assert error.value.status_code == 409


@pytest.mark.parametrize('kind', ['user', 'group', 'project', 'domain', 'role', 'region', 'service', 'endpoint'])
@pytest.mark.parametrize('identifier', ['0' * 32, 'not an id', 'naïve', "x' or '1'='1", 'a.b:c', '0' * 300])
def test_an_unknown_id_is_404(admin, kind, identifier):
    with pytest.raises(exceptions.NotFoundException):
        getattr(admin.identity, f'get_{kind}')(identifier)


@pytest.mark.parametrize('kind', ['user', 'group', 'project', 'domain', 'role', 'region', 'service', 'endpoint'])
def test_deleting_and_changing_an_absent_object_is_404(admin, kind):
    with pytest.raises(exceptions.NotFoundException):
        getattr(admin.identity, f'delete_{kind}')('0' * 32, ignore_missing=False)
    change = {'url': 'http://127.0.0.1:9/'} if kind == 'endpoint' else {'description': 'new'}
    with pytest.raises(exceptions.NotFoundException):
        getattr(admin.identity, f'update_{kind}')('0' * 32, **change)
    assert getattr(admin.identity, f'find_{kind}')('no such name', ignore_missing=True) is None


@pytest.mark.parametrize('kind, attributes', [
    ('user', {'name': ''}), ('user', {'name': 'x' * 256}), ('user', {'name': 5}), ('user', {}),
    ('user', {'name': 'x', 'options': {'no_such_option': True}}),
    ('project', {'name': 'x' * 65}), ('project', {'name': 'x', 'tags': ['a,b']}), ('project', {}),
    ('project', {'name': 'x', 'parent_id': 'no-such-project'}),
    ('domain', {'name': ''}), ('group', {'name': ''}), ('role', {'name': ''}), ('service', {'name': 'x'}),
])
def test_invalid_attributes_are_400(admin, kind, attributes):
    with pytest.raises(exceptions.BadRequestException):
        getattr(admin.identity, f'create_{kind}')(**attributes)


@pytest.mark.parametrize('call', [
    lambda cloud, stage: cloud.identity.create_user(name='x', domain_id=stage.domain.id),
    lambda cloud, stage: cloud.identity.create_project(name='x', domain_id=stage.domain.id),
    lambda cloud, stage: cloud.identity.create_domain(name='x'),
    lambda cloud, stage: cloud.identity.create_role(name='x'),
    lambda cloud, stage: cloud.identity.create_service(name='x', type='x'),
    lambda cloud, stage: cloud.identity.create_region(id='x'),
    lambda cloud, stage: list(cloud.identity.users()),
    lambda cloud, stage: list(cloud.identity.domains()),
    lambda cloud, stage: list(cloud.identity.role_assignments()),
    lambda cloud, stage: cloud.identity.get_user(stage.reader.id),
    lambda cloud, stage: cloud.identity.update_user(stage.member.id, name='x'),
    lambda cloud, stage: cloud.identity.delete_user(stage.reader.id),
    lambda cloud, stage: cloud.identity.update_project(stage.project.id, name='x'),
    lambda cloud, stage: cloud.identity.delete_project(stage.project.id),
    lambda cloud, stage: cloud.identity.validate_token(stage.reader.login.access().auth_token),
], ids=[
    'create user', 'create project', 'create domain', 'create role', 'create service', 'create region',
    'list users', 'list domains', 'list role assignments', 'show another user', 'change own name',
    'delete another user', 'change own project', 'delete own project', 'validate the token of another',
])
def test_a_plain_member_is_forbidden(member, stage, call):
    with pytest.raises(exceptions.ForbiddenException) as error:
        call(member, stage)
    assert error.value.status_code == 403


def test_a_plain_member_cannot_grant_themselves_more(member, admin, stage, roles):
    member.identity.assign_project_role_to_user(stage.project, stage.member.user, roles['admin'])
    member.identity.assign_system_role_to_user(stage.member.user, roles['admin'], 'all')
    held = {row.role['id'] for row in admin.identity.role_assignments(user_id=stage.member.id)}
    assert held == {roles['member'].id}


def test_the_command_line_shows_errors(openstack, stage):
    own = openstack.as_(stage.member.login)
    assert '403' in own.fails('user list')
    assert '403' in own.fails('user create', 'x')
    assert 'no-such-domain' in openstack.fails('user create', 'x', '--domain', 'no-such-domain')
    assert '409' in openstack.fails('user create', stage.member.name, '--domain', stage.domain.id)


def test_an_error_carries_a_request_id_and_a_message(admin):
    with pytest.raises(exceptions.NotFoundException) as error:
        admin.identity.get_user('0' * 32)
    assert error.value.request_id.startswith('req-')
    assert 'user' in str(error.value.details).lower()
