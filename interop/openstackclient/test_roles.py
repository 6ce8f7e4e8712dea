"""Roles: global, domain-specific and implied."""

import pytest
from keystoneauth1 import exceptions as auth_errors
from keystoneclient.v3 import client as keystoneclient
from openstack import exceptions


def test_the_default_roles_exist_and_imply_one_another(roles, openstack):
    assert {'admin', 'member', 'reader'} <= roles.keys()
    implied = {(row['Prior Role Name'], row['Implied Role Name']) for row in openstack('implied role list')}
    assert ('member', 'reader') in implied
    assert {('admin', 'member'), ('manager', 'member')} & implied


def test_sdk_create_get_find_update_delete(admin, make, name):
    role = make.role(description='words')
    assert (role.domain_id, role.description, role.options) == (None, 'words', {})
    assert admin.identity.get_role(role.id).name == role.name
    assert admin.identity.find_role(role.id, ignore_missing=False).id == role.id
    assert admin.identity.find_role(role.name, ignore_missing=False).id == role.id
    renamed = name('role')
    assert admin.identity.update_role(role.id, name=renamed, description='other').name == renamed
    assert [found.id for found in admin.identity.roles(name=renamed)] == [role.id]
    admin.identity.delete_role(role.id, ignore_missing=False)
    with pytest.raises(exceptions.NotFoundException):
        admin.identity.get_role(role.id)


def test_domain_specific_roles(admin, make, stage):
    role = make.role(domain_id=stage.domain.id)
    twin = make.role(name=role.name)
    assert admin.identity.find_role(role.name, ignore_missing=False).id == twin.id
    assert admin.identity.find_role(role.name, ignore_missing=False, domain_id=stage.domain.id).id == role.id
    assert [found.id for found in admin.identity.roles(domain_id=stage.domain.id)] == [role.id]
    assert role.id not in [found.id for found in admin.identity.roles()]


def test_an_immutable_role_cannot_be_deleted(admin, make):
    role = make.role(options={'immutable': True})
    make.later(admin.identity.update_role, role.id, options={'immutable': False})
    assert role.options == {'immutable': True}
    with pytest.raises(exceptions.ForbiddenException):
        admin.identity.update_role(role.id, description='no')
    with pytest.raises(exceptions.ForbiddenException):
        admin.identity.delete_role(role.id)


def test_openstack_role_create_show_list_set_delete(openstack, make, name):
    called = name('role')
    made = openstack('role create', called, '--description', 'from the shell')
    make.register('role', made)
    assert (made['name'], made['domain_id'], made['description']) == (called, None, 'from the shell')
    assert openstack('role create', called, '--or-show')['id'] == made['id']
    assert made['id'] in [row['ID'] for row in openstack('role list')]
    renamed = name('role')
    openstack('role set', called, '--name', renamed, '--description', 'changed')
    assert openstack('role show', renamed)['description'] == 'changed'
    openstack('role delete', renamed)
    assert openstack.fails('role show', made['id'])


def test_openstack_role_of_a_domain(openstack, make, name, stage):
    called = name('role')
    made = openstack('role create', called, '--domain', stage.domain.name)
    make.register('role', made)
    assert made['domain_id'] == stage.domain.id
    assert openstack('role list', '--domain', stage.domain.name) == [
        {'ID': made['id'], 'Name': called, 'Domain': stage.domain.name},
    ]
    openstack('role set', called, '--domain', stage.domain.id, '--description', 'changed')
    assert openstack('role show', called, '--domain', stage.domain.name)['description'] == 'changed'
    openstack('role delete', called, '--domain', stage.domain.name)
    assert openstack('role list', '--domain', stage.domain.name) == []


def test_openstack_role_immutable(openstack, make, name):
    made = openstack('role create', name('role'), '--immutable')
    make.register('role', made)
    assert '403' in openstack.fails('role delete', made['id'])
    openstack('role set', made['id'], '--no-immutable')
    openstack('role delete', made['id'])


def test_openstack_implied_role_create_list_delete(openstack, make):
    prior, implied = make.role(), make.role()
    made = openstack('implied role create', prior.name, '--implied-role', implied.name)
    assert (made['prior_role'], made['implies']) == (prior.id, implied.id)
    row = {
        'Prior Role ID': prior.id, 'Prior Role Name': prior.name,
        'Implied Role ID': implied.id, 'Implied Role Name': implied.name,
    }
    assert row in openstack('implied role list')
    openstack('implied role delete', prior.name, '--implied-role', implied.name)
    assert row not in openstack('implied role list')


def test_an_implied_role_is_in_the_token(openstack, make):
    prior, implied, project = make.role(), make.role(), make.project()
    account = make.account(project, prior)
    assert account.login.access().role_names == [prior.name]
    openstack('implied role create', prior.name, '--implied-role', implied.name)
    assert set(account.login.access().role_names) == {prior.name, implied.name}


def test_a_domain_role_grants_the_roles_it_implies(admin_login, make, stage):
    own, implied = make.role(domain_id=stage.domain.id), make.role()
    rules = keystoneclient.Client(session=admin_login.session()).inference_rules
    rules.create(own.id, implied.id)
    assert rules.get(own.id, implied.id).implies['name'] == implied.name
    assert rules.check(own.id, implied.id)
    assert [role['id'] for role in rules.list(own.id).implies] == [implied.id]
    account = make.account(stage.project, own, domain_id=stage.domain.id)
    assert account.login.access().role_names == [implied.name]
    rules.delete(own.id, implied.id)
    with pytest.raises(auth_errors.NotFound):
        rules.get(own.id, implied.id)
    with pytest.raises(auth_errors.Unauthorized):
        account.login.access()


def test_deleting_a_role_deletes_its_assignments(admin, make, roles):
    role, project = make.role(), make.project()
    account = make.account(project, role)
    admin.identity.assign_project_role_to_user(project, account.user, roles['reader'])
    token = account.login.access().auth_token
    admin.identity.delete_role(role.id)
    assert [held['name'] for held in admin.identity.validate_token(token).roles] == ['reader']
