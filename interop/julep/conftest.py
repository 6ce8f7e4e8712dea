import asyncio
import os

# The client reads these variables at import.
for variable in [key for key in os.environ if key.startswith(('JULEP_', 'OPENAI_')) or key.lower().endswith('_proxy')]:
    del os.environ[variable]

import pytest
from julep import AsyncClient, Client

from muster_api import URL, Stage

BASE = f'{URL}/julep/api'


class Waiting:
    """The asynchronous client with the interface of the synchronous one."""

    class Manager:
        def __init__(self, loop, manager):
            self.loop, self.manager = loop, manager

        def __getattr__(self, name):
            call = getattr(self.manager, name)
            return lambda *args, **more: self.loop.run_until_complete(call(*args, **more))

    def __init__(self, loop, client):
        self.users = self.Manager(loop, client.users)
        self.docs = self.Manager(loop, client.docs)


@pytest.fixture(scope='session')
def stage():
    return Stage()


@pytest.fixture(scope='session')
def loop():
    loop = asyncio.new_event_loop()
    yield loop
    loop.close()


@pytest.fixture(params=['sync', 'async'])
def connect(request, loop):
    """Creates a client for a key; each test runs with both kinds of client."""

    def make(key, base=BASE):
        if request.param == 'sync':
            return Client(api_key=key, base_url=base)
        return Waiting(loop, AsyncClient(api_key=key, base_url=base))

    return make


@pytest.fixture
def domain(stage):
    return stage.domain()


@pytest.fixture
def manager(stage, domain):
    return stage.person(domain, 'manager')


@pytest.fixture
def client(connect, manager):
    """The client of a developer, who manages a new domain."""
    return connect(manager.api_key())
