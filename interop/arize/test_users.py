import json

import arize
import pytest
from arize._generated.api_client.exceptions import (
    BadRequestException,
    ConflictException,
    ForbiddenException,
    NotFoundException,
    UnauthorizedException,
)
from arize.users.types import CustomUserRole
from pydantic import ValidationError

from conftest import VERSION, account_role, arize_id, client, email, enum_value, muster_id, value
from muster_api import ask, name, native, sign_in

# Newer clients omit the flag.
SAYS_DEVELOPER = VERSION < (8, 50)


def test_users_created_without_invitation_are_active(account):
    address = email()
    user = account.create(name='  Ann Lee ', email=address)
    assert (user.name, user.email, value(user.status)) == ('Ann Lee', address, 'active')
    assert (value(user.role.type), value(user.role.name)) == ('predefined', 'member')
    assert user.is_developer is True
    assert user.created_at.tzinfo is not None
    found = account.get(user.id)
    assert (found.id, found.email, found.created_at) == (user.id, user.email, user.created_at)


@pytest.mark.parametrize('role, developer', [('admin', True), ('member', True), ('annotator', False)])
def test_the_role_sets_the_developer_flag(account, role, developer):
    user = account.create(role)
    assert (value(user.role.name), user.is_developer) == (role, developer)


@pytest.mark.skipif(not SAYS_DEVELOPER, reason='this client leaves it to the server')
def test_an_explicit_developer_flag_wins(account):
    assert account.create('member', is_developer=False).is_developer is False
    assert account.create('annotator', is_developer=True).is_developer is True


@pytest.mark.parametrize('invite_mode', ['email_link', 'temporary_password'])
def test_an_invitation_is_sent_once(account, invite_mode):
    address = email()
    user = account.create('annotator', invite_mode, email=address)
    assert (value(user.status), user.is_developer) == ('invited', False)
    again = account.create('member', invite_mode, email=address.upper(), name='Other')
    assert (again.id, again.name, value(again.role.name)) == (user.id, 'Ann Lee', 'annotator')
    template = 'invitation' if invite_mode == 'email_link' else 'temporary_password'
    sent = account.native('GET', f'/messages?user_id={muster_id(user.id)}')['messages']
    assert [message['template'] for message in sent] == [template]


@pytest.mark.skipif(VERSION < (8, 50), reason='this client drops the password')
def test_a_temporary_password_is_shown_once(account):
    address = email()
    made = account.create('member', 'temporary_password', email=address)
    assert made.temporary_password
    assert account.create('member', 'temporary_password', email=address).temporary_password is None
    assert account.create('member', 'email_link').temporary_password is None


@pytest.mark.parametrize('invite_mode', ['none', 'email_link', 'temporary_password'])
def test_email_addresses_are_unique(account, invite_mode):
    user = account.create()
    with pytest.raises(ConflictException) as error:
        account.create(invite_mode=invite_mode, email=user.email)
    assert error.value.data.status == 409
    assert error.value.data.title == 'Conflict'
    assert isinstance(error.value, arize.ApiException)
    invited = account.create(invite_mode='email_link')
    with pytest.raises(ConflictException):
        account.create(invite_mode='none', email=invited.email)


@pytest.mark.parametrize('wrong', ['', 'no-such-id', 'a@b@example.com', 'ann@example.com\nBcc: eve@example.com', 'ann @x'])
def test_invalid_email_addresses_are_rejected(account, wrong):
    with pytest.raises(BadRequestException) as error:
        account.create(email=wrong)
    assert error.value.data.status == 400


def test_invalid_names_are_rejected(account):
    with pytest.raises(BadRequestException):
        account.create(name='   ')
    for wrong in ('', 'x' * 256):
        with pytest.raises(ValidationError):
            account.create(name=wrong)


def test_custom_roles_are_rejected_as_account_roles(account):
    with pytest.raises(BadRequestException):
        account.client.users.create(
            name='Ann', email=email(), role=CustomUserRole(id=account.role()), invite_mode=enum_value('none')
        )


def test_lists_are_sorted_by_creation(alone):
    made = [alone.create(name=f'User {count}').id for count in range(5)]
    found, cursor = [], None
    while True:
        answer = alone.client.users.list(limit=2, cursor=cursor)
        assert len(answer.users) <= 2
        found += answer.users
        assert answer.pagination.has_more is (answer.pagination.next_cursor is not None)
        cursor = answer.pagination.next_cursor
        if cursor is None:
            break
    manager = arize_id('User', alone.manager.id)
    assert [user.id for user in found] == [manager, *made]
    assert [user.created_at for user in found] == sorted(user.created_at for user in found)
    assert [user.id for user in alone.client.users.list().users] == [manager, *made]


def test_a_cursor_is_bound_to_its_caller(alone, account):
    alone.create()
    cursor = alone.client.users.list(limit=1).pagination.next_cursor
    for wrong in (lambda: alone.client.users.list(cursor='rubbish'), lambda: account.client.users.list(cursor=cursor)):
        with pytest.raises(BadRequestException) as error:
            wrong()
        assert error.value.data.status == 400


