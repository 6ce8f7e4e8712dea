"""Groups and their members."""

import pytest
from openstack import exceptions


def test_sdk_create_get_find_update_delete(admin, make, name, stage):
    group = make.group(domain_id=stage.domain.id, description='words')
    assert admin.identity.get_group(group.id).description == 'words'
    assert admin.identity.find_group(group.id, ignore_missing=False).id == group.id
    assert admin.identity.find_group(group.name, ignore_missing=False).id == group.id
    assert admin.identity.find_group(group.name, ignore_missing=True, domain_id='default') is None
    renamed = name('group')
    changed = admin.identity.update_group(group.id, name=renamed, description='other words')
    assert (changed.name, changed.description, changed.domain_id) == (renamed, 'other words', stage.domain.id)
    admin.identity.delete_group(group.id, ignore_missing=False)
    with pytest.raises(exceptions.NotFoundException):
        admin.identity.get_group(group.id)


def test_sdk_lists_with_filters(admin, make, stage):
    here, there = make.group(), make.group(domain_id=stage.domain.id)
    assert [group.id for group in admin.identity.groups(name=here.name)] == [here.id]
    inside = {group.id for group in admin.identity.groups(domain_id=stage.domain.id)}
    assert there.id in inside and here.id not in inside


def test_sdk_membership(admin, make):
    group, user, other = make.group(), make.user(), make.user()
    assert admin.identity.check_user_in_group(user, group) is False
    for _ in range(2):  # the second time changes nothing and succeeds
        admin.identity.add_user_to_group(user, group)
    assert admin.identity.check_user_in_group(user, group) is True
    admin.identity.add_user_to_group(other, group)
    assert {found.id for found in admin.identity.group_users(group)} == {user.id, other.id}
    assert [found.id for found in admin.identity.group_users(group, name=user.name)] == [user.id]
    assert [found.id for found in admin.identity.user_groups(user)] == [group.id]
    admin.identity.remove_user_from_group(user, group)
    assert admin.identity.check_user_in_group(user, group) is False
    with pytest.raises(exceptions.NotFoundException):
        admin.identity.remove_user_from_group(user, group)


def test_membership_needs_both_sides(admin, make):
    group, user = make.group(), make.user()
    with pytest.raises(exceptions.NotFoundException):
        admin.identity.add_user_to_group('no-such-user', group.id)
    with pytest.raises(exceptions.NotFoundException):
        admin.identity.add_user_to_group(user.id, 'no-such-group')


def test_members_hold_the_roles_of_a_group(admin, make, roles):
    project, group, account = make.project(), make.group(), make.account()
    admin.identity.assign_project_role_to_group(project, group, roles['member'])
    admin.identity.add_user_to_group(account.user, group)
    access = account.login.scoped(project_id=project.id).access()
    assert 'member' in access.role_names
    admin.identity.remove_user_from_group(account.user, group)
    assert admin.identity.check_token(access.auth_token) is False


def test_openstack_group_create_show_list_set_delete(openstack, make, name, stage):
    called = name('group')
    made = openstack('group create', called, '--domain', stage.domain.name, '--description', 'from the shell')
    make.register('group', made)
    assert (made['domain_id'], made['description']) == (stage.domain.id, 'from the shell')
    assert openstack('group create', called, '--domain', stage.domain.id, '--or-show')['id'] == made['id']
    renamed = name('group')
    openstack('group set', called, '--domain', stage.domain.name, '--name', renamed, '--description', 'changed')
    assert openstack('group show', renamed, '--domain', stage.domain.name)['description'] == 'changed'
    rows = openstack('group list', '--domain', stage.domain.name, '--long')
    assert [row['Description'] for row in rows if row['ID'] == made['id']] == ['changed']
    openstack('group delete', renamed, '--domain', stage.domain.name)
    assert openstack.fails('group show', made['id'])


def test_openstack_group_membership(openstack, make):
    group, one, two = make.group(), make.account(), make.account()
    openstack('group add user', group.name, one.name, two.name)
    openstack('group contains user', group.name, one.name)
    assert {row['ID'] for row in openstack('user list', '--group', group.name)} == {one.id, two.id}
    assert [row['ID'] for row in openstack('group list', '--user', one.name)] == [group.id]
    openstack('group remove user', group.name, one.name)
    assert {row['ID'] for row in openstack('user list', '--group', group.name)} == {two.id}
    outcome = openstack.outcome('group contains user', group.name, one.name)
    assert f'{one.name} not in group {group.name}' in outcome.out + outcome.err


def test_users_may_list_their_own_groups(make, admin, roles):
    account, group = make.account(make.project(), roles['member']), make.group()
    admin.identity.add_user_to_group(account.user, group)
    own = account.login.connect()
    assert [found.id for found in own.identity.user_groups(account.id)] == [group.id]
