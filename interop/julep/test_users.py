from datetime import datetime, timezone
from uuid import UUID, uuid1, uuid4

import pytest
from beartype.roar import BeartypeException
from julep import AsyncClient, Client
from julep.api.core.api_error import ApiError
from julep.api.types import ListUsersRequestOrder, ListUsersRequestSortBy

from conftest import BASE
from muster_api import name, native

DOC = {'title': 'How it began', 'content': 'On a rainy day.'}


def sign_up(client, **more):
    return client.users.create(**{'name': 'Ann', 'about': 'Likes rain', **more})


def fails_with(status, call, *args, **more):
    with pytest.raises(ApiError) as error:
        call(*args, **more)
    assert error.value.status_code == status, error.value.body
    body = error.value.body
    assert list(body) == (['status_code', 'message', 'data'] if status == 422 else ['detail'])
    return body


def names(users):
    return sorted(user.name for user in users)


def is_now(moment):
    return abs((datetime.now(timezone.utc) - moment).total_seconds()) < 60


def test_a_client_needs_a_key_and_an_address():
    for kind in (Client, AsyncClient):
        with pytest.raises(AssertionError):
            kind(base_url=BASE)
        with pytest.raises(AssertionError):
            kind(api_key='key', base_url=None)


def test_a_user_is_made_and_found(client):
    made = sign_up(client, metadata={'type': 'test'}, docs=[DOC])
    assert UUID(made.id).version == 4 and made.id == str(UUID(made.id))
    assert is_now(made.created_at)
    assert made.jobs == []
    found = client.users.get(made.id)
    assert (found.id, found.name, found.about) == (made.id, 'Ann', 'Likes rain')
    assert found.created_at == made.created_at == found.updated_at


def test_names_are_not_unique(client):
    one, other = sign_up(client), sign_up(client)
    assert one.id != other.id
    assert client.users.get(other.id).name == 'Ann'


def test_omitted_fields_have_defaults(client):
    # The client sends null for omitted fields.
    made = client.users.create(name=None, about=None)
    found = client.users.get(made.id)
    assert (found.name, found.about) == ('User', '')


def test_every_way_to_write_an_id(client):
    made = sign_up(client)
    uuid = UUID(made.id)
    for user_id in (uuid, made.id, made.id.upper(), uuid.hex, f'{{{made.id}}}', uuid.urn):
        assert client.users.get(user_id).id == made.id
        assert client.users.update(user_id=user_id, about='the same').id == made.id
    client.docs.create(user_id=uuid.urn, doc=DOC)
    assert len(client.docs.list(user_id=uuid.hex)) == 1
    client.users.delete(user_id=f'{{{made.id}}}')
    fails_with(404, client.users.get, made.id)


def test_malformed_ids_are_rejected_by_the_client(client):
    for user_id in ('nope', '', uuid1()):
        for call in (
            lambda: client.users.get(user_id),
            lambda: client.users.update(user_id=user_id, name='x'),
            lambda: client.users.delete(user_id=user_id),
            lambda: client.docs.list(user_id=user_id),
        ):
            with pytest.raises(AssertionError):
                call()
    with pytest.raises(BeartypeException):
        client.users.get(7)
    with pytest.raises((TypeError, BeartypeException)):
        client.users.create(about='absent')


def test_unknown_users_are_not_found(client):
    for user_id in (uuid4(), str(uuid4()), str(uuid1())):
        assert fails_with(404, client.users.get, user_id) == {'detail': 'User not found'}
        assert fails_with(404, client.users.update, user_id=user_id, name='x') == {'detail': 'User not found'}
        fails_with(404, client.users.update, user_id=user_id, name='x', about='y', overwrite=True)
        fails_with(404, client.users.delete, user_id=user_id)
        fails_with(404, client.docs.list, user_id=user_id)
        fails_with(404, client.docs.create, user_id=user_id, doc=DOC)
        fails_with(404, client.docs.delete, user_id=user_id, doc_id=str(uuid4()))


def test_limit_and_offset(client, manager):
    made = [sign_up(client, name=f'user {i}').id for i in range(4)]
    all_users = client.users.list()
    # The key owner was created first and is therefore listed last.
    assert all_users[-1].id == str(UUID(manager.id))
    assert {user.id for user in all_users[:-1]} == set(made)
    times = [user.created_at for user in all_users]
    assert times == sorted(times, reverse=True)
    assert [user.id for user in client.users.list(limit=2)] == [user.id for user in all_users[:2]]
    assert [user.id for user in client.users.list(limit=2, offset=1)] == [user.id for user in all_users[1:3]]
    assert [user.id for user in client.users.list(offset=4)] == [all_users[4].id]
    assert client.users.list(offset=5) == []
    assert client.users.list(limit=None, offset=None) == all_users


