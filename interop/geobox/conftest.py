import asyncio
import inspect
import os

for variable in [key for key in os.environ if key.startswith('GEOBOX_') or key == 'DEBUG']:
    del os.environ[variable]

import pytest
from geobox import GeoboxClient
from geobox.aio import AsyncGeoboxClient
from geobox.enums import UserRole, UserStatus

from muster_api import URL, Stage, name

HOST = f'{URL}/geobox/'

loop = asyncio.new_event_loop()


def do(answer):
    """The result of a call of the synchronous or the asynchronous client."""
    return loop.run_until_complete(answer) if inspect.isawaitable(answer) else answer


class Clients:
    """Creates clients of one kind and closes them at the end."""

    def __init__(self, kind):
        self.kind = kind
        self.opened = []

    def sign_in(self, username, password):
        return self.open(username=username, password=password)

    def open(self, **credentials):
        if self.kind == 'sync':
            return GeoboxClient(host=HOST, ver='v1/', **credentials)
        client = AsyncGeoboxClient(host=HOST, ver='v1/', **credentials)
        do(client.__aenter__())
        self.opened.append(client)
        return client

    def close(self):
        for client in self.opened:
            do(client.__aexit__(None, None, None))


@pytest.fixture(params=['sync', 'async'])
def clients(request):
    clients = Clients(request.param)
    yield clients
    clients.close()


@pytest.fixture(scope='session')
def stage():
    return Stage()


@pytest.fixture(scope='session')
def domain(stage):
    return stage.domain()


@pytest.fixture(scope='session')
def manager(stage, domain):
    return stage.person(domain, 'manager')


@pytest.fixture(scope='session')
def reader(stage, domain):
    return stage.person(domain, 'reader')


@pytest.fixture(scope='session')
def manager_key(manager):
    return manager.api_key()


@pytest.fixture(params=['token', 'apikey'])
def admin(request, clients, manager, manager_key):
    """The manager of a domain, by the secret of a session and by an API key in the address."""
    return clients.open(access_token=manager.session) if request.param == 'token' else clients.open(apikey=manager_key)


@pytest.fixture
def system(clients, stage):
    """The system administrator, signed in by the client."""
    return clients.sign_in('admin', os.environ['MUSTER_PASSWORD'])


@pytest.fixture(scope='session')
def login_name(stage, domain):
    """The login name of a user of the domain: the client has no other field for the domain."""
    shown = stage.v3('GET', f'/domains/{domain}')['domain']['name']
    return lambda username: f'{shown}\\{username}'


def create(client, **more):
    username = more.get('username', name('person'))
    fields = {
        'username': username,
        'email': f'{username}@example.com',
        'password': f'phrase of {username}',
        'role': UserRole.PUBLISHER,
        'first_name': 'Ann',
        'last_name': 'Lee',
        'mobile': '+98 9120123456',
        'status': UserStatus.ACTIVE,
        **more,
    }
    return do(client.create_user(**fields))


def make_plan(client, **more):
    amounts = {
        amount: 10
        for amount in (
            'storage',
            'concurrent_tasks',
            'daily_api_calls',
            'monthly_api_calls',
            'daily_traffic',
            'monthly_traffic',
            'daily_process',
            'monthly_process',
        )
    }
    fields = {'name': name('plan'), 'plan_color': '#00FF00', 'number_of_days': 30, **amounts, **more}
    return do(client.create_plan(**fields))
