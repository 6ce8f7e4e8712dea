"""Each operation and each error of Arize's Python SDK; arize-cases.ts has the same cases."""

import inspect
import os
from urllib.parse import urlsplit

for variable in [key for key in os.environ if key.startswith('ARIZE_') or key.lower().endswith('_proxy')]:
    del os.environ[variable]

from arize import ArizeClient
from arize._generated.api_client.exceptions import ApiException
from arize.users.types import CustomUserRole, PredefinedUserRole
from arize.version import __version__

from recording import KEYS, RUN, URL, recorder

UPPER_CASE = tuple(int(part) for part in __version__.split('.')) >= (8, 40)


def spell(word):
    return word.upper() if UPPER_CASE else word


def describe(error):
    if isinstance(error, ApiException):
        return type(error).__name__
    # The SDK reports a malformed argument with one of these; pydantic's ValidationError is a ValueError.
    if isinstance(error, (TypeError, ValueError)):
        return 'argument'


case = recorder(describe)


def connect(key):
    place = urlsplit(URL)
    return ArizeClient(api_key=key, api_host=f'{place.netloc}/arize', api_scheme=place.scheme).users


manager, ordinary, wrong = (connect(KEYS.get(caller, caller)) for caller in ('manager', 'ordinary', 'wrong'))


def on(method, id, client=manager, **more):
    """Newer versions call the id `user`."""
    call = getattr(client, method)
    name = 'user_id' if 'user_id' in inspect.signature(call).parameters else 'user'
    return call(**{name: id}, **more)


def role(name):
    return PredefinedUserRole(name=spell(name))


def create(client=manager, **more):
    user = {'name': 'Ann', 'role': role('member'), 'invite_mode': spell('none')}
    return client.create(**{**user, **more})


def person(name):
    return f'{name}-{RUN}+x@example.com'


ABSENT = 'VXNlcjoxOmFic2VudA=='
PAGE = {'users': [], 'pagination': {'has_more': False}}

ann = case('create', lambda: create(email=person('ann')))
case(
    'create with everything',
    lambda: create(
        email=person('bob'),
        name='Bob 🙂',
        role=role('annotator'),
        invite_mode=spell('email_link'),
        is_developer=True,
    ),
)
cid = case('create with a temporary password', lambda: create(email=person('cid'), invite_mode=spell('temporary_password')))
case('create with a custom role', lambda: create(email=person('dan'), role=CustomUserRole(id='Um9sZToxOng=')))
case('create not a developer', lambda: create(email=person('eve'), is_developer=False))
case('create again', lambda: create(email=person('ann')))
case('create invited again', lambda: create(email=person('cid'), invite_mode=spell('email_link')))
case('create with an invalid email', lambda: create(email='no address'))
case('list', lambda: manager.list())
case('list with a limit', lambda: manager.list(limit=100))
case('list by email', lambda: manager.list(email='a b+c/d&e=f🙂'))
case('list by status', lambda: manager.list(status=[spell('active'), spell('invited')]))
case('list with a cursor', lambda: manager.list(cursor='a/b+c=='), {'status': 200, 'body': PAGE})
case('list with an invalid cursor', lambda: manager.list(cursor='x'))
case('get', lambda: on('get', ann.id))
case('get absent', lambda: on('get', ABSENT))
case('get with a slash', lambda: on('get', 'a/b%c&d?e#f'))
case('get with quotes', lambda: on('get', "it's (a) *user*!~"))
case('update name', lambda: on('update', ann.id, name='Anna'))
case('update developer', lambda: on('update', ann.id, is_developer=False))
case('update both', lambda: on('update', ann.id, name='Ann', is_developer=True))
case('update absent', lambda: on('update', ABSENT, name='x'))
case('resend_invitation', lambda: on('resend_invitation', cid.id))
case('resend_invitation of an active user', lambda: on('resend_invitation', ann.id))
case('reset_password', lambda: on('reset_password', ann.id))
case('reset_password of an invited user', lambda: on('reset_password', cid.id))
case('delete', lambda: on('delete', ann.id))
case('delete again', lambda: on('delete', ann.id))
case('get of a deleted user', lambda: on('get', ann.id))
case('create of a deleted user', lambda: create(email=person('ann')))
case('list with a wrong key', lambda: wrong.list())
case('create without permission', lambda: create(ordinary, email=person('fay')))
case('delete without permission', lambda: on('delete', cid.id, ordinary))

case('list: limit 0', lambda: manager.list(limit=0))
case('list: limit 101', lambda: manager.list(limit=101))
case('list: unknown status', lambda: manager.list(status=['inactive']))
case('list: email is too long', lambda: manager.list(email='x' * 256))
case('create: no email', lambda: manager.create(name='x', role=role('member'), invite_mode=spell('none')))
case('create: name is empty', lambda: create(email='x@example.com', name=''))
case('create: name is too long', lambda: create(email='x@example.com', name='x' * 256))
case('create: email is empty', lambda: create(email=''))
case('create: unknown role', lambda: create(email='x@example.com', role=PredefinedUserRole(name='owner')))
case('create: unknown mode', lambda: create(email='x@example.com', invite_mode='sms'))
case('update: nothing', lambda: on('update', ABSENT))
case('update: name is empty', lambda: on('update', ABSENT, name=''))
case('get: user_id is empty', lambda: on('get', ''))
case('delete: user_id is ..', lambda: on('delete', '..'))


def prepared(name, status, call=lambda: on('get', 'x'), headers=None):
    body = {'title': 'prepared', 'status': status}
    respond = {'status': status, 'body': body, 'headers': {'content-type': 'application/problem+json', **(headers or {})}}
    case(name, call, respond)


for status in (400, 401, 403, 404, 409, 422, 429, 418, 500, 503):
    prepared(f'status {status}', status)
prepared('get with status 503 and Retry-After', 503, headers={'retry-after': '0'})
prepared('create with status 503 and Retry-After', 503, lambda: create(email='x@example.com'), {'retry-after': '0'})
prepared('delete with status 429 and Retry-After', 429, lambda: on('delete', 'x'), {'retry-after': '0'})
