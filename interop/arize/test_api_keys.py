from datetime import datetime, timedelta, timezone

import pytest
from arize._generated.api_client.exceptions import (
    ApiException,
    BadRequestException,
    ConflictException,
    ForbiddenException,
    NotFoundException,
    UnauthorizedException,
)

from conftest import VERSION, account_role, arize_id, client, enum_value, muster_id, space_role, value
from muster_api import name

OVER = 'revoked' if VERSION >= (8, 34) else 'deleted'
KEEPS_EXPIRY = VERSION >= (8, 33)


def soon(**more):
    return datetime.now(timezone.utc).replace(microsecond=0) + timedelta(**more)


def end(whose, key_id):
    keys = whose.api_keys
    return keys.revoke(api_key_id=key_id) if VERSION >= (8, 34) else keys.delete(api_key_id=key_id)


def service_key(account, organization, space, **more):
    keys = account.client.api_keys
    given = {'name': name('service'), **more}
    if VERSION >= (8, 41):
        from arize.api_keys.types import OrgBinding, SpaceBinding

        return keys.create_service_key(
            orgs=[OrgBinding(org_id=organization.id, spaces=[SpaceBinding(space=space.id)])], **given
        )
    if VERSION >= (8, 34):
        return keys.create_service_key(space=space.id, **given)
    return keys.create(key_type='service', space=space.id, **given)


def test_a_key_acts_as_its_user(account):
    given = name('laptop')
    made = account.client.api_keys.create(name=given, description='Mine')
    assert (made.name, made.description, value(made.key_type), value(made.status)) == (given, 'Mine', 'user', 'active')
    assert made.created_by_user_id == arize_id('User', account.manager.id)
    assert made.expires_at is None
    own = client(made.key)
    assert own.users.list(limit=1).users
    listed = [key for key in own.api_keys.list(limit=100).api_keys]
    [shown] = [one for one in map(plain, listed) if one.id == made.id]
    assert made.key.startswith(shown.redacted_key.removesuffix('...'))
    assert shown.redacted_key.endswith('...')
    # It may create keys, as its user may.
    end(own, own.api_keys.create(name=name('made by a key')).id)


def plain(key):
    """A key of a list, unwrapped from the type of the client version."""
    return getattr(key, 'actual_instance', None) or key


def test_expiry(account):
    until = soon(days=3)
    assert account.client.api_keys.create(name=name('key'), expires_at=until).expires_at == until
    naive = account.client.api_keys.create(name=name('key'), expires_at=until.replace(tzinfo=None))
    assert naive.expires_at == until
    with pytest.raises(BadRequestException):
        account.client.api_keys.create(name=name('key'), expires_at=soon(days=-1))


def test_names_of_keys(account):
    made = account.client.api_keys.create(name=name('key'))
    with pytest.raises(ConflictException):
        account.client.api_keys.create(name=made.name)
    with pytest.raises(BadRequestException):
        account.client.api_keys.create(name='   ')


def test_revoked_and_expired_keys_are_listed_and_invalid(account):
    made = account.client.api_keys.create(name=name('key'))
    assert end(account.client, made.id) is None
    with pytest.raises(UnauthorizedException):
        client(made.key).users.list()
    keys = account.client.api_keys
    assert made.id not in [plain(key).id for key in keys.list(limit=100).api_keys]
    [shown] = [
        plain(key)
        for key in keys.list(limit=100, status=enum_value(OVER)).api_keys
        if plain(key).id == made.id
    ]
    assert (value(shown.status), shown.name) == (OVER, made.name)
    assert end(account.client, made.id) is None
    with pytest.raises(NotFoundException):
        keys.refresh(api_key_id=made.id)


def test_a_new_secret(account):
    made = account.client.api_keys.create(name=name('key'), description='Mine')
    fresh = account.client.api_keys.refresh(api_key_id=made.id)
    assert (fresh.id, fresh.name, fresh.description) == (made.id, made.name, 'Mine')
    assert fresh.key != made.key
    assert client(fresh.key).users.list(limit=1).users
    with pytest.raises(UnauthorizedException):
        client(made.key).users.list()
    until = soon(days=1)
    assert account.client.api_keys.refresh(api_key_id=made.id, expires_at=until).expires_at == until


