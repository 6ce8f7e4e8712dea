from datetime import datetime, timedelta

import pytest
from geobox.enums import UserRole, UserStatus
from geobox.exception import AuthenticationError, AuthorizationError, NotFoundError, ValidationError

from conftest import create, do, make_plan
from muster_api import name


def test_all_fields_are_stored(admin):
    username = name('person')
    user = create(admin, username=username, role=UserRole.PUBLISHER)
    assert isinstance(user.user_id, int) and user.user_id > 0
    assert repr(user).startswith(('User(', 'AsyncUser('))
    assert (user.role, user.status, user.plan) == (UserRole.PUBLISHER, UserStatus.ACTIVE, None)
    assert isinstance(user.created_at, datetime)
    found = do(admin.get_user(user_id=user.user_id))
    assert found.data == user.data
    assert {key: found.data[key] for key in ('username', 'email', 'first_name', 'last_name', 'mobile')} == {
        'username': username,
        'email': f'{username}@example.com',
        'first_name': 'Ann',
        'last_name': 'Lee',
        'mobile': '+98 9120123456',
    }
    assert not [key for key in found.data if 'password' in key]


def test_omitted_fields_have_defaults(admin):
    user = create(admin, first_name=None, last_name=None, mobile=None)
    assert (user.first_name, user.last_name, user.mobile) == (user.username, '', None)
    assert repr(user)


@pytest.mark.parametrize('role', list(UserRole))
def test_roles(system, role):
    user = create(system, role=role)
    assert user.role is role
    assert do(system.get_user(user_id=user.user_id)).role is role
    do(user.update(role=UserRole.VIEWER))
    assert do(system.get_user(user_id=user.user_id)).role is UserRole.VIEWER
    do(user.update(role=role))
    assert user.role is role
    do(user.delete())


@pytest.mark.parametrize('status', list(UserStatus))
def test_statuses(admin, status):
    user = create(admin, status=status)
    assert user.status is status
    assert do(admin.get_user(user_id=user.user_id)).status is status
    assert user.user_id in [one.user_id for one in do(admin.get_users(status=status, order_by='id D', limit=100))]
    if status is not UserStatus.NEW:
        with pytest.raises(ValidationError):
            do(user.update(status=UserStatus.NEW))
    for other in (UserStatus.PENDING, UserStatus.ACTIVE, UserStatus.DISABLED, UserStatus.ACTIVE):
        do(user.update(status=other))
        assert user.status is other


def test_duplicates_are_rejected(admin):
    user = create(admin)
    for more in (
        {'username': user.username, 'email': f'{name("other")}@example.com'},
        {'email': user.email},
        {'email': user.email.upper()},
    ):
        with pytest.raises(ValidationError):
            create(admin, **more)
    other = create(admin)
    with pytest.raises(ValidationError):
        do(other.update(username=user.username))
    with pytest.raises(ValidationError):
        do(other.update(email=user.email))
    assert do(admin.get_user(user_id=other.user_id)).data == other.data


@pytest.mark.parametrize(
    'more',
    [
        {'username': ''},
        {'username': 'x' * 300},
        {'email': 'no address'},
        {'password': ''},
        {'password': 'x' * 5000},
        {'mobile': 'x' * 65},
        {'first_name': 'x' * 256},
    ],
)
def test_invalid_users_are_rejected(admin, more):
    with pytest.raises(ValidationError):
        create(admin, **more)


def test_an_invited_user_is_invited_once(admin):
    user = create(admin, status=UserStatus.NEW)
    with pytest.raises(ValidationError):
        create(admin, status=UserStatus.NEW, email=user.email)


def test_updates_change_only_the_given_fields(admin):
    user = create(admin)
    before = dict(user.data)
    answered = do(user.update())
    assert isinstance(answered, dict) and answered['id'] == user.user_id
    do(user.update(first_name='Anna', email=f'{name("new")}@example.com'))
    do(user.update(last_name='Low'))
    do(user.update(mobile='1'))
    do(user.update(username=name('renamed')))
    found = do(admin.get_user(user_id=user.user_id))
    assert found.data == user.data
    assert (found.first_name, found.last_name, found.mobile, found.role.value) == (
        'Anna',
        'Low',
        '1',
        before['role'],
    )
    do(user.update(mobile=''))
    assert user.mobile is None
    do(user.update(mobile='2'))
    do(user.update(mobile=None))
    assert do(admin.get_user(user_id=user.user_id)).mobile is None


