"""The personas of Keystone: system, domain and project."""

import pytest
from keystoneauth1 import exceptions as auth_errors
from openstack import exceptions

from login import holding


def test_the_system_administrator_manages_everything(system, make, name, stage):
    project = system.identity.create_project(name=name('project'), domain_id=stage.domain.id)
    make.register('project', project)
    user = system.identity.create_user(name=name('user'), domain_id=stage.domain.id, password='pw')
    make.register('user', user)
    role = system.identity.create_role(name=name('role'))
    make.register('role', role)
    system.identity.assign_project_role_to_user(project, user, role)
    assert system.identity.validate_user_has_project_role(project, user, role)
    assert {domain.id for domain in system.identity.domains()} >= {'default', stage.domain.id}


def test_the_domain_administrator_manages_the_domain(domain_admin, make, name, stage, roles):
    project = domain_admin.identity.create_project(name=name('project'), domain_id=stage.domain.id)
    make.register('project', project)
    group = domain_admin.identity.create_group(name=name('group'), domain_id=stage.domain.id)
    make.register('group', group)
    user = domain_admin.identity.create_user(name=name('user'), domain_id=stage.domain.id, password='pw')
    make.register('user', user)
    domain_admin.identity.add_user_to_group(user, group)
    domain_admin.identity.assign_project_role_to_group(project, group, roles['reader'])
    assert domain_admin.identity.validate_group_has_project_role(project, group, roles['reader'])
    domain_admin.identity.update_user(user.id, description='changed')
    domain_admin.identity.remove_user_from_group(user, group)
    domain_admin.identity.delete_user(user.id, ignore_missing=False)


def test_lists_are_restricted_to_the_domain(domain_admin, stage, make):
    stranger, elsewhere = make.user(), make.project()
    users = {user.id for user in domain_admin.identity.users()}
    assert stage.member.id in users and stranger.id not in users
    projects = {project.id for project in domain_admin.identity.projects()}
    assert stage.project.id in projects and elsewhere.id not in projects


def test_a_new_user_is_created_in_the_domain_of_the_token(domain_admin, make, name, stage):
    user = domain_admin.identity.create_user(name=name('user'))
    make.register('user', user)
    assert user.domain_id == stage.domain.id


def test_a_project_reader_cannot_change_anything(stage):
    reader = stage.reader.login.connect()
    assert reader.identity.get_project(stage.project.id).id == stage.project.id
    with pytest.raises(exceptions.ForbiddenException):
        reader.identity.update_project(stage.project.id, description='no')


def test_the_system_reader_reads_and_changes_nothing(admin, make, roles, stage):
    account = make.account()
    admin.identity.assign_system_role_to_user(account.user, roles['reader'], 'all')
    reader = account.login.scoped(system_scope='all').connect()
    assert stage.member.id in {user.id for user in reader.identity.users()}
    assert list(reader.identity.role_assignments(user_id=stage.member.id))
    assert reader.identity.validate_token(stage.member.login.access().auth_token).user['id'] == stage.member.id
    with pytest.raises(exceptions.ForbiddenException):
        reader.identity.create_domain(name='x')
    with pytest.raises(exceptions.ForbiddenException):
        reader.identity.delete_user(stage.member.id)


@pytest.fixture
def domain_manager(admin, make, needs, stage):
    needs('manager')
    account = make.account(domain_id=stage.domain.id)
    role = admin.identity.find_role('manager', ignore_missing=False)
    admin.identity.assign_domain_role_to_user(stage.domain, account.user, role)
    return account.login.scoped(domain_id=stage.domain.id).connect()


def test_the_domain_manager_manages_users_and_projects(domain_manager, make, name, stage, roles):
    identity = domain_manager.identity
    user = identity.create_user(name=name('user'), domain_id=stage.domain.id, password='pw')
    make.register('user', user)
    project = identity.create_project(name=name('project'), domain_id=stage.domain.id)
    make.register('project', project)
    group = identity.create_group(name=name('group'), domain_id=stage.domain.id)
    make.register('group', group)
    identity.add_user_to_group(user, group)
    for role in ('manager', 'member', 'reader'):
        identity.assign_project_role_to_user(project, user, roles[role])
        assert identity.validate_user_has_project_role(project, user, roles[role])
        identity.unassign_project_role_from_user(project, user, roles[role])
    identity.update_project(project.id, description='changed')
    identity.delete_user(user.id, ignore_missing=False)


def test_the_domain_manager_has_no_further_rights(domain_manager, admin, make, stage, roles):
    identity = domain_manager.identity
    stranger = make.user()
    for forbidden in (
        lambda: identity.create_user(name='x', domain_id='default'),
        lambda: identity.delete_user(stranger.id, ignore_missing=False),
        lambda: identity.create_domain(name='x'),
        lambda: identity.update_domain(stage.domain.id, description='x'),
        lambda: identity.create_role(name='x'),
        lambda: identity.create_service(name='x', type='x'),
    ):
        with pytest.raises(exceptions.ForbiddenException):
            forbidden()
    identity.assign_project_role_to_user(stage.project, stage.reader.user, roles['admin'])
    assert not admin.identity.validate_user_has_project_role(stage.project, stage.reader.user, roles['admin'])


def test_a_system_token_cannot_be_rescoped_to_a_project(admin_login):
    token = admin_login.scoped(system_scope='all').access().auth_token
    project = {'project_name': 'admin', 'project_domain_id': 'default'}
    with pytest.raises((auth_errors.Forbidden, auth_errors.Unauthorized)):
        holding(token, admin_login.options['auth_url'], **project).access()