def test_filters(alone):
    address = f'{name("Grace")}+x@Example.com'
    grace = alone.create(email=address)
    waiting = alone.create(invite_mode='email_link')
    users = alone.client.users
    assert [user.id for user in users.list(email=address.upper()[3:]).users] == [grace.id]
    assert users.list(email='%').users == []
    assert [user.id for user in users.list(status=[enum_value('invited')]).users] == [waiting.id]
    assert users.list(status=[enum_value('expired')]).users == []
    both = users.list(status=[enum_value('active'), enum_value('invited')]).users
    assert {grace.id, waiting.id} < {user.id for user in both}
    assert len(users.list().users) == len(both) == 3


def test_a_page_has_at_most_100_entries(account):
    for limit in (0, 101):
        with pytest.raises(ValidationError):
            account.client.users.list(limit=limit)
        status, _, problem = ask(
            'GET', f'/arize/v2/users?limit={limit}', None, {'Authorization': f'Bearer {account.key}'}
        )
        assert (status, problem['status']) == (400, 400)


def test_changes(account):
    user = account.create()
    users = account.client.users
    assert users.update(user_id=user.id, name=' Anna ').name == 'Anna'
    changed = users.update(user_id=user.id, is_developer=False)
    assert (changed.name, changed.is_developer) == ('Anna', False)
    assert users.update(user_id=user.id, is_developer=False).is_developer is False
    assert account.get(user.id).name == 'Anna'
    with pytest.raises(BadRequestException):
        users.update(user_id=user.id, name='   ')
    with pytest.raises(ValueError):
        users.update(user_id=user.id)


def test_invitations_are_sent_again(account):
    waiting, active = account.create(invite_mode='email_link'), account.create()
    users = account.client.users
    assert users.resend_invitation(user_id=waiting.id) is None
    sent = account.native('GET', f'/messages?user_id={muster_id(waiting.id)}')['messages']
    assert [message['template'] for message in sent] == ['invitation'] * 2
    with pytest.raises(BadRequestException) as error:
        users.resend_invitation(user_id=active.id)
    assert error.value.data.status == 400


def test_passwords_are_reset(account):
    waiting, active = account.create(invite_mode='email_link'), account.create()
    users = account.client.users
    assert users.reset_password(user_id=active.id) is None
    sent = account.native('GET', f'/messages?user_id={muster_id(active.id)}')['messages']
    assert [message['template'] for message in sent] == ['first_password']
    with pytest.raises(BadRequestException):
        users.reset_password(user_id=waiting.id)


def test_deleted_users_are_not_found(account):
    user = account.create()
    users = account.client.users
    assert users.delete(user_id=user.id) is None
    for gone in (
        lambda: account.get(user.id),
        lambda: users.update(user_id=user.id, name='Ghost'),
        lambda: users.resend_invitation(user_id=user.id),
        lambda: users.reset_password(user_id=user.id),
    ):
        with pytest.raises(NotFoundException) as error:
            gone()
        assert error.value.data.status == 404
    assert users.list(email=user.email).users == []
    assert users.delete(user_id=user.id) is None
    for invite_mode in ('none', 'email_link', 'temporary_password'):
        with pytest.raises(ConflictException):
            account.create(invite_mode=invite_mode, email=user.email)


def test_disabled_users_are_not_found(account):
    user = account.create()
    account.native('PATCH', f'/users/{muster_id(user.id)}', {'status': 'disabled'})
    with pytest.raises(NotFoundException):
        account.get(user.id)
    assert account.client.users.list(email=user.email).users == []
    account.native('PATCH', f'/users/{muster_id(user.id)}', {'status': 'active'})
    assert account.get(user.id).id == user.id


def test_users_cannot_delete_themselves(account):
    with pytest.raises(BadRequestException):
        account.client.users.delete(user_id=arize_id('User', account.manager.id))


def test_users_of_other_clients_are_shown(account):
    """A user without an address, a display name or a role, and one that awaits approval."""
    bare = account.native('POST', '/users', {'username': name('bare name'), 'domain_id': account.id})
    shown = account.get(arize_id('User', bare['id']))
    assert shown.name == bare['username']
    assert shown.email.endswith('@users.invalid')
    assert (value(shown.role.name), value(shown.status)) == ('annotator', 'active')
    pending = account.native(
        'POST', '/users', {'username': name('pending'), 'domain_id': account.id, 'status': 'pending'}
    )
    assert value(account.get(arize_id('User', pending['id'])).status) == 'invited'
    reader = account.stage.person(account.id, 'reader')
    assert value(account.get(arize_id('User', reader.id)).role.name) == 'member'
    assert account.client.users.list(limit=100).users


@pytest.mark.parametrize(
    'wrong',
    ['no-such-id', 'VXNlcjoxMjM0NQ==', arize_id('User', 'f' * 32), arize_id('Space', 'f' * 32), "' or 1=1 --", 'sl/ash', '%00'],
)
def test_unknown_users_are_not_found(account, wrong):
    with pytest.raises((NotFoundException, BadRequestException) if wrong == '%00' else NotFoundException):
        account.get(wrong)


