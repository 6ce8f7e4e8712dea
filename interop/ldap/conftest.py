"""A domain of the server under test whose users are in slapd, and the `openstack` command."""

import itertools
import json
import os
import secrets
import subprocess
import sys

import openstack as openstack_sdk
import pytest

import slapd as directory

AUTH_URL = os.environ['OS_AUTH_URL']
_number = itertools.count(1)


def unique(kind):
    return f'{kind}-{secrets.token_hex(4)}-{next(_number)}'


@pytest.fixture(scope='session')
def slapd(tmp_path_factory):
    reason = directory.install()
    if reason:
        print(f'SKIPPED interop/ldap: {reason}')
        pytest.skip(reason)
    server = directory.Slapd(str(tmp_path_factory.mktemp('slapd')))
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope='session')
def admin():
    return openstack_sdk.connect(
        load_yaml_config=False, load_envvars=False, app_name='interop', identity_api_version='3',
        auth={
            'auth_url': AUTH_URL, 'username': os.environ['OS_USERNAME'], 'password': os.environ['OS_PASSWORD'],
            'user_domain_id': 'default', 'project_name': 'admin', 'project_domain_id': 'default',
        },
    ).identity


def options(slapd, **more):
    """The configuration of docs/ldap.md for OpenLDAP."""
    base = directory.BASE
    return {
        'url': f'ldap://127.0.0.1:{slapd.port}', 'user': f'cn=reader,{base}', 'password': directory.PASSWORD,
        'suffix': base, 'user_tree_dn': f'ou=users,{base}', 'user_objectclass': 'inetOrgPerson',
        'user_id_attribute': 'uid', 'user_name_attribute': 'uid', 'user_mail_attribute': 'mail',
        'user_enabled_attribute': 'employeeType', 'group_tree_dn': f'ou=groups,{base}',
        'group_objectclass': 'groupOfNames', 'group_id_attribute': 'cn', 'group_name_attribute': 'cn',
        'group_member_attribute': 'member', 'page_size': 1000, **more,
    }


@pytest.fixture(scope='session')
def make_domain(admin, slapd):
    def make(**more):
        domain = admin.create_domain(name=unique('corp'))
        config = {'identity': {'driver': 'ldap'}, 'ldap': options(slapd, **more)}
        answer = admin.put(f'/domains/{domain.id}/config', json={'config': config})
        assert answer.status_code == 201, answer.text
        assert 'password' not in answer.json()['config']['ldap']
        return domain
    return make


@pytest.fixture(scope='session')
def domain(make_domain):
    return make_domain()


def _run(arguments, environment):
    command = [os.path.join(os.path.dirname(sys.executable), 'openstack'), *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture(scope='session')
def openstack():
    """The `openstack` command as the administrator; returns its JSON."""
    def run(*arguments, fails=False, shows=True):
        done = _run([*arguments, *(['-f', 'json'] if shows and not fails else [])], os.environ)
        assert (done.returncode != 0) == fails, done.stderr
        if fails:
            return done.stderr
        return json.loads(done.stdout) if shows else done.stdout
    return run


@pytest.fixture(scope='session')
def token_of(domain):
    """`openstack token issue` as a user of the directory."""
    def issue(name, password=None, in_domain=domain, **more):
        environment = {key: value for key, value in os.environ.items() if not key.startswith('OS_')}
        environment |= {
            'OS_AUTH_URL': AUTH_URL, 'OS_IDENTITY_API_VERSION': '3', 'OS_USERNAME': name,
            'OS_PASSWORD': password or f'password of {name}', 'OS_USER_DOMAIN_NAME': in_domain.name, **more,
        }
        done = _run(['token', 'issue', '-f', 'json'], environment)
        return json.loads(done.stdout) if done.returncode == 0 else done.stderr
    return issue
