import inspect
from datetime import datetime, timedelta

import pytest
from geobox.apikey import ApiKey
from geobox.exception import AuthenticationError, AuthorizationError, NotFoundError, ValidationError

from conftest import do
from muster_api import name

newer = pytest.mark.skipif(
    'expires_at' not in inspect.signature(ApiKey.create_apikey).parameters, reason='this client gives keys no end'
)


@pytest.fixture
def owner(clients, manager):
    """The manager with a session: a key cannot create keys."""
    return clients.open(access_token=manager.session)


def test_a_key_authenticates_until_it_is_revoked_or_deleted(clients, owner, manager):
    key = do(owner.create_apikey(name=name('key')))
    assert key.key.startswith('mst_k_') and key.revoked is False
    assert repr(key)
    own = clients.open(apikey=key.key)
    assert do(own.get_user()).username == manager.username
    assert do(key.revoke()) is None
    assert do(owner.get_apikey(key_id=key.key_id)).revoked is True
    with pytest.raises(AuthenticationError):
        do(own.get_user())
    assert do(key.grant()) is None
    do(own.get_user())
    key_id = key.key_id
    assert do(key.delete()) is None
    with pytest.raises(AuthenticationError):
        do(own.get_user())
    with pytest.raises(NotFoundError):
        do(owner.get_apikey(key_id=key_id))


def test_the_secret_is_shown_once(owner):
    key = do(owner.create_apikey(name=name('key')))
    found = do(owner.get_apikey(key_id=key.key_id))
    assert found.key is None and key.key.startswith(found.key_prefix)
    assert {**found.data, 'key': key.key} == key.data


def test_a_key_is_renamed_and_found_by_name(owner):
    mark = name('mark')
    do(owner.create_apikey(name=f'{mark} and more'))
    key = do(owner.create_apikey(name=name('key')))
    assert do(key.update(name=mark))['name'] == mark
    assert do(owner.get_apikey_by_name(mark)).key_id == key.key_id
    assert do(owner.get_apikey_by_name('no such key')) is None
    assert [one.name for one in do(owner.get_apikeys(search=mark, order_by='name D', limit=1))] == [f'{mark} and more']
    assert [one.name for one in do(owner.get_apikeys(search=mark, skip=1))] == [f'{mark} and more']
    with pytest.raises(ValidationError):
        do(owner.create_apikey(name=mark))
    with pytest.raises(ValidationError):
        do(owner.create_apikey(name=''))


def test_a_key_cannot_create_keys(admin, manager_key, clients):
    with pytest.raises(AuthorizationError):
        do(clients.open(apikey=manager_key).create_apikey(name=name('key')))


def test_keys_of_others(clients, owner, reader):
    own = clients.open(access_token=reader.session)
    key = do(own.create_apikey(name=name('key')))
    user_id = key.user_id
    assert key.key_id in [one.key_id for one in do(owner.get_apikeys(user_id=user_id, limit=1000))]
    with pytest.raises(AuthorizationError):
        do(owner.create_apikey(name=name('gift'), user_id=user_id))
    theirs = do(owner.create_apikey(name=name('key')))
    with pytest.raises(AuthorizationError):
        do(own.get_apikey(key_id=theirs.key_id))
    with pytest.raises(AuthorizationError):
        do(own.get_apikeys(user_id=theirs.user_id))
    do(do(owner.get_apikey(key_id=key.key_id)).revoke())
    with pytest.raises(AuthorizationError):
        do(key.grant())


@newer
def test_a_key_expires(owner):
    soon = do(owner.create_apikey(name=name('key'), expiration_mode='interval', expiration_interval='1d'))
    assert abs(soon.expires_at - datetime.utcnow() - timedelta(days=1)) < timedelta(minutes=5)
    moment = datetime(2099, 1, 2, 3, 4, 5)
    later = do(owner.create_apikey(name=name('key'), expiration_mode='datetime', expires_at=moment))
    assert later.expires_at == moment
    with pytest.raises(ValidationError):
        do(later.update(name=later.name, expiration_mode='interval', expiration_interval='1d'))
    with pytest.raises(ValidationError):
        do(owner.create_apikey(name=name('key'), expiration_mode='interval', expiration_interval='soon'))
