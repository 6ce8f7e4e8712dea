from uuid import UUID, uuid4

import pytest
from julep import Client
from julep.api.types import GetUserDocsRequestOrder, GetUserDocsRequestSortBy

from conftest import BASE
from test_users import is_now, fails_with, sign_up


def titles(docs):
    return sorted(doc.title for doc in docs)


def test_docs_are_created_with_a_user(client):
    made = sign_up(client, docs=[{'title': 'one', 'content': 'text'}, {'title': 'two', 'content': ['a', 'b']}])
    found = {doc.title: doc for doc in client.docs.list(user_id=made.id)}
    assert sorted(found) == ['one', 'two']
    assert (found['one'].content, found['two'].content) == ('text', ['a', 'b'])
    assert all(UUID(doc.id).version == 4 and is_now(doc.created_at) for doc in found.values())


def test_a_user_without_docs_has_none(client):
    assert client.docs.list(user_id=sign_up(client).id) == []


def test_a_user_with_an_invalid_doc_is_not_created(client):
    fails_with(422, sign_up, client, name='Absent', docs=[{'title': ' ', 'content': 'text'}])
    assert 'Absent' not in {user.name for user in client.users.list()}


def test_docs_are_made_listed_and_deleted(client):
    user = sign_up(client)
    made = client.docs.create(user_id=user.id, doc={'title': 'one', 'content': 'text', 'metadata': {}})
    assert UUID(made.id).version == 4 and is_now(made.created_at)
    client.docs.create(user_id=UUID(user.id), doc={'title': 'two', 'content': ['text']})
    assert titles(client.docs.list(user_id=UUID(user.id))) == ['one', 'two']
    assert client.docs.delete(user_id=user.id, doc_id=made.id.upper()) is None
    [left] = client.docs.list(user_id=user.id)
    # A single part is returned as text, as older servers do.
    assert (left.title, left.content) == ('two', 'text')
    fails_with(404, client.docs.delete, user_id=user.id, doc_id=made.id)


def test_docs_belong_to_one_user(client):
    one, other = sign_up(client, docs=[{'title': 'one', 'content': 'text'}]), sign_up(client)
    [doc] = client.docs.list(user_id=one.id)
    assert fails_with(404, client.docs.delete, user_id=other.id, doc_id=doc.id) == {'detail': 'Doc not found'}
    fails_with(404, client.docs.delete, user_id=str(uuid4()), doc_id=doc.id)
    assert client.docs.list(user_id=one.id) == [doc]


def test_limit_and_offset_of_docs(client):
    user = sign_up(client)
    for i in range(3):
        client.docs.create(user_id=user.id, doc={'title': f'{i}', 'content': 'text'})
    everything = client.docs.list(user_id=user.id)
    assert client.docs.list(user_id=user.id, limit=2) == everything[:2]
    assert client.docs.list(user_id=user.id, limit=2, offset=1) == everything[1:]
    assert client.docs.list(user_id=user.id, offset=3) == []
    times = [doc.created_at for doc in everything]
    assert times == sorted(times, reverse=True)
    for wrong in ({'limit': 0}, {'limit': 1001}, {'offset': -1}):
        fails_with(422, client.docs.list, user_id=user.id, **wrong)


def test_the_client_sends_no_metadata_of_docs(client):
    made = sign_up(client, docs=[{'title': 'one', 'content': 'text', 'metadata': {'kind': 'note'}}])
    assert client.docs.list(user_id=made.id, metadata_filter={'kind': 'note'}) == []
    assert titles(client.docs.list(user_id=made.id, metadata_filter={})) == ['one']


def test_invalid_ids_of_docs(client):
    user = sign_up(client)
    for doc_id in ('nope', str(uuid4()), uuid4()):
        fails_with(404, client.docs.delete, user_id=user.id, doc_id=doc_id)
    # The asynchronous client reports another error.
    with pytest.raises((AssertionError, ValueError)):
        client.docs.delete(doc_id=str(uuid4()))
    with pytest.raises(AssertionError):
        client.docs.list(user_id='nope')


def test_invalid_docs_are_rejected(client):
    user = sign_up(client)
    for wrong in (
        {'title': '', 'content': 'text'},
        {'title': 'x' * 1001, 'content': 'text'},
        {'title': 'x', 'content': []},
        {'title': 'x', 'content': 'x' * 300_000},
        {'title': 'x', 'content': 'a\0b'},
    ):
        fails_with(422, client.docs.create, user_id=user.id, doc=wrong)
    fails_with(413, client.docs.create, user_id=user.id, doc={'title': 'x', 'content': 'x' * 3_000_000})
    assert client.docs.list(user_id=user.id) == []


def test_the_number_of_docs_is_limited(client):
    doc = {'title': 'x', 'content': 'text'}
    fails_with(403, sign_up, client, docs=[doc] * 201)
    user = sign_up(client, docs=[doc] * 200)
    fails_with(403, client.docs.create, user_id=user.id, doc=doc)
    assert len(client.docs.list(user_id=user.id, limit=None)) == 100
    assert len(client.docs.list(user_id=user.id, limit=1000)) == 200


def test_the_generated_client_sorts(manager):
    client = Client(api_key=manager.api_key(), base_url=BASE)
    user = sign_up(client)
    made = [client.docs.create(user_id=user.id, doc={'title': t, 'content': t}).created_at for t in 'abc']
    for sort_by in GetUserDocsRequestSortBy:
        found = client._api_client.get_user_docs(user.id, sort_by=sort_by, order=GetUserDocsRequestOrder.ASC)
        assert [doc.created_at for doc in found.items] == made