@pytest.mark.parametrize('role', ['member', 'reader'])
def test_members_read_and_change_nothing(account, role):
    own, user = account.member(role), account.create()
    assert own.users.list(email=user.email).users[0].id == user.id
    for call in (
        lambda: own.users.update(user_id=user.id, name='Eve'),
        lambda: own.users.delete(user_id=user.id),
        lambda: own.users.resend_invitation(user_id=user.id),
        lambda: own.users.reset_password(user_id=user.id),
        lambda: own.users.create(
            name='Eve', email=email(), role=account_role('member'), invite_mode=enum_value('none')
        ),
    ):
        with pytest.raises(ForbiddenException) as error:
            call()
        assert error.value.data.status == 403
    assert account.get(user.id).name == user.name


def test_annotators_see_only_themselves(account):
    annotator = account.create('annotator')
    password = name('a long enough password')
    account.native('PATCH', f'/users/{muster_id(annotator.id)}', {'password': password, 'developer': True})
    session = sign_in(annotator.email, password, account.id)
    own = client(native('POST', '/api-keys', session, {'name': 'own', 'scope': {'type': 'domain', 'id': account.id}})['secret'])
    get = (lambda id: own.users.get(user=id)) if VERSION >= (8, 27) else (lambda id: own.users.get(user_id=id))
    assert get(annotator.id).id == annotator.id
    with pytest.raises(NotFoundException):
        get(account.create().id)
    with pytest.raises(ForbiddenException):
        own.users.list()


@pytest.mark.parametrize('key', ['wrong', 'mst_k_' + 'A' * 43, 'mst_s_' + 'A' * 43])
def test_a_wrong_key(key):
    with pytest.raises(UnauthorizedException) as error:
        client(key).users.list()
    assert error.value.data.status == 401
    assert error.value.data.title == 'Unauthorized'


def test_accounts_are_isolated(alone, account):
    user = alone.create()
    users = account.client.users
    for missing in (
        lambda: account.get(user.id),
        lambda: users.update(user_id=user.id, name='Eve'),
        lambda: users.delete(user_id=user.id),
        lambda: users.resend_invitation(user_id=user.id),
        lambda: users.reset_password(user_id=user.id),
    ):
        with pytest.raises(NotFoundException):
            missing()
    assert account.create(email=user.email).id != user.id
    assert alone.get(user.id).id == user.id
    alone.client.users.delete(user_id=user.id)
    with pytest.raises(NotFoundException):
        users.delete(user_id=user.id)


@pytest.mark.skipif(VERSION < (8, 27), reason='this client knows ids only')
def test_by_address_and_many_at_once(account):
    one, two = account.create(), account.create()
    assert account.client.users.get(user=one.email.upper()).id == one.id
    assert account.client.users.get(user='absent@example.com') is None
    results = account.client.users.bulk_delete(user_ids=[one.id], emails=[two.email, 'absent@example.com'])
    assert sorted(result.status.value.lower() for result in results) == ['deleted', 'deleted', 'not_found']


def test_protocol_errors_are_problem_details(account):
    """Requests that the client cannot send: unknown paths, methods and bodies."""
    own = {'Authorization': f'Bearer {account.key}'}
    for method, path, body, expected in (
        ('GET', '/arize/v2/nothing', None, 404),
        ('PUT', '/arize/v2/users', {}, 405),
        ('POST', '/arize/v2/users', {'name': 'x'}, 400),
        ('POST', '/arize/v2/users', ['x'], 400),
        ('POST', '/arize/v2/users', {'name': 'x' * 100_000}, 413),
        ('PATCH', '/arize/v2/users/' + arize_id('User', account.manager.id), {}, 400),
        ('GET', '/arize/v2/users?status=inactive', None, 400),
    ):
        status, headers, problem = ask(method, path, body, own)
        assert (status, problem['status']) == (expected, expected)
        assert headers['Content-Type'].startswith('application/problem+json')
        assert sorted(problem) == ['detail', 'instance', 'status', 'title', 'type']


def test_enums_are_spelled_as_the_client_does(account):
    """Spelled as in 8.26.0 without a version; input is accepted in either spelling."""
    own = {'Authorization': f'Bearer {account.key}'}
    for mode, role, kind, version, expected in (
        ('EMAIL_LINK', 'MEMBER', 'PREDEFINED', None, 'invited'),
        ('email_link', 'member', 'predefined', '8.40.0', 'INVITED'),
        ('email_link', 'MEMBER', 'predefined', '8.39.0', 'invited'),
        ('email_link', 'member', 'PREDEFINED', 'rubbish', 'invited'),
    ):
        body = {'name': 'Ann', 'email': email(), 'role': {'type': kind, 'name': role}, 'invite_mode': mode}
        headers = own if version is None else {**own, 'sdk-version': version}
        status, _, made = ask('POST', '/arize/v2/users', body, headers)
        assert (status, made['status']) == (201, expected), json.dumps(made)
