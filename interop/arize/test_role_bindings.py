import pytest
from arize._generated.api_client.exceptions import (
    BadRequestException,
    ConflictException,
    ForbiddenException,
    NotFoundException,
)
from arize.role_bindings.types import RoleBindingResourceType

from conftest import VERSION, arize_id, muster_id, org_role, space_role
from muster_api import name

SPACE, PROJECT = RoleBindingResourceType.SPACE, RoleBindingResourceType.PROJECT


@pytest.fixture
def project(account, space):
    """A project below a space, by its id in the Arize API."""
    given = {'name': name('project'), 'domain_id': account.id, 'parent_id': muster_id(space.id)}
    return arize_id('Project', account.stage.v3('POST', '/projects', {'project': given})['project']['id'])


def bind(account, user, role, kind, id):
    return account.client.role_bindings.create(
        user_id=user.id, role_id=role, resource_type=kind, resource_id=id
    )


def test_bindings(account, space, project):
    bindings = account.client.role_bindings
    user, role, other = account.create(), account.role(), account.role()
    for kind, id in ((SPACE, space.id), (PROJECT, project)):
        made = bind(account, user, role, kind, id)
        assert (made.user_id, made.role_id, made.resource_type, made.resource_id) == (user.id, role, kind, id)
        assert made.created_at == made.updated_at
        assert bindings.get(binding_id=made.id) == made
        with pytest.raises(ConflictException) as error:
            bind(account, user, other, kind, id)
        assert error.value.status == 409
        changed = bindings.update(binding_id=made.id, role_id=other)
        assert (changed.id, changed.role_id, changed.created_at) == (made.id, other, made.created_at)
        assert changed.updated_at >= made.updated_at
        assert bindings.get(binding_id=made.id) == changed
        assert bindings.delete(binding_id=made.id) is None
        for gone in (
            lambda: bindings.get(binding_id=made.id),
            lambda: bindings.update(binding_id=made.id, role_id=role),
            lambda: bindings.delete(binding_id=made.id),
        ):
            with pytest.raises(NotFoundException):
                gone()


def test_bindings_are_roles_on_projects(account, space):
    """Bindings as other clients see and grant them."""
    user, role = account.create(), account.role()
    made = bind(account, user, role, SPACE, space.id)
    grants = f'/projects/{muster_id(space.id)}/users/{muster_id(user.id)}/roles'
    assert [one['id'] for one in account.stage.v3('GET', grants)['roles']] == [muster_id(role)]
    account.stage.v3('DELETE', f'{grants}/{muster_id(role)}')
    with pytest.raises(NotFoundException):
        account.client.role_bindings.get(binding_id=made.id)
    account.stage.v3('PUT', f'{grants}/{muster_id(role)}')
    assert account.client.role_bindings.get(binding_id=made.id).role_id == role


@pytest.mark.skipif(VERSION < (8, 30), reason='this client lists none')
def test_lists(alone):
    organization = alone.client.organizations.create(name=name('organization'))
    space = alone.client.spaces.create(name=name('space'), organization_id=organization.id)
    given = {'name': name('project'), 'domain_id': alone.id, 'parent_id': muster_id(space.id)}
    project = arize_id('Project', alone.stage.v3('POST', '/projects', {'project': given})['project']['id'])
    role = alone.role()
    people = [alone.create() for _ in range(3)]
    on_space = {bind(alone, user, role, SPACE, space.id).id for user in people}
    on_project = bind(alone, people[0], role, PROJECT, project)
    # Memberships are not bindings.
    alone.client.organizations.add_user(organization=organization.id, user_id=people[0].id, role=org_role('member'))
    alone.client.spaces.add_user(space=space.id, user_id=people[0].id, role=space_role('member'))
    bindings, found, cursor = alone.client.role_bindings, [], None
    while True:
        page = bindings.list(resource_type=SPACE, limit=2, cursor=cursor)
        found += page.role_bindings
        cursor = page.pagination.next_cursor
        if cursor is None:
            break
    assert {one.id for one in found} == on_space and len(found) == 3
    assert [one.id for one in bindings.list(resource_type=PROJECT).role_bindings] == [on_project.id]
    mine = bindings.list(resource_type=SPACE, user_id=people[1].id).role_bindings
    assert [one.user_id for one in mine] == [people[1].id]
    assert bindings.list(resource_type=PROJECT, user_id=people[1].id).role_bindings == []


