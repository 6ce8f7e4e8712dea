import pytest
from geobox.exception import AuthenticationError, AuthorizationError, NotFoundError, ValidationError

from conftest import create, do


@pytest.fixture
def person(clients, admin, login_name):
    """A user as the manager sees it, and its credentials."""
    user = create(admin)
    return user, lambda password=f'phrase of {user.username}': clients.sign_in(login_name(user.username), password)


def test_each_sign_in_creates_a_session(person):
    user, sign_in = person
    own, other = sign_in(), sign_in()
    me = do(own.get_user())
    sessions = do(me.get_sessions())
    assert len(sessions) == 2
    assert [session.uuid for session in do(user.get_sessions())] == [session.uuid for session in sessions]
    assert all(session.agent and session.created_at and session.last_activity for session in sessions)
    assert all(repr(session) for session in sessions)
    [elsewhere] = [session for session in sessions if not session.is_current]
    assert do(elsewhere.close()) is None
    with pytest.raises(AuthenticationError):
        do(other.get_user())
    with pytest.raises(NotFoundError):
        do(elsewhere.close())
    [left] = do(own.get_my_sessions())
    assert left.is_current
    do(left.close())
    with pytest.raises(AuthenticationError):
        do(own.get_user())


def test_a_manager_sees_and_closes_those_of_others(admin, person):
    user, sign_in = person
    own = sign_in()
    [session] = do(user.get_sessions())
    do(session.close())
    with pytest.raises(AuthenticationError):
        do(own.get_user())
    assert do(user.get_sessions()) == []
    assert isinstance(do(admin.get_my_sessions()), list)


def test_sessions_of_another_user_by_its_number(admin, person):
    user, sign_in = person
    sign_in()
    me = do(admin.get_user())
    [session] = do(me.get_sessions(user_id=user.user_id))
    assert session.user.user_id == user.user_id
    with pytest.raises(NotFoundError):
        do(me.get_sessions(user_id=999_999_999))


def test_users_cannot_close_sessions_of_others(admin, person, reader, clients):
    user, sign_in = person
    sign_in()
    [session] = do(user.get_sessions())
    stranger = clients.open(access_token=reader.session)
    theirs = type(user)(stranger, user.user_id, dict(user.data))
    with pytest.raises(AuthorizationError):
        do(type(session)(session.uuid, dict(session.data), theirs).close())
    mine = do(stranger.get_user())
    with pytest.raises(NotFoundError):
        do(type(session)(session.uuid, dict(session.data), mine).close())
    assert len(do(user.get_sessions())) == 1


def test_users_change_their_password(person):
    user, sign_in = person
    own, other = sign_in(), sign_in()
    assert do(do(own.get_user()).change_password('pässwörd of my own ✓')) is None
    do(own.get_user())
    with pytest.raises(AuthenticationError):
        do(other.get_user())
    with pytest.raises(AuthenticationError):
        sign_in()
    do(sign_in('pässwörd of my own ✓').get_user())


def test_managers_set_passwords(person):
    user, sign_in = person
    own = sign_in()
    assert do(user.change_password('a phrase of the manager')) is None
    with pytest.raises(AuthenticationError):
        do(own.get_user())
    with pytest.raises(AuthenticationError):
        sign_in()
    do(sign_in('a phrase of the manager').get_user())


@pytest.mark.parametrize('password', ['', 'x' * 5000])
def test_invalid_passwords_are_rejected(person, password):
    user, sign_in = person
    own = sign_in()
    for target in (user, do(own.get_user())):
        with pytest.raises(ValidationError):
            do(target.change_password(password))
    sign_in()
