"""Domains through the SDK and the command line."""

import pytest
from keystoneauth1 import exceptions as auth_errors
from openstack import exceptions


def test_sdk_create_get_find_update(admin, make, name):
    domain = make.domain(description='first words')
    assert domain.is_enabled and domain.description == 'first words'
    assert domain.links['self'].endswith(f'/v3/domains/{domain.id}')
    assert admin.identity.get_domain(domain.id).name == domain.name
    assert admin.identity.find_domain(domain.id, ignore_missing=False).id == domain.id
    assert admin.identity.find_domain(domain.name, ignore_missing=False).id == domain.id
    renamed = name('domain')
    changed = admin.identity.update_domain(domain.id, name=renamed, description='other words')
    assert (changed.name, changed.description, changed.is_enabled) == (renamed, 'other words', True)
    assert admin.identity.find_domain(domain.name, ignore_missing=True) is None


def test_sdk_lists_with_filters(admin, make):
    on, off = make.domain(), make.domain(is_enabled=False)
    assert [domain.id for domain in admin.identity.domains(name=on.name)] == [on.id]
    enabled = {domain.id for domain in admin.identity.domains(is_enabled=True)}
    disabled = {domain.id for domain in admin.identity.domains(is_enabled=False)}
    assert on.id in enabled - disabled and off.id in disabled - enabled
    assert {on.id, off.id} <= {domain.id for domain in admin.identity.domains()}


def test_sdk_delete_needs_a_disabled_domain(admin, make):
    domain = make.domain()
    with pytest.raises(exceptions.ForbiddenException):
        admin.identity.delete_domain(domain.id)
    admin.identity.update_domain(domain.id, is_enabled=False)
    admin.identity.delete_domain(domain.id, ignore_missing=False)
    with pytest.raises(exceptions.NotFoundException):
        admin.identity.get_domain(domain.id)
    assert admin.identity.delete_domain(domain.id) is None


def test_deleting_a_domain_deletes_its_contents(admin, make):
    domain = make.domain()
    project = make.project(domain_id=domain.id)
    user = make.user(domain_id=domain.id)
    group = make.group(domain_id=domain.id)
    admin.identity.update_domain(domain.id, is_enabled=False)
    admin.identity.delete_domain(domain.id, ignore_missing=False)
    for get, item in (('project', project), ('user', user), ('group', group)):
        with pytest.raises(exceptions.NotFoundException):
            getattr(admin.identity, f'get_{get}')(item.id)


def test_users_of_a_disabled_domain_cannot_log_in(admin, make, roles):
    domain = make.domain()
    project = make.project(domain_id=domain.id)
    account = make.account(project, roles['member'], domain_id=domain.id)
    token = account.login.access().auth_token
    admin.identity.update_domain(domain.id, is_enabled=False)
    with pytest.raises(auth_errors.Unauthorized):
        account.login.access()
    assert admin.identity.check_token(token) is False


def test_openstack_domain_create_show_list_set_delete(openstack, make, name):
    called = name('domain')
    made = openstack('domain create', called, '--description', 'from the shell')
    make.register('domain', made)
    assert (made['name'], made['enabled'], made['description']) == (called, True, 'from the shell')
    assert openstack('domain show', called)['id'] == openstack('domain show', made['id'])['id'] == made['id']
    assert openstack('domain create', called, '--or-show')['id'] == made['id']
    assert [row['ID'] for row in openstack('domain list', '--name', called)] == [made['id']]
    assert made['id'] in [row['ID'] for row in openstack('domain list', '--enabled')]
    renamed = name('domain')
    openstack('domain set', called, '--name', renamed, '--description', 'changed', '--disable')
    shown = openstack('domain show', made['id'])
    assert (shown['name'], shown['enabled'], shown['description']) == (renamed, False, 'changed')
    assert made['id'] not in [row['ID'] for row in openstack('domain list', '--enabled')]
    openstack('domain delete', renamed)
    assert 'o domain' in openstack.fails('domain show', renamed).lower()


def test_openstack_domain_immutable(openstack, admin, make, name):
    made = openstack('domain create', name('domain'), '--immutable')
    make.register('domain', made)
    # A domain is also a project, and every release can unlock it as such.
    make.later(admin.identity.update_project, made['id'], options={'immutable': False})
    assert made['options'] == {'immutable': True}
    assert '403' in openstack.fails('domain set', made['id'], '--description', 'no')
    assert '403' in openstack.fails('domain set', made['id'], '--no-immutable', '--description', 'no')
    assert '403' in openstack.fails('domain delete', made['id'])


def test_openstack_domain_set_no_immutable(openstack, admin, make, needs):
    domain = make.domain(options={'immutable': True})
    make.later(admin.identity.update_project, domain.id, options={'immutable': False})
    unlocked = openstack.outcome('domain set', domain.id, '--no-immutable')
    needs.seen(unlocked.status == 0, 'domain unlock', 'an immutable domain cannot be unlocked as a domain')
    openstack('domain set', domain.id, '--description', 'yes', '--disable')
    assert openstack('domain show', domain.id)['description'] == 'yes'


def test_openstack_rejects_a_duplicate_domain_name(openstack, stage):
    assert '409' in openstack.fails('domain create', stage.domain.name)
