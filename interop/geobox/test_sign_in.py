import pytest
from geobox.enums import UserRole, UserStatus
from geobox.exception import AuthenticationError

from conftest import HOST, create, do
from muster_api import ask


def test_the_administrator_signs_in(system):
    me = do(system.get_user())
    assert (me.username, me.role, me.status) == ('admin', UserRole.SYSTEM_ADMIN, UserStatus.ACTIVE)


def test_new_users_sign_in_with_the_plain_password(clients, admin, login_name):
    for password in ('P@ssw0rd * of mine', 'pässwörd✓ of mine', '😀a phrase of mine'):
        user = create(admin, password=password)
        own = clients.sign_in(login_name(user.username), password)
        me = do(own.get_user())
        assert me.data['id'] == user.data['id']
        assert me.last_login is not None


def test_a_wrong_password_an_unknown_name_and_an_unknown_domain(clients, admin, login_name):
    user = create(admin)
    messages = set()
    for username, password in (
        (login_name(user.username), 'wrong'),
        (login_name('no-such-user'), 'wrong'),
        ('no such domain\\no-such-user', 'wrong'),
        ('no-such-user', 'wrong'),
    ):
        with pytest.raises(AuthenticationError) as caught:
            clients.sign_in(username, password)
        messages.add(str(caught.value))
    assert len(messages) == 1


@pytest.mark.parametrize('status', [UserStatus.PENDING, UserStatus.DISABLED, UserStatus.NEW])
def test_inactive_users_cannot_sign_in(clients, admin, login_name, status):
    user = create(admin, status=status)
    with pytest.raises(AuthenticationError):
        clients.sign_in(login_name(user.username), f'phrase of {user.username}')


@pytest.mark.parametrize('status', [UserStatus.PENDING, UserStatus.DISABLED])
def test_deactivation_ends_access_at_once(clients, admin, login_name, status):
    user = create(admin)
    own = clients.sign_in(login_name(user.username), f'phrase of {user.username}')
    do(own.get_user())
    do(user.update(status=status))
    with pytest.raises(AuthenticationError):
        do(own.get_user())


@pytest.mark.parametrize('secret', ['wrong', 'mst_s_' + 'A' * 43, 'mst_k_' + 'A' * 49])
def test_a_wrong_token_and_a_wrong_key(clients, secret):
    for proof in ({'access_token': secret}, {'apikey': secret}):
        with pytest.raises(AuthenticationError):
            do(clients.open(**proof).get_user())


def test_a_session_secret_in_the_address_is_rejected(clients, manager):
    with pytest.raises(AuthenticationError):
        do(clients.open(apikey=manager.session).get_user())


def test_no_credentials():
    status, headers, body = ask('GET', f'/{HOST.split("/", 3)[3]}v1/users/me/')
    assert status == 401 and list(body) == ['detail']
    assert headers['Content-Type'].startswith('application/json')
