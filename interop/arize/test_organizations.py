import pytest
from arize._generated.api_client.exceptions import (
    BadRequestException,
    ConflictException,
    ForbiddenException,
    NotFoundException,
)
from arize.organizations.types import CustomOrgRole
from arize.spaces.types import CustomSpaceRole
from pydantic import ValidationError

from conftest import VERSION, arize_id, muster_id, org_role, space_role, value
from muster_api import name


def assert_missing(*calls):
    for call in calls:
        with pytest.raises(NotFoundException) as error:
            call()
        assert error.value.status == 404


def test_organizations(account):
    organizations = account.client.organizations
    given = name('Research')
    made = organizations.create(name=given, description='Where it begins')
    assert (made.name, made.description) == (given, 'Where it begins')
    assert made.created_at.tzinfo is not None
    assert organizations.get(organization=made.id) == made
    # By name: the client searches the list.
    assert organizations.get(organization=given) == made
    changed = organizations.update(organization=made.id, name=f'{given} 2')
    assert (changed.id, changed.name, changed.description) == (made.id, f'{given} 2', 'Where it begins')
    cleared = organizations.update(organization=made.id, description='' if VERSION < (8, 41) else None)
    assert cleared.description == ''
    assert organizations.create(name=name('bare')).description == ''
    assert organizations.delete(organization=made.id) is None
    assert_missing(
        lambda: organizations.get(organization=made.id),
        lambda: organizations.update(organization=made.id, name='Ghost'),
        lambda: organizations.delete(organization=made.id),
    )


def test_names_of_organizations_are_unique(account, organization):
    with pytest.raises(ConflictException) as error:
        account.client.organizations.create(name=organization.name)
    assert error.value.data.status == 409
    other = account.client.organizations.create(name=name('other'))
    with pytest.raises(ConflictException):
        account.client.organizations.update(organization=other.id, name=organization.name)


def test_invalid_organization_names_are_rejected(account):
    with pytest.raises(BadRequestException):
        account.client.organizations.create(name='   ')
    for wrong in ('', 'x' * 256):
        with pytest.raises(ValidationError):
            account.client.organizations.create(name=wrong)
    with pytest.raises(ValidationError):
        account.client.organizations.create(name='x', description='x' * 1001)


def pages(ask, rows):
    found, cursor = [], None
    while True:
        answer = ask(cursor)
        found += rows(answer)
        cursor = answer.pagination.next_cursor
        assert answer.pagination.has_more is (cursor is not None)
        if cursor is None:
            return found


def test_lists(alone):
    organizations, spaces = alone.client.organizations, alone.client.spaces
    made = [organizations.create(name=f'Group {count}').id for count in range(3)]
    inside = {
        id: {spaces.create(name=f'Space {id[-6:]} {count}', organization_id=id).id for count in range(2)}
        for id in made
    }
    found = pages(lambda cursor: organizations.list(limit=2, cursor=cursor), lambda page: page.organizations)
    assert sorted(one.id for one in found) == sorted(made)
    assert [one.id for one in organizations.list(name='GROUP 1').organizations] == [made[1]]
    everything = set().union(*inside.values())
    listed = pages(lambda cursor: spaces.list(limit=4, cursor=cursor), lambda page: page.spaces)
    assert {one.id for one in listed} == everything and len(listed) == 6
    for id, expected in inside.items():
        assert {one.id for one in spaces.list(organization_id=id).spaces} == expected
    one = next(iter(listed))
    assert [space.id for space in spaces.list(name=one.name.upper()).spaces] == [one.id]
    # Projects below a space are not listed.
    alone.stage.v3(
        'POST',
        '/projects',
        {'project': {'name': name('below'), 'domain_id': alone.id, 'parent_id': muster_id(one.id)}},
    )
    assert len(spaces.list().spaces) == 6
    with pytest.raises(BadRequestException):
        organizations.list(cursor='rubbish')
    with pytest.raises(ValidationError):
        spaces.list(limit=101)


