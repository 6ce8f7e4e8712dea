"""
Each operation and each error of Julep's Python SDK; julep-cases.ts has the same cases.

    julep_cases.py sync|async
"""

import asyncio
import os
import sys
from uuid import UUID, uuid1, uuid4

for variable in [key for key in os.environ if key.startswith(('JULEP_', 'OPENAI_')) or key.lower().endswith('_proxy')]:
    del os.environ[variable]

from beartype.roar import BeartypeException
from julep import AsyncClient, Client
from julep.api.core.api_error import ApiError

from recording import KEYS, URL, recorder


def describe(error):
    if isinstance(error, ApiError):
        return f'status {error.status_code}'
    # The SDK reports a malformed argument with one of these.
    if isinstance(error, (AssertionError, BeartypeException, TypeError, ValueError)):
        return 'argument'


case = recorder(describe)
BASE = f'{URL}/julep/api'


class Waiting:
    """A manager of the asynchronous client with the interface of the synchronous one."""

    loop = asyncio.new_event_loop()

    def __init__(self, manager):
        self.manager = manager

    def __getattr__(self, name):
        call = getattr(self.manager, name)
        return lambda *args, **more: self.loop.run_until_complete(call(*args, **more))


def connect(key):
    """The users and the docs of a client of the chosen kind."""
    if sys.argv[1] == 'sync':
        client = Client(api_key=key, base_url=BASE)
        return client.users, client.docs
    client = AsyncClient(api_key=key, base_url=BASE)
    return Waiting(client.users), Waiting(client.docs)


users, docs = connect(KEYS['manager'])
DOC = {'title': 'Notes', 'content': ['one', 'two']}

case('client without a key', lambda: Client(base_url=BASE))
case('client without an address', lambda: Client(api_key='key', base_url=None))

ann = case('create', lambda: users.create(name='Ann', about='Likes rain'))
metadata = {'type': 'test', 'deep': {'a': [1, None]}, 'text': 'x y+z&ü'}
case('create with everything', lambda: users.create(name='Grüße 🙂', about='', metadata=metadata, docs=[DOC]))
case(
    'create with metadata of docs',
    lambda: users.create(name='Ben', about='', docs=[{**DOC, 'metadata': {'kind': 'note'}}]),
)
case('create with null', lambda: users.create(name=None, about=None))
case('get', lambda: users.get(ann.id))
case('get in capitals', lambda: users.get(ann.id.upper()))
case('get without dashes', lambda: users.get(UUID(ann.id).hex))
case('get in braces', lambda: users.get(f'{{{ann.id}}}'))
case('get a URN', lambda: users.get(UUID(ann.id).urn))
case('list', lambda: users.list())
case('list with limit', lambda: users.list(limit=2))
case('list with limit and offset', lambda: users.list(limit=2, offset=1))
case('list with offset', lambda: users.list(offset=1))
case('list with filter', lambda: users.list(limit=5, metadata_filter=metadata))
case('update name', lambda: users.update(user_id=ann.id, name='Anna'))
case('update about and metadata', lambda: users.update(user_id=ann.id, about='ü', metadata={'a': {'b': 1}}))
case('update to null', lambda: users.update(user_id=ann.id, name=None))
case('update nothing', lambda: users.update(user_id=ann.id))
case('overwrite', lambda: users.update(user_id=ann.id, name='B', about='C', overwrite=True))
case(
    'overwrite with metadata',
    lambda: users.update(user_id=ann.id, name='B', about='C', metadata={'n': 1}, overwrite=True),
)
doc = case('create doc', lambda: docs.create(user_id=ann.id, doc={'title': 'x', 'content': 'y'}))
case('create doc with metadata', lambda: docs.create(user_id=ann.id, doc={**DOC, 'metadata': {'kind': 'note'}}))
case('list docs', lambda: docs.list(user_id=ann.id))
case('list docs with limit', lambda: docs.list(user_id=ann.id, limit=1, offset=1, metadata_filter={'a': 1}))
case('delete doc', lambda: docs.delete(user_id=ann.id, doc_id=doc.id))
case('delete doc again', lambda: docs.delete(user_id=ann.id, doc_id=doc.id))
case('delete', lambda: users.delete(user_id=ann.id))
case('delete again', lambda: users.delete(user_id=ann.id))

absent = str(uuid4())
case('get an absent user', lambda: users.get(absent))
case('get a UUID of version 1', lambda: users.get(str(uuid1())))
case('update an absent user', lambda: users.update(user_id=absent, name='x'))
case('overwrite an absent user', lambda: users.update(user_id=absent, name='x', about='y', overwrite=True))
case('list docs of an absent user', lambda: docs.list(user_id=absent))
case('create doc of an absent user', lambda: docs.create(user_id=absent, doc=DOC))
wrong, _ = connect('wrong')
case('list with a wrong key', lambda: wrong.list(limit=1))
case('create with a name that is too long', lambda: users.create(name='x' * 300, about=''))
case('create with an empty title', lambda: users.create(name='x', about='', docs=[{'title': '', 'content': 'y'}]))
ordinary, _ = connect(KEYS['ordinary'])
case('list without permission', lambda: ordinary.list(limit=1))

case('get: id is no UUID', lambda: users.get('nope'))
case('get: id is empty', lambda: users.get(''))
case('get: id is a number', lambda: users.get(7))
case('get: id is null', lambda: users.get(None))
case('update: user_id is no UUID', lambda: users.update(user_id='nope', name='x'))
case('delete: user_id is no UUID', lambda: users.delete(user_id='nope'))
case('create: no name', lambda: users.create(about='x'))
case('create: no about', lambda: users.create(name='x'))
case('create: docs is text', lambda: users.create(name='x', about='y', docs='z'))
case('create: doc without title', lambda: users.create(name='x', about='y', docs=[{'content': 'z'}]))
case('create: doc without content', lambda: users.create(name='x', about='y', docs=[{'title': 'z'}]))
case('create: metadata is text', lambda: users.create(name='x', about='y', metadata='z'))
case('create: name is a number', lambda: users.create(name=7, about='y'))
case('list: limit is text', lambda: users.list(limit='2'))
case('list: limit is 0', lambda: users.list(limit=0))
case('list: offset is text', lambda: users.list(offset='2'))
case('list: offset is -1', lambda: users.list(limit=1, offset=-1))
case('list: metadata_filter is text', lambda: users.list(metadata_filter='x'))
case('update: overwrite without about', lambda: users.update(user_id=absent, name='x', overwrite=True))
case('update: overwrite with null', lambda: users.update(user_id=absent, name='x', about=None, overwrite=True))
case('list docs: user_id is no UUID', lambda: docs.list(user_id='nope'))
case('create doc: user_id is no UUID', lambda: docs.create(user_id='nope', doc=DOC))
case('create doc: no content', lambda: docs.create(user_id=absent, doc={'title': 'x'}))
case('delete doc: user_id is no UUID', lambda: docs.delete(user_id='nope', doc_id=absent))
case('delete doc: doc_id is no UUID', lambda: docs.delete(user_id=absent, doc_id='nope'))

for status in (400, 409, 429, 500, 503):
    respond = {'status': status, 'body': {'detail': 'prepared'}}
    case(f'get with status {status}', lambda: users.get(absent), respond)
case('create with status 503', lambda: users.create(name='x', about='y'), {'status': 503, 'body': {}})
