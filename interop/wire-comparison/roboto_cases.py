"""Each operation and each error of Roboto's Python SDK; roboto-cases.ts has the same cases."""

import os
import time

for variable in [key for key in os.environ if key.startswith('ROBOTO_') or key.lower().endswith('_proxy')]:
    del os.environ[variable]
# The SDK waits up to 30 s between ten attempts.
time.sleep = lambda _seconds: None

from roboto import CreateUserRequest, RobotoClient, RobotoConfig, User
from roboto.domain.orgs import Org
from roboto.domain.users import UserRecord
from roboto.exceptions import RobotoDomainException

from recording import KEYS, RUN, URL, recorder


def describe(error):
    # The SDK reports a malformed argument with one of these; pydantic's ValidationError is a ValueError.
    if isinstance(error, (TypeError, ValueError)):
        return 'argument'
    if isinstance(error, RobotoDomainException):
        return type(error).__name__
    # The SDK's errors of statuses that it has no class for.
    if type(error).__name__ in ('ClientError', 'ServerError', 'HttpError'):
        return f'status {error.status}'


case = recorder(describe)


def connect(key):
    return RobotoClient.from_config(RobotoConfig(api_key=key, endpoint=f'{URL}/roboto'))


platform, ordinary = connect(KEYS['platform']), connect(KEYS['ordinary'])
ALICE = f'alice-{RUN}+x@example.com'


def create(client=platform, **fields):
    return User.create(CreateUserRequest(**fields), roboto_client=client)


def find(user_id, client=platform):
    return User.from_id(user_id, roboto_client=client)


def known(user_id, client=platform):
    return User(UserRecord(user_id=user_id), roboto_client=client)


case('a key of the discontinued form', lambda: User.for_self(roboto_client=connect('robo_pat_1')))

alice = case('create', lambda: create(user_id=ALICE))
case(
    'create with everything',
    lambda: create(
        user_id=f'bob {RUN}',
        name='Bob 🙂',
        is_service_user=True,
        is_system_user=False,
        picture_url='https://pictures.example/bob.png',
        default_notification_channels=['web_ui', 'email'],
        default_notification_types=[],
    ),
)
case('create with null', lambda: create(user_id=f'cid-{RUN}', name=None, default_notification_channels=None))
case('create again', lambda: create(user_id=ALICE))
case('from_id', lambda: find(ALICE))
case('from_id with a space', lambda: find(f'bob {RUN}'))
case('from_id with a slash', lambda: find('a/b%c&d?e#f'))
case('from_id with Unicode', lambda: find('世界'))
case('from_id with quotes', lambda: find("it's (a) *user*!~"))
case('for_self', lambda: User.for_self(roboto_client=ordinary))
case('update name', lambda: alice.update(name='Alison'))
case('update picture', lambda: alice.update(picture_url='https://pictures.example/alice.png'))
case('update channels', lambda: alice.update(notification_channels_enabled={'web_ui': True, 'email': False}))
case('update types', lambda: alice.update(notification_types_enabled={'comment_mention': False}))
case('update nothing', lambda: alice.update())
case('orgs of a user', lambda: Org.for_user(ALICE, roboto_client=platform))
case('orgs of an absent user', lambda: Org.for_user('absent', roboto_client=platform))
case('delete', lambda: alice.delete())
case('delete again', lambda: alice.delete())
case('update a deleted user', lambda: alice.update(name='Ghost'))
case('from_id of a deleted user', lambda: find(ALICE))

case('create with a wrong key', lambda: create(connect('wrong'), user_id='x'))
case('create without permission', lambda: create(ordinary, user_id='x'))
case('create with an id that is too long', lambda: create(user_id='x' * 300))
case('for_self with a wrong key', lambda: User.for_self(roboto_client=connect('wrong')))
case('from_id without permission', lambda: find('admin', ordinary))
case('update without permission', lambda: known('admin', ordinary).update(name='Eve'))
case('delete without permission', lambda: known('admin', ordinary).delete())
case('update of a Latin-1 id', lambda: known('grün').update(name='x'))

case('create: no user_id', lambda: create(name='x'))
case('create: user_id is a number', lambda: create(user_id=7))
case('create: user_id is empty', lambda: create(user_id=''))
case('create: name is a number', lambda: create(user_id='x', name=7))
case('create: unknown channel', lambda: create(user_id='x', default_notification_channels=['slack']))
case('create: unknown type', lambda: create(user_id='x', default_notification_types=['all']))
case('create: is_service_user is text', lambda: create(user_id='x', is_service_user='maybe'))
case('from_id: user_id is empty', lambda: find(''))
case('from_id: user_id is ..', lambda: find('..'))
case('update: name is empty', lambda: known('absent').update(name=''))
case('update: name is a number', lambda: known('absent').update(name=7))
case('update: unknown channel', lambda: known('absent').update(notification_channels_enabled={'slack': True}))
case('update: flag is text', lambda: known('absent').update(notification_channels_enabled={'email': 'maybe'}))
case('delete: user_id has a line break', lambda: known('a\nb').delete())
case('delete: user_id ends with a space', lambda: known('absent ').delete())
case('delete: user_id is beyond Latin-1', lambda: known('世界').delete())


def prepared(name, status, code=None, message='prepared', call=lambda: find('x')):
    body = {'message': message} if code is None else {'error': {'error_code': code, 'message': message}}
    case(name, call, {'status': status, 'body': body})


for status in (400, 401, 404, 409, 422, 500, 501, 503):
    prepared(f'status {status}', status)
for code in ('LimitExceeded', 'Deprecated', 'NotImplemented', 'Conflict', 'NoOrgProvided', 'AuthenticationFailure'):
    prepared(f'code {code}', 418, f'Roboto{code}Exception')
prepared('code Internal', 500, 'RobotoInternalException')
prepared('code ServiceUnavailable', 429, 'RobotoServiceUnavailableException')
prepared('an unknown code', 404, 'RobotoNovelException')
prepared('explicit deny', 403, message='User is not authorized to access this resource with an explicit deny')
prepared('create with status 503', 503, call=lambda: create(user_id='x'))
prepared('update with status 503', 503, call=lambda: known('x').update())
prepared('delete with status 503', 503, call=lambda: known('x').delete())
