"""
Each operation and each error of Geobox's Python SDK; geobox-cases.ts has the same cases.

    geobox_cases.py sync|async
"""

import asyncio
import inspect
import os
import sys

for variable in [
    key for key in os.environ if key.startswith('GEOBOX_') or key == 'DEBUG' or key.lower().endswith('_proxy')
]:
    del os.environ[variable]

from geobox import GeoboxClient
from geobox.aio import AsyncGeoboxClient
from geobox.aio.user import AsyncSession, AsyncUser
from geobox.enums import UserRole, UserStatus
from geobox.exception import GeoboxError
from geobox.user import Session, User

from recording import KEYS, RUN, URL, recorder

SYNC = sys.argv[1] == 'sync'
loop = asyncio.new_event_loop()


def do(result):
    return loop.run_until_complete(result) if inspect.isawaitable(result) else result


def describe(error):
    if isinstance(error, GeoboxError):
        return type(error).__name__
    # The SDK reports a malformed argument with one of these, and so it does a response that it takes for a success.
    if isinstance(error, (AttributeError, KeyError, TypeError, ValueError)):
        return 'argument'


record = recorder(describe)


def case(name, call, respond=None):
    return record(name, lambda: do(call()), respond)


def connect(**credentials):
    client = (GeoboxClient if SYNC else AsyncGeoboxClient)(host=f'{URL}/geobox/', ver='v1/', **credentials)
    if not SYNC:
        do(client.__aenter__())
    return client


manager, ordinary, wrong = (connect(access_token=KEYS.get(caller, caller)) for caller in ('manager', 'ordinary', 'wrong'))
with_key = connect(apikey='a b/c')


def known(id):
    return (User if SYNC else AsyncUser)(manager, id)


def create(client=manager, **more):
    user = {
        'password': 'P@ssw0rd ✓ 😀',
        'role': UserRole.PUBLISHER,
        'first_name': 'Ann',
        'last_name': 'Lee',
        'mobile': '+98 9120123456',
        'status': UserStatus.ACTIVE,
    }
    return client.create_user(**{**user, **more})


def named(name):
    return {'username': f'{name}-{RUN}', 'email': f'{name}-{RUN}+x@example.com'}


def prepared(name, status, call=lambda: manager.get_user(1), body=None):
    case(name, call, {'status': status, 'body': {'detail': 'prepared'} if body is None else body})


USER = {'id': 7, 'first_name': 'Ann', 'last_name': 'Lee'}
SESSION = {'uuid': '0f8fad5b-d9cb-469f-a165-70867728950e', 'agent': 'x'}

case('create', lambda: create(**named('ann')))
case('create with little', lambda: create(**named('bob'), first_name=None, last_name=None, mobile=None))
case('create again', lambda: create(**named('ann')))
case('get me', lambda: manager.get_user())
prepared('get by id', 200, lambda: manager.get_user(user_id=7), USER)
case('get absent', lambda: manager.get_user(user_id=999999999))
case('list', lambda: manager.get_users(skip=0, limit=10))
case('list by q', lambda: manager.get_users(q="username LIKE '%ann%' AND created_at > '2021-01-01'", limit=10))
case('list by search', lambda: manager.get_users(search='a b+c&d', search_fields='username,email', limit=10))
case('list by status', lambda: manager.get_users(status=UserStatus.ACTIVE, order_by='username D', skip=1, limit=1))
case('list by user', lambda: manager.get_users(user_id=999999999, limit=10))
case('list with an error in q', lambda: manager.get_users(q='x x', limit=10))
case('count', lambda: manager.get_users(return_count=True))
case('count by search', lambda: manager.get_users(return_count=True, search='ann'))
case('search', lambda: manager.search_users('ann', skip=1, limit=10))
case('search for nothing', lambda: manager.search_users(limit=10))
prepared('update', 200, lambda: known(7).update(username='u', email='e@example.com', first_name='F', last_name='L'), USER)
prepared('update enums', 200, lambda: known(7).update(status=UserStatus.PENDING, role=UserRole.VIEWER), USER)
prepared('update nothing', 200, lambda: known(7).update(), USER)
prepared('update to null', 200, lambda: known(7).update(mobile='', plan='', expiration_date=''), USER)
prepared('update expiry', 200, lambda: known(7).update(expiration_date='2030-01-02', mobile='+1'), USER)
case('update absent', lambda: known(999999999).update(first_name='x'))
case('delete absent', lambda: known(999999999).delete())
prepared('delete', 200, lambda: known(7).delete(), {})
prepared('get_sessions', 200, lambda: known(7).get_sessions(), [SESSION])
case('get_my_sessions', lambda: manager.get_my_sessions())
case('get_sessions of an absent user', lambda: known(7).get_sessions(user_id=999999999))
prepared('close', 200, lambda: (Session if SYNC else AsyncSession)(SESSION['uuid'], SESSION, known(7)).close(), {})
prepared('change_password', 200, lambda: known(7).change_password('pässwörd✓ 😀a'), {})
case('change_password of an absent user', lambda: known(999999999).change_password('a new phrase'))
prepared('renew_plan', 200, lambda: known(7).renew_plan(), {})
case('renew_plan of an absent user', lambda: known(999999999).renew_plan())
case('get with a wrong token', lambda: wrong.get_user())
case('list without permission', lambda: ordinary.get_users(limit=10))
case('create without permission', lambda: create(ordinary, **named('cid')))
case('get with an API key', lambda: with_key.get_user())
case('list with an API key', lambda: with_key.get_users(q="username = 'x'", limit=10))
prepared('create with an API key', 200, lambda: create(with_key, username='x', email='x@example.com'), USER)
case('sign in', lambda: connect(username='ada & co', password='wrong + phrase').get_user())

case('list: q and search', lambda: manager.get_users(q='id = 1', search='x', limit=10))
case('create: username is empty', lambda: create(username='', email='x@example.com'))
case('create: no password', lambda: create(username='x', email='x@example.com', password=None))
case('create: role is text', lambda: create(username='x', email='x@example.com', role='Viewer '))

for status in (401, 403, 404, 422, 500):
    prepared(f'status {status}', status)
for status in (400, 409, 503):
    prepared(f'delete with status {status}', status, lambda: known(7).delete())

if not SYNC:
    for client in (manager, ordinary, wrong, with_key):
        do(client.__aexit__(None, None, None))