def test_a_plan_is_assigned_and_removed(admin):
    plan, other = make_plan(admin), make_plan(admin, number_of_days=None)
    user = create(admin)
    do(user.update(plan=plan))
    assert user.plan.name == plan.name and user.plan.plan_id == plan.id
    assert user.data['plan_id'] == plan.id
    assert abs(user.expiration_date - datetime.utcnow() - timedelta(days=30)) < timedelta(minutes=5)
    do(user.update(plan=None))
    assert user.plan.name == plan.name
    do(user.update(expiration_date='2030-01-31'))
    assert user.expiration_date == datetime(2030, 1, 31)
    do(user.update(expiration_date=''))
    assert user.expiration_date is None
    do(user.update(plan=other, expiration_date='2031-01-31T12:00:00Z'))
    assert (user.plan.name, user.expiration_date) == (other.name, datetime(2031, 1, 31, 12))
    do(user.update(plan=''))
    assert (user.plan, user.expiration_date) == (None, None)
    with pytest.raises(ValidationError):
        do(user.update(expiration_date='2031-01-31'))
    with pytest.raises(ValidationError):
        do(user.update(plan=plan, expiration_date='tomorrow'))


def test_a_plan_is_renewed(admin):
    user = create(admin)
    with pytest.raises(ValidationError):
        do(user.renew_plan())
    do(user.update(plan=make_plan(admin)))
    before = user.expiration_date
    assert do(user.renew_plan()) is None
    assert do(admin.get_user(user_id=user.user_id)).expiration_date == before + timedelta(days=30)
    do(user.update(plan=make_plan(admin, number_of_days=None)))
    with pytest.raises(ValidationError):
        do(user.renew_plan())


def test_lists(admin):
    mark = name('mark')
    made = [create(admin, username=f'{mark}-{n}', last_name=last) for n, last in enumerate('BAB')]
    do(made[1].update(status=UserStatus.PENDING))

    def names(**query):
        return [user.username for user in do(admin.get_users(**query))]

    first, second, third = (user.username for user in made)
    assert names(search=mark) == [first, second, third]
    assert names(search=mark.upper(), search_fields='username') == [first, second, third]
    assert names(search=mark, search_fields='last_name') == []
    assert names(q=f"username LIKE '%{mark}%' AND created_at > '2021-01-01'", search='ignored') == [first, second, third]
    assert names(q=f"username LIKE '{mark}%' AND status = 'Pending'") == [second]
    assert names(q=f"username IN ('{first}', '{third}') OR (id = {made[1].user_id})") == [first, second, third]
    assert names(q=f"username LIKE '{mark}%' AND NOT last_name = 'A'", order_by='id D') == [third, first]
    assert names(q=f"username LIKE '{mark}_%' AND mobile IS NULL") == []
    assert names(search=mark, status=UserStatus.ACTIVE) == [first, third]
    assert names(search=mark, order_by='last_name D, username A') == [first, third, second]
    assert names(search=mark, order_by='username D', skip=1, limit=1) == [second]
    assert names(user_id=made[2].user_id) == [third]
    assert names(search=mark, shared=True) == [first, second, third]
    assert do(admin.get_users(search=mark, return_count=True, limit=1)) == 3
    assert do(admin.get_users(q="username = 'no such user'", return_count=True)) == 0
    assert do(admin.get_users(q="username = 'no such user'")) == []


def test_the_default_page_size_is_10(admin):
    mark = name('many')
    for n in range(11):
        create(admin, username=f'{mark}-{n}')
    assert len(do(admin.get_users(search=mark))) == 10
    assert len(do(admin.search_users(search=mark))) == 10
    assert len(do(admin.get_users(search=mark, limit=1000))) == 11


def test_search(admin):
    user = create(admin, last_name=name('Lee'))
    found = do(admin.search_users(search=user.last_name.lower()))
    assert [one.username for one in found] == [user.username]
    assert do(admin.search_users(search=user.last_name, skip=1, limit=5)) == []
    assert len(do(admin.search_users())) > 0