def test_spaces(account, organization):
    spaces = account.client.spaces
    given = name('Vision')
    made = spaces.create(name=given, organization_id=organization.id, description='What is seen')
    assert (made.name, made.description) == (given, 'What is seen')
    assert spaces.get(space=made.id) == made
    assert spaces.get(space=given) == made
    changed = spaces.update(space=given, name=f'{given} 2', description='Seen')
    assert (changed.id, changed.name, changed.description) == (made.id, f'{given} 2', 'Seen')
    with pytest.raises(ConflictException):
        spaces.create(name=f'{given} 2', organization_id=organization.id)
    assert spaces.delete(space=made.id) is None
    assert_missing(
        lambda: spaces.get(space=made.id),
        lambda: spaces.update(space=made.id, name='Ghost'),
        lambda: spaces.delete(space=made.id),
        lambda: spaces.create(name=name('x'), organization_id=made.id),
        lambda: spaces.list(organization_id=arize_id('Organization', 'f' * 32)),
    )


def test_a_space_is_not_an_organization(account, organization, space):
    organizations, spaces = account.client.organizations, account.client.spaces
    assert_missing(
        lambda: organizations.get(organization=space.id),
        lambda: organizations.get(organization=arize_id('Organization', muster_id(space.id))),
        lambda: spaces.get(space=arize_id('Space', muster_id(organization.id))),
        lambda: spaces.create(name=name('x'), organization_id=space.id),
    )


def test_deleting_an_organization_deletes_its_spaces(account, organization, space):
    account.client.organizations.delete(organization=organization.id)
    assert_missing(lambda: account.client.spaces.get(space=space.id))


def test_members(account, organization, space):
    organizations, spaces = account.client.organizations, account.client.spaces
    user = account.create()
    member = organizations.add_user(organization=organization.id, user_id=user.id, role=org_role('member'))
    assert (member.user_id, member.organization_id) == (user.id, organization.id)
    assert (value(member.role.type), value(member.role.name)) == ('predefined', 'member')
    again = organizations.add_user(organization=organization.id, user_id=user.id, role=org_role('read-only'))
    assert (again.id, value(again.role.name)) == (member.id, 'read-only')
    inside = spaces.add_user(space=space.id, user_id=user.id, role=space_role('admin'))
    assert (inside.user_id, inside.space_id, value(inside.role.name)) == (user.id, space.id, 'admin')
    for role in ('member', 'read-only'):
        changed = spaces.add_user(space=space.name, user_id=user.id, role=space_role(role))
        assert (changed.id, value(changed.role.name)) == (inside.id, role)
    assert spaces.remove_user(space=space.id, user_id=user.id) is None
    assert_missing(lambda: spaces.remove_user(space=space.id, user_id=user.id))
    spaces.add_user(space=space.id, user_id=user.id, role=space_role('member'))
    assert organizations.remove_user(organization=organization.id, user_id=user.id) is None
    # The memberships of its spaces ended with it.
    assert_missing(
        lambda: spaces.remove_user(space=space.id, user_id=user.id),
        lambda: organizations.remove_user(organization=organization.id, user_id=user.id),
    )
    with pytest.raises(BadRequestException):
        spaces.add_user(space=space.id, user_id=user.id, role=space_role('member'))


def test_memberships_are_project_roles(account, organization, space):
    """Memberships as other clients see them."""
    user = account.create()
    account.client.organizations.add_user(organization=organization.id, user_id=user.id, role=org_role('admin'))
    account.client.spaces.add_user(space=space.id, user_id=user.id, role=space_role('read-only'))
    for place, role in ((organization, 'manager'), (space, 'reader')):
        found = account.stage.v3('GET', f'/projects/{muster_id(place.id)}/users/{muster_id(user.id)}/roles')
        assert [one['name'] for one in found['roles']] == [role]