def test_bounds_of_lists(client):
    assert len(client.users.list(limit=1000)) == 1
    for wrong in ({'limit': 0}, {'limit': -1}, {'limit': 1001}, {'offset': -1}, {'offset': 10**30}):
        fails_with(422, client.users.list, **wrong)


def test_lists_are_filtered_by_metadata(client):
    sign_up(client, name='Ann', metadata={'type': 'test', 'n': 1, 'deep': {'b': [1, None], 'a': 'x y+z&ü'}})
    sign_up(client, name='Ben', metadata={'type': 'test', 'n': '1'})
    sign_up(client, name='Cid')
    for wanted, found in (
        ({'type': 'test'}, ['Ann', 'Ben']),
        ({'type': 'no'}, []),
        ({'n': 1}, ['Ann']),
        ({'type': 'test', 'n': '1'}, ['Ben']),
        ({'deep': {'a': 'x y+z&ü', 'b': [1, None]}}, ['Ann']),
        ({'deep': {'a': 'x y+z&ü'}}, []),
        ({'absent': None}, []),
    ):
        assert names(client.users.list(metadata_filter=wanted)) == found
    assert len(client.users.list(metadata_filter={'type': 'test'}, limit=1)) == 1
    assert len(client.users.list(metadata_filter={})) == 4


def test_updates_change_only_the_given_fields(client):
    made = sign_up(client, metadata={'type': 'test'})
    changed = client.users.update(user_id=made.id, name='Bea')
    assert changed.id == made.id and is_now(changed.updated_at)
    client.users.update(user_id=made.id, about='Likes sun')
    client.users.update(user_id=made.id)
    client.users.update(user_id=made.id, name=None, about=None)
    client.users.update(user_id=made.id, metadata={'more': True})
    found = client.users.get(made.id)
    assert (found.name, found.about) == ('Bea', 'Likes sun')
    assert found.created_at == made.created_at and found.updated_at >= changed.updated_at
    assert names(client.users.list(metadata_filter={'type': 'test', 'more': True})) == ['Bea']


def test_metadata_is_merged_by_its_first_level(client):
    made = sign_up(client, metadata={'keep': 1, 'deep': {'a': 1, 'b': 2}, 'gone': 'x'})
    client.users.update(user_id=made.id, metadata={'deep': {'c': 3}, 'gone': None})
    assert len(client.users.list(metadata_filter={'keep': 1, 'deep': {'c': 3}, 'gone': None})) == 1


def test_overwriting_replaces_everything(client):
    made = sign_up(client, metadata={'type': 'test'})
    changed = client.users.update(user_id=made.id, name='Bea', about='Sun', overwrite=True)
    assert changed.id == made.id and is_now(changed.updated_at)
    found = client.users.get(made.id)
    assert (found.name, found.about, found.created_at) == ('Bea', 'Sun', made.created_at)
    assert client.users.list(metadata_filter={'type': 'test'}) == []
    client.users.update(user_id=made.id, name='Bea', about='Sun', metadata={'new': 1}, overwrite=True)
    assert names(client.users.list(metadata_filter={'new': 1})) == ['Bea']
    for partial in ({'name': 'x'}, {'about': 'x'}, {}):
        with pytest.raises(TypeError):
            client.users.update(user_id=made.id, overwrite=True, **partial)
    for null in ({'name': None, 'about': 'x'}, {'name': 'x', 'about': None}):
        fails_with(422, client.users.update, user_id=made.id, overwrite=True, **null)


def test_deleted_users_are_not_found(client):
    made = sign_up(client, docs=[DOC])
    assert client.users.delete(user_id=made.id) is None
    fails_with(404, client.users.get, made.id)
    fails_with(404, client.users.delete, user_id=made.id)
    fails_with(404, client.users.update, user_id=made.id, name='Ghost')
    fails_with(404, client.docs.list, user_id=made.id)
    assert made.id not in {user.id for user in client.users.list()}


def test_the_key_owner_cannot_be_deleted(client, manager):
    fails_with(403, client.users.delete, user_id=str(UUID(manager.id)))
    assert client.users.get(UUID(manager.id)).name == manager.username


def test_unicode_text_is_stored(client):
    for text in ('Grüße, 世界 🙂', 'a\nb\t"c"', "' or 1=1 --", 'x' * 255):
        made = client.users.create(name=text, about=text, metadata={'text': text})
        found = client.users.get(made.id)
        assert (found.name, found.about) == (text, text)
        assert [user.id for user in client.users.list(metadata_filter={'text': text})] == [made.id]
    # A blank name is empty: the user is shown by its username, which is its id here.
    blank = client.users.create(name=' ', about=' ')
    found = client.users.get(blank.id)
    assert (found.name, found.about) == (blank.id, ' ')
    fails_with(422, client.users.create, name='x' * 256, about='')
    fails_with(422, client.users.create, name='a\0b', about='')
    fails_with(422, client.users.create, name='x', about='x', metadata={'x': 'x' * 70_000})


