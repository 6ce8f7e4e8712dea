import base64
import os
from urllib.parse import urlsplit

for variable in [key for key in os.environ if key.startswith('ARIZE_')]:
    del os.environ[variable]

import pytest
from arize import ArizeClient
from arize.organizations.types import PredefinedOrgRole
from arize.spaces.types import PredefinedSpaceRole
from arize.users.types import PredefinedUserRole
from arize.version import __version__

from muster_api import URL, Stage, name, native

VERSION = tuple(int(part) for part in __version__.split('.'))
UPPER_CASE_ENUMS = VERSION >= (8, 40)


def enum_value(text):
    """The value of an enum as this version of the client spells it."""
    return text.upper().replace('-', '_') if UPPER_CASE_ENUMS else text


def value(enum):
    """The value of an enum of any client version, in the older spelling."""
    return getattr(enum, 'value', enum).lower().replace('_', '-')


def account_role(role):
    return PredefinedUserRole(name=enum_value(role))


def org_role(role):
    return PredefinedOrgRole(name=enum_value(role))


def space_role(role):
    return PredefinedSpaceRole(name=enum_value(role))


def email():
    return f'{name("person")}@example.com'


def arize_id(kind, id):
    return base64.b64encode(f'{kind}:1:{id}'.encode()).decode()


def muster_id(id):
    return base64.b64decode(id).decode().split(':')[2]


def client(key):
    place = urlsplit(URL)
    return ArizeClient(api_key=key, api_host=f'{place.netloc}{place.path}/arize', api_scheme=place.scheme)


class Account:
    """A domain with a manager; `client` uses an unrestricted API key of the manager."""

    def __init__(self, stage):
        self.stage = stage
        self.id = stage.domain()
        self.manager = stage.person(self.id, 'manager')
        self.key = self.manager.api_key({'type': 'domain', 'id': self.id}, unrestricted=True)
        self.client = client(self.key)

    def native(self, method, path, body=None):
        return native(method, path, self.manager.session, body)

    def create(self, role='member', invite_mode='none', **more):
        fields = {'name': 'Ann Lee', 'email': email(), **more}
        return self.client.users.create(role=account_role(role), invite_mode=enum_value(invite_mode), **fields)

    def get(self, user_id):
        users = self.client.users
        return users.get(user=user_id) if VERSION >= (8, 27) else users.get(user_id=user_id)

    def member(self, role):
        """The client of a new user with that role on the domain."""
        return client(self.stage.person(self.id, role).api_key({'type': 'domain', 'id': self.id}))

    def role(self):
        """A custom role of the domain, by its id in the Arize API."""
        made = self.stage.v3('POST', '/roles', {'role': {'name': name('role'), 'domain_id': self.id}})
        return arize_id('Role', made['role']['id'])


@pytest.fixture(scope='session')
def stage():
    return Stage()


@pytest.fixture(scope='session')
def account(stage):
    return Account(stage)


@pytest.fixture
def alone(stage):
    """A new, empty account."""
    return Account(stage)


@pytest.fixture
def organization(account):
    return account.client.organizations.create(name=name('organization'))


@pytest.fixture
def space(account, organization):
    return account.client.spaces.create(name=name('space'), organization_id=organization.id)