@pytest.mark.skipif(not KEEPS_EXPIRY, reason='keys of this client live as long as it says each time')
def test_refreshing_does_not_extend_the_expiry(account):
    keys = account.client.api_keys
    made = keys.create(name=name('key'), expires_at=soon(days=2))
    for longer in (None, soon(days=3)):
        with pytest.raises(ApiException) as error:
            keys.refresh(api_key_id=made.id, expires_at=longer)
        assert error.value.status == 422
    assert keys.refresh(api_key_id=made.id, expires_at=soon(days=1)).key


@pytest.mark.skipif(KEEPS_EXPIRY, reason='keys of this client never live longer than before')
def test_a_refreshed_key_takes_the_requested_expiry(account):
    keys = account.client.api_keys
    made = keys.create(name=name('key'), expires_at=soon(days=2))
    assert keys.refresh(api_key_id=made.id).expires_at is None


@pytest.mark.skipif(VERSION < (8, 33), reason='this client knows no grace')
def test_grace_period_of_the_old_secret(account):
    made = account.client.api_keys.create(name=name('key'))
    fresh = account.client.api_keys.refresh(api_key_id=made.id, grace_period_seconds=60)
    for key in (made.key, fresh.key):
        assert client(key).users.list(limit=1).users


def test_pages_and_filters(alone):
    keys = alone.client.api_keys
    made = [keys.create(name=f'Key {count}').id for count in range(3)]
    found, cursor = [], None
    while True:
        page = keys.list(limit=2, cursor=cursor)
        found += [plain(key).id for key in page.api_keys]
        cursor = page.pagination.next_cursor
        if cursor is None:
            break
    # The first is the key of the caller.
    assert found[1:] == made
    assert [plain(key).id for key in keys.list(key_type=enum_value('user')).api_keys] == found
    assert keys.list(key_type=enum_value('service')).api_keys == []
    assert keys.list(status=enum_value(OVER)).api_keys == []
    assert [plain(key).id for key in keys.list(user_id=arize_id('User', alone.manager.id)).api_keys] == found
    with pytest.raises(BadRequestException):
        keys.list(cursor='rubbish')


def test_service_keys(account, organization, space):
    made = service_key(account, organization, space, description='Robot')
    assert (value(made.key_type), value(made.status), made.description) == ('service', 'active', 'Robot')
    assert made.created_by_user_id == arize_id('User', account.manager.id)
    keys = account.client.api_keys
    for page in (
        keys.list(space=space.id),
        keys.list(space=space.name, key_type=enum_value('service')),
        keys.list(space=space.id, user_id=made.created_by_user_id),
    ):
        assert [plain(key).id for key in page.api_keys] == [made.id]
    assert keys.list(space=space.id, user_id=account.create().id).api_keys == []
    assert made.id not in [plain(key).id for key in keys.list(limit=100).api_keys]
    # The service user is a member of the space and may not list users.
    own = client(made.key)
    assert own.spaces.get(space=space.id).id == space.id
    with pytest.raises(ForbiddenException):
        own.users.list()
    fresh = keys.refresh(api_key_id=made.id)
    assert client(fresh.key).spaces.get(space=space.id).id == space.id
    with pytest.raises(UnauthorizedException):
        own.spaces.get(space=space.id)
    end(account.client, made.id)
    with pytest.raises(UnauthorizedException):
        client(fresh.key).spaces.get(space=space.id)
    assert keys.list(space=space.id).api_keys == []
    assert [plain(key).id for key in keys.list(space=space.id, status=enum_value(OVER)).api_keys] == [made.id]


def test_a_service_key_has_a_user_until_it_is_deleted(account, organization, space):
    made = service_key(account, organization, space)
    found = account.native('GET', f'/users?domain_id={account.id}&kind=service&limit=1000')['users']
    [user] = [one for one in found if one['display_name'] == made.name]
    shown = account.get(arize_id('User', user['id']))
    assert (value(shown.role.name), shown.name, shown.is_developer) == ('member', made.name, False)
    if VERSION >= (8, 41):
        assert made.bot_user.id == shown.id
        [within] = made.bot_user.organizations
        assert (within.org_id, [one.space_id for one in within.spaces]) == (organization.id, [space.id])
    end(account.client, made.id)
    with pytest.raises(NotFoundException):
        account.get(shown.id)


