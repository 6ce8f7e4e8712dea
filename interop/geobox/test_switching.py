import pytest
from geobox.exception import NotFoundError
from geobox.user import User

from conftest import Clients, create, do, make_plan

older = pytest.mark.skipif(not hasattr(User, 'to_async'), reason='this client no longer switches')
newer = pytest.mark.skipif(not hasattr(User, 'get_members'), reason='this client knows no members')


@pytest.fixture
def both(manager):
    sorts = Clients('sync'), Clients('async')
    yield tuple(sort.open(access_token=manager.session) for sort in sorts)
    for sort in sorts:
        sort.close()


@older
def test_sync_and_async_clients_convert_into_each_other(both):
    now, later = both
    user = create(now)
    switched = user.to_async(later)
    do(switched.update(first_name='Anna'))
    back = switched.to_sync(now)
    back.update(last_name='Low')
    found = now.get_user(user_id=user.user_id)
    assert (found.first_name, found.last_name) == ('Anna', 'Low')
    plan = make_plan(now)
    do(plan.to_async(later).update(storage=2))
    assert now.get_plan(plan_id=plan.id).storage == 2
    sessions = now.get_my_sessions()
    assert sessions[0].to_async(later).uuid == sessions[0].uuid
    key = now.create_apikey(name=f'key of {user.username}')
    do(key.to_async(later).revoke())
    assert now.get_apikey(key_id=key.key_id).revoked is True


@newer
def test_not_found_errors_are_mapped_by_the_client(both):
    for client in both:
        user = create(client)
        assert do(user.parent_user) is None
        with pytest.raises(NotFoundError):
            do(user.get_members())
        with pytest.raises(NotFoundError):
            do(client.get_groups())