@pytest.mark.parametrize('key', ['wrong', 'mst_k_' + 'A' * 43, 'mst_s_' + 'A' * 43])
def test_a_wrong_key(connect, key):
    client = connect(key)
    fails_with(401, client.users.list)
    fails_with(401, sign_up, client)
    fails_with(401, client.users.get, uuid4())


def test_the_address_may_end_with_a_slash(connect, manager):
    client = connect(manager.api_key(), f'{BASE}/')
    assert client.users.get(sign_up(client).id).name == 'Ann'


def test_a_session_authenticates_like_a_key(connect, manager):
    assert len(connect(manager.session).users.list()) == 1


def test_readers_may_not_write(connect, stage, domain, client):
    made = sign_up(client, docs=[DOC])
    reader = connect(stage.person(domain, 'reader').api_key())
    assert reader.users.get(made.id).name == 'Ann'
    assert len(reader.docs.list(user_id=made.id)) == 1
    fails_with(403, sign_up, reader)
    fails_with(403, reader.users.update, user_id=made.id, name='Eve')
    fails_with(403, reader.users.delete, user_id=made.id)
    fails_with(403, reader.docs.create, user_id=made.id, doc=DOC)
    assert client.users.get(made.id).name == 'Ann'


def test_users_without_a_role_see_no_users(connect, stage, domain, client):
    made = sign_up(client)
    ordinary = connect(stage.ordinary(domain).api_key())
    fails_with(403, ordinary.users.list)
    fails_with(403, ordinary.users.get, made.id)
    fails_with(403, ordinary.users.get, uuid4())


def test_developers_are_isolated(connect, stage, client):
    made = sign_up(client, metadata={'type': 'test'}, docs=[DOC])
    other = connect(stage.person(stage.domain(), 'manager').api_key())
    for stranger in (other, connect(stage.admin.api_key({'type': 'system'}))):
        fails_with(404, stranger.users.get, made.id)
        fails_with(404, stranger.users.update, user_id=made.id, name='Eve')
        fails_with(404, stranger.users.delete, user_id=made.id)
        fails_with(404, stranger.docs.list, user_id=made.id)
        assert made.id not in {user.id for user in stranger.users.list(limit=1000)}
    assert len(other.users.list()) == 1
    assert other.users.list(metadata_filter={'type': 'test'}) == []


def test_the_administrator_acts_in_the_default_domain(connect, stage):
    admin = connect(stage.admin.api_key({'type': 'system'}))
    made = sign_up(admin)
    assert admin.users.get(made.id).name == 'Ann'
    assert native('GET', f'/users/{UUID(made.id).hex}', stage.session)['domain_id'] == 'default'
    admin.users.delete(user_id=made.id)


def test_users_of_every_status_and_origin_are_shown(stage, domain, client):
    in_domain = {'domain_id': domain}
    made = {
        native('POST', '/users', stage.session, {'username': name(status), 'status': status, **in_domain})['id']
        for status in ('active', 'pending', 'disabled')
    }
    email = f'{name("guest")}@example.com'
    made.add(native('POST', '/invitations', stage.session, {'email': email, **in_domain})['user']['id'])
    assert made <= {UUID(user.id).hex for user in client.users.list()}
    for user in made:
        found = client.users.get(UUID(user).urn)
        assert found.name == native('GET', f'/users/{user}', stage.session)['username']
        assert found.about == ''


def test_the_username_is_the_id(stage, client):
    made = sign_up(client)
    shown = native('GET', f'/users/{UUID(made.id).hex}', stage.session)
    assert (shown['username'], shown['display_name'], shown['description']) == (made.id, 'Ann', 'Likes rain')


def test_the_generated_client_sorts(manager):
    client = Client(api_key=manager.api_key(), base_url=BASE)
    made = [sign_up(client, name=f'user {i}').id for i in range(3)]
    client.users.update(user_id=made[0], about='changed last')
    api = client._api_client
    newest = api.list_users(sort_by=ListUsersRequestSortBy.UPDATED_AT).items
    assert newest[0].id == made[0]
    oldest = api.list_users(order=ListUsersRequestOrder.ASC, metadata_filter='{}').items
    times = [user.created_at for user in oldest]
    assert times == sorted(times) and len(oldest) == 4


def test_invalid_filters_are_rejected(manager):
    api = Client(api_key=manager.api_key(), base_url=BASE)._api_client
    for text in ('{', '', '[]', '7', 'null', '{"a":"\\u0000"}'):
        fails_with(400, api.list_users, metadata_filter=text)
    fails_with(422, api.list_users, metadata_filter=f'{{"a":{"[" * 20}{"]" * 20}}}')