def test_kinds_of_bindings(account, organization, space, project):
    user, role = account.create(), account.role()
    for kind, id in (
        (SPACE, project),
        (PROJECT, space.id),
        (SPACE, organization.id),
        (SPACE, arize_id('Space', muster_id(project))),
        (PROJECT, arize_id('Project', muster_id(space.id))),
        (SPACE, arize_id('Space', muster_id(organization.id))),
        (SPACE, arize_id('Space', 'f' * 32)),
    ):
        with pytest.raises(NotFoundException):
            bind(account, user, role, kind, id)
    absent = type(user).model_construct(id=arize_id('User', 'f' * 32))
    with pytest.raises(NotFoundException):
        bind(account, absent, role, SPACE, space.id)
    with pytest.raises(NotFoundException):
        bind(account, user, arize_id('Role', 'f' * 32), SPACE, space.id)


def test_membership_roles_are_not_bindings(account, space):
    user = account.create()
    for known in ('admin', 'manager', 'member', 'reader'):
        [role] = account.stage.v3('GET', f'/roles?name={known}')['roles']
        with pytest.raises(BadRequestException):
            bind(account, user, arize_id('Role', role['id']), SPACE, space.id)


def test_only_administrators_bind_global_roles(account, space):
    """A manager of an account may bind only roles of the account."""
    user = account.create()
    made = account.stage.v3('POST', '/roles', {'role': {'name': name('everywhere')}})['role']
    with pytest.raises(ForbiddenException) as error:
        bind(account, user, arize_id('Role', made['id']), SPACE, space.id)
    assert error.value.data.status == 403


def test_bindings_end_with_memberships_and_users(account, organization, space):
    role, bindings = account.role(), account.client.role_bindings
    member, leaving = account.create(), account.create()
    for user in (member, leaving):
        account.client.organizations.add_user(
            organization=organization.id, user_id=user.id, role=org_role('member')
        )
        account.client.spaces.add_user(space=space.id, user_id=user.id, role=space_role('member'))
    bound = {user.id: bind(account, user, role, SPACE, space.id).id for user in (member, leaving)}
    account.client.spaces.remove_user(space=space.id, user_id=member.id)
    account.client.users.delete(user_id=leaving.id)
    for id in bound.values():
        with pytest.raises(NotFoundException):
            bindings.get(binding_id=id)
    for place in (
        lambda: account.client.spaces.remove_user(space=space.id, user_id=leaving.id),
        lambda: account.client.organizations.remove_user(organization=organization.id, user_id=leaving.id),
    ):
        with pytest.raises(NotFoundException):
            place()


def test_permissions(account, alone, space):
    user, role = account.create(), account.role()
    made = bind(account, user, role, SPACE, space.id)
    own = account.member('member').role_bindings
    assert own.get(binding_id=made.id) == made
    for call in (
        lambda: own.update(binding_id=made.id, role_id=account.role()),
        lambda: own.delete(binding_id=made.id),
        lambda: own.create(user_id=user.id, role_id=role, resource_type=SPACE, resource_id=space.id),
    ):
        with pytest.raises(ForbiddenException):
            call()
    theirs = alone.client.role_bindings
    for missing in (
        lambda: theirs.get(binding_id=made.id),
        lambda: theirs.update(binding_id=made.id, role_id=alone.role()),
        lambda: theirs.delete(binding_id=made.id),
        lambda: theirs.get(binding_id='no-such-id'),
    ):
        with pytest.raises(NotFoundException):
            missing()
    with pytest.raises(NotFoundException):
        account.client.role_bindings.update(binding_id=made.id, role_id=alone.role())
