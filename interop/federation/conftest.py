"""An OpenID provider on this machine, and its users at Muster."""

import os
import pathlib
import subprocess

import openstack
import pytest

AUTH_URL = os.environ['OS_AUTH_URL']
ISSUER = 'http://127.0.0.1:27187'
CLIENT = {'client_id': 'api', 'client_secret': 'the secret of the client muster at the provider'}
SSO = f'{AUTH_URL}/auth/OS-FEDERATION/identity_providers/idp/protocols/openid/websso'
HERE = pathlib.Path(__file__).parent


@pytest.fixture(scope='session')
def provider():
    """The provider, while the tests run."""
    with subprocess.Popen(
        ['node', 'provider.ts', SSO], cwd=HERE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    ) as process:
        try:
            while process.stdout.readline() != 'ready\n':
                assert process.poll() is None, 'the provider ended'
            yield ISSUER
        finally:
            process.terminate()


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
def project(admin, provider):
    """A project of the group developers, whose members sign in at the provider."""
    domain = admin.create_domain(name='federated-users')
    made = admin.create_project(name='build', domain_id=domain.id)
    group = admin.create_group(name='developers', domain_id=domain.id)
    admin.assign_project_role_to_group(made, group, admin.find_role('member', ignore_missing=False))
    admin.create_identity_provider(id='idp', is_enabled=True, domain_id=domain.id, remote_ids=[provider])
    admin.create_mapping(id='claims', rules=[{
        'local': [
            {'user': {'id': '{0}', 'name': '{1}'}},
            {'groups': '{2}', 'domain': {'id': domain.id}},
        ],
        # As in the documentation of Keystone for mod_auth_openidc.
        'remote': [
            {'type': 'HTTP_OIDC_SUB'}, {'type': 'HTTP_OIDC_PREFERRED_USERNAME'}, {'type': 'HTTP_OIDC_GROUPS'},
        ],
    }])
    admin.create_federation_protocol(id='openid', idp_id='idp', mapping_id='claims')
    return made
