"""A service with its endpoint, whose user reads limits with oslo.limit."""

import itertools
import os
import secrets

import openstack
import pytest
from oslo_config import cfg
from oslo_limit import limit

AUTH_URL = os.environ['OS_AUTH_URL']
_number = itertools.count(1)


def name(kind):
    return f'{kind}-{secrets.token_hex(4)}-{next(_number)}'


@pytest.fixture(scope='session')
def admin():
    """openstacksdk as the administrator."""
    return openstack.connect(
        load_yaml_config=False, load_envvars=False, app_name='interop', identity_api_version='3',
        auth={
            'auth_url': AUTH_URL, 'username': os.environ['OS_USERNAME'], 'password': os.environ['OS_PASSWORD'],
            'user_domain_id': 'default', 'project_name': 'admin', 'project_domain_id': 'default',
        },
    ).identity


@pytest.fixture(scope='session')
def model(admin):
    """The enforcement model of the server."""
    return admin.get('/limits/model').json()['model']['name']


@pytest.fixture(scope='session')
def service_user(admin):
    """A user with the role reader on the system, as services have."""
    password = secrets.token_urlsafe(16)
    user = admin.create_user(name=name('nova'), password=password, domain_id='default')
    admin.assign_system_role_to_user(user, admin.find_role('reader', ignore_missing=False), 'all')
    return {'username': user.name, 'password': password}


class Service:
    """A service of the catalog with one endpoint."""

    def __init__(self, admin, region=None):
        self.admin, self.region = admin, region
        # Older Keystone accepts no null.
        self._place = {} if region is None else {'region_id': region}
        self.service = admin.create_service(name=name('service'), type=name('type'))
        self.endpoint = admin.create_endpoint(
            service_id=self.service.id, interface='public', url='http://127.0.0.1:9/', **self._place,
        )

    def register(self, resource, default):
        return self.admin.create_registered_limit(
            service_id=self.service.id, resource_name=resource, default_limit=default, **self._place,
        )

    def limit(self, resource, value, **owner):
        return self.admin.create_limit(
            service_id=self.service.id, resource_name=resource, resource_limit=value, **self._place, **owner,
        )


@pytest.fixture
def service(admin):
    return Service(admin)


@pytest.fixture
def service_in_region(admin):
    return Service(admin, admin.create_region(id=name('region')).id)


@pytest.fixture
def project(admin):
    return admin.create_project(name=name('project'), domain_id='default')


@pytest.fixture
def enforcer(service_user, tmp_path):
    """Creates an oslo.limit Enforcer from a configuration file, as a service does."""
    def make(usage, cache=True, **options):
        known = {
            'auth_type': 'password', 'auth_url': AUTH_URL, 'user_domain_id': 'default', 'system_scope': 'all',
            **service_user, **options,
        }
        file = tmp_path / 'service.conf'
        file.write_text('[oslo_limit]\n' + ''.join(f'{key} = {value}\n' for key, value in known.items()))
        cfg.CONF([], default_config_files=[str(file)])
        # oslo.limit keeps one connection for the life of a process.
        limit._SDK_CONNECTION = None
        return limit.Enforcer(lambda project_id, names: {each: usage.get(each, 0) for each in names}, cache=cache)
    return make