@pytest.mark.skipif(VERSION >= (8, 41), reason='newer clients give roles with each space')
@pytest.mark.skipif(VERSION < (8, 34), reason='older clients give no roles')
def test_roles_of_service_keys(account, organization, space):
    made = service_key(account, organization, space, space_role='READ_ONLY', org_role='MEMBER', account_role='MEMBER')
    found = account.native('GET', f'/users?domain_id={account.id}&kind=service&limit=1000')['users']
    [user] = [one for one in found if one['display_name'] == made.name]
    roles = account.stage.v3('GET', f'/projects/{muster_id(space.id)}/users/{user["id"]}/roles')['roles']
    assert [role['name'] for role in roles] == ['reader']


@pytest.mark.skipif(VERSION < (8, 41), reason='older clients name one space')
def test_one_space_per_key(account, organization, space):
    from arize.api_keys.types import OrgBinding, SpaceBinding

    other = account.client.spaces.create(name=name('space'), organization_id=organization.id)
    both = [OrgBinding(org_id=organization.id, spaces=[SpaceBinding(space=space.id), SpaceBinding(space=other.id)])]
    elsewhere = account.client.organizations.create(name=name('organization'))
    wrong = [OrgBinding(org_id=elsewhere.id, spaces=[SpaceBinding(space=space.id)])]
    for orgs in (both, wrong):
        with pytest.raises(BadRequestException):
            account.client.api_keys.create_service_key(name=name('key'), orgs=orgs)


@pytest.mark.skipif(VERSION >= (8, 34), reason='newer clients cannot say that')
def test_kinds_of_keys_and_their_spaces(account, space):
    keys = account.client.api_keys
    with pytest.raises(BadRequestException):
        keys.create(name=name('key'), key_type='service')
    with pytest.raises(BadRequestException):
        keys.create(name=name('key'), key_type='user', space=space.id)


def test_keys_of_others(account, alone):
    user = account.stage.person(account.id, 'member')
    key = user.api_key({'type': 'domain', 'id': account.id}, unrestricted=True)
    theirs = client(key).api_keys.create(name=name('theirs'))
    listed = account.client.api_keys.list(user_id=arize_id('User', user.id)).api_keys
    assert theirs.id in [plain(one).id for one in listed]
    # Only the owner receives a secret; callers without the right receive an error.
    with pytest.raises(ForbiddenException):
        account.client.api_keys.refresh(api_key_id=theirs.id)
    own = client(key).api_keys
    mine = account.client.api_keys.create(name=name('mine'))
    for missing in (lambda: end(client(key), mine.id), lambda: own.refresh(api_key_id=mine.id)):
        with pytest.raises(NotFoundException):
            missing()
    with pytest.raises(ForbiddenException):
        own.list(user_id=arize_id('User', account.manager.id))
    for missing in (lambda: end(alone.client, mine.id), lambda: alone.client.api_keys.refresh(api_key_id=mine.id)):
        with pytest.raises(NotFoundException):
            missing()
    end(account.client, theirs.id)
    with pytest.raises(UnauthorizedException):
        client(theirs.key).users.list()


def test_only_developers_create_keys(account):
    user = account.stage.person(account.id, 'member')
    key = user.api_key({'type': 'domain', 'id': account.id}, unrestricted=True)
    account.client.users.update(user_id=arize_id('User', user.id), is_developer=False)
    with pytest.raises(ForbiddenException):
        client(key).api_keys.create(name=name('key'))


def test_keys_are_deleted_with_their_user(account):
    user = account.stage.person(account.id, 'member')
    key = user.api_key({'type': 'domain', 'id': account.id})
    account.client.users.delete(user_id=arize_id('User', user.id))
    with pytest.raises(UnauthorizedException):
        client(key).users.list()
    keys = account.client.api_keys.list(user_id=arize_id('User', user.id), status=enum_value(OVER)).api_keys
    assert [value(plain(one).status) for one in keys] == [OVER]


def test_unknown_keys(account):
    for wrong in ('no-such-id', arize_id('ApiKey', 'f' * 32), arize_id('User', 'f' * 32)):
        for missing in (
            lambda: end(account.client, wrong),
            lambda: account.client.api_keys.refresh(api_key_id=wrong),
        ):
            with pytest.raises(NotFoundException):
                missing()