def test_annotator_role(account, organization, space):
    annotator, member = account.create('annotator'), account.create()
    organizations, spaces = account.client.organizations, account.client.spaces
    for user, role in ((annotator, 'member'), (annotator, 'admin'), (member, 'annotator')):
        with pytest.raises(BadRequestException) as error:
            organizations.add_user(organization=organization.id, user_id=user.id, role=org_role(role))
        assert error.value.data.status == 400
    organizations.add_user(organization=organization.id, user_id=annotator.id, role=org_role('annotator'))
    added = spaces.add_user(space=space.id, user_id=annotator.id, role=space_role('annotator'))
    assert value(added.role.name) == 'annotator'
    organizations.add_user(organization=organization.id, user_id=member.id, role=org_role('member'))
    with pytest.raises(BadRequestException):
        spaces.add_user(space=space.id, user_id=member.id, role=space_role('annotator'))


def test_custom_roles(account, organization, space):
    user, role = account.create(), account.role()
    organizations, spaces = account.client.organizations, account.client.spaces
    with pytest.raises(BadRequestException):
        organizations.add_user(organization=organization.id, user_id=user.id, role=CustomOrgRole(id=role))
    organizations.add_user(organization=organization.id, user_id=user.id, role=org_role('member'))
    added = spaces.add_user(space=space.id, user_id=user.id, role=CustomSpaceRole(id=role))
    assert (value(added.role.type), added.role.id) == ('custom', role)
    back = spaces.add_user(space=space.id, user_id=user.id, role=space_role('member'))
    assert (back.id, value(back.role.name)) == (added.id, 'member')


def test_unknown_members_are_rejected(account, organization, space):
    absent = arize_id('User', 'f' * 32)
    gone = account.create()
    account.client.users.delete(user_id=gone.id)
    organizations, spaces = account.client.organizations, account.client.spaces
    for user_id in (absent, gone.id, 'no-such-id'):
        assert_missing(
            lambda: organizations.add_user(organization=organization.id, user_id=user_id, role=org_role('member')),
            lambda: organizations.remove_user(organization=organization.id, user_id=user_id),
            lambda: spaces.add_user(space=space.id, user_id=user_id, role=space_role('member')),
            lambda: spaces.remove_user(space=space.id, user_id=user_id),
        )


def test_only_account_managers_change_it(account, organization, space):
    own, user = account.member('member'), account.create()
    assert own.organizations.get(organization=organization.id).id == organization.id
    assert own.spaces.get(space=space.id).id == space.id
    for call in (
        lambda: own.organizations.create(name=name('x')),
        lambda: own.organizations.update(organization=organization.id, name='x'),
        lambda: own.organizations.delete(organization=organization.id),
        lambda: own.organizations.add_user(organization=organization.id, user_id=user.id, role=org_role('admin')),
        lambda: own.organizations.remove_user(organization=organization.id, user_id=user.id),
        lambda: own.spaces.create(name=name('x'), organization_id=organization.id),
        lambda: own.spaces.update(space=space.id, name='x'),
        lambda: own.spaces.delete(space=space.id),
        lambda: own.spaces.add_user(space=space.id, user_id=user.id, role=space_role('admin')),
        lambda: own.spaces.remove_user(space=space.id, user_id=user.id),
    ):
        with pytest.raises(ForbiddenException) as error:
            call()
        assert error.value.data.status == 403


def test_accounts_are_isolated(alone, account, organization, space):
    user = alone.create()
    organizations, spaces = alone.client.organizations, alone.client.spaces
    assert_missing(
        lambda: organizations.get(organization=organization.id),
        lambda: organizations.update(organization=organization.id, name='x'),
        lambda: organizations.delete(organization=organization.id),
        lambda: organizations.add_user(organization=organization.id, user_id=user.id, role=org_role('admin')),
        lambda: spaces.get(space=space.id),
        lambda: spaces.add_user(space=space.id, user_id=user.id, role=space_role('admin')),
        lambda: spaces.create(name=name('x'), organization_id=organization.id),
        lambda: account.client.organizations.add_user(
            organization=organization.id, user_id=user.id, role=org_role('member')
        ),
    )
    assert organizations.list().organizations == []
    assert spaces.list().spaces == []