@pytest.mark.parametrize(
    'query',
    [
        {'q': 'username ='},
        {'q': "password = 'x'"},
        {'q': "username = 'a' OR"},
        {'order_by': 'password A'},
        {'order_by': 'username up'},
        {'search': 'x', 'search_fields': 'password'},
        {'limit': 0},
        {'limit': 1001},
        {'skip': -1},
        {'user_id': -1},
    ],
)
def test_invalid_queries_are_rejected(admin, query):
    with pytest.raises(ValidationError):
        do(admin.get_users(**query))
    with pytest.raises(ValidationError):
        do(admin.get_users(return_count=True, **query))


def test_a_filter_error_names_its_position(admin):
    with pytest.raises(ValidationError) as caught:
        do(admin.get_users(q="username LIKE 'a%' AND nothing = 1"))
    assert 'character 24' in str(caught.value) and str(caught.value).endswith('"q"')


def test_own_user(clients, reader):
    own = clients.open(access_token=reader.session)
    me = do(own.get_user())
    assert me.username == reader.username and me.user_id == me.data['id']
    assert do(own.get_user(user_id=me.user_id)).data == me.data
    do(me.update(first_name='Zoe', mobile='1'))
    assert do(own.get_user()).first_name == 'Zoe'
    do(me.update(mobile=''))


def test_users_cannot_access_other_users(clients, admin, reader):
    other = create(admin)
    own = clients.open(access_token=reader.session)
    theirs = type(other)(own, other.user_id, dict(other.data))
    me = do(own.get_user())
    for attempt in (
        lambda: own.get_users(),
        lambda: own.get_users(return_count=True),
        lambda: own.search_users(search='x'),
        lambda: own.get_user(user_id=other.user_id),
        lambda: own.get_user(user_id=999_999_999),
        lambda: theirs.update(first_name='Eve'),
        lambda: theirs.delete(),
        lambda: theirs.get_sessions(),
        lambda: theirs.change_password('a phrase of eve'),
        lambda: theirs.renew_plan(),
        lambda: me.update(role=UserRole.ACCOUNT_ADMIN),
        lambda: me.update(status=UserStatus.ACTIVE),
        lambda: me.delete(),
        lambda: me.renew_plan(),
    ):
        with pytest.raises(AuthorizationError):
            do(attempt())
    with pytest.raises(AuthorizationError):
        create(own)
    assert do(admin.get_user(user_id=other.user_id)).data == other.data


def test_managers_cannot_create_system_administrators(admin):
    with pytest.raises(AuthorizationError):
        create(admin, role=UserRole.SYSTEM_ADMIN)
    user = create(admin)
    with pytest.raises(AuthorizationError):
        do(user.update(role=UserRole.SYSTEM_ADMIN))


def test_deleted_users_are_not_found(clients, admin, login_name):
    user = create(admin)
    own = clients.sign_in(login_name(user.username), f'phrase of {user.username}')
    user_id = user.user_id
    ghost = type(user)(admin, user_id, dict(user.data))
    assert do(user.delete()) is None
    for attempt in (
        lambda: admin.get_user(user_id=user_id),
        lambda: ghost.update(first_name='Ghost'),
        lambda: ghost.delete(),
        lambda: ghost.get_sessions(),
        lambda: ghost.change_password('a phrase of a ghost'),
        lambda: ghost.renew_plan(),
    ):
        with pytest.raises(NotFoundError):
            do(attempt())
    with pytest.raises(AuthenticationError):
        do(own.get_user())
    assert create(admin, username=user.username).user_id != user_id


def test_users_cannot_delete_themselves(admin):
    with pytest.raises(AuthorizationError):
        do(do(admin.get_user()).delete())


def test_unknown_users_are_not_found(admin):
    for user_id in (999_999_999, 2**53 - 1, 2**70, 0, -1, 'no-such-user'):
        with pytest.raises(NotFoundError):
            do(admin.get_user(user_id=user_id))


def test_domains_are_isolated(stage, clients, admin, system):
    stranger = clients.open(apikey=stage.person(stage.domain(), 'manager').api_key())
    user = create(admin)
    for other in (stranger, system):
        with pytest.raises(NotFoundError):
            do(other.get_user(user_id=user.user_id))
        with pytest.raises(NotFoundError):
            do(type(user)(other, user.user_id, dict(user.data)).delete())
        assert do(other.get_users(search=user.username)) == []
    assert create(stranger, username=user.username, email=user.email).user_id != user.user_id
