"""Logins, shared by the SDK, keystoneauth and the command line."""

import os
from dataclasses import dataclass, field

import openstack
from keystoneauth1 import loading, session

from coverage import Counted

SCOPES = (
    'project_id', 'project_name', 'project_domain_id', 'project_domain_name',
    'domain_id', 'domain_name', 'system_scope', 'trust_id',
)


@dataclass(frozen=True)
class Login:
    """Options of a keystoneauth plugin, by their keystoneauth names."""

    options: dict = field(repr=False)
    plugin: str = 'password'

    def scoped(self, **scope):
        """The same user with another scope; unscoped without arguments."""
        kept = {key: value for key, value in self.options.items() if key not in SCOPES}
        return Login({**kept, **scope}, self.plugin)

    def changed(self, **options):
        return Login({**self.options, **options}, self.plugin)

    def environment(self):
        """The OS_ variables a user would put in an openrc file."""
        named = {f'OS_{key.upper()}': str(value) for key, value in self.options.items()}
        return {**named, 'OS_AUTH_TYPE': self.plugin, 'OS_IDENTITY_API_VERSION': '3'}

    def session(self):
        loader = loading.get_plugin_loader(self.plugin)
        return session.Session(auth=loader.load_from_options(**self.options))

    def access(self):
        """A new token as keystoneauth reads it (`AccessInfoV3`)."""
        now = self.session()
        return now.auth.get_access(now)

    def connect(self):
        """An openstacksdk connection that reads neither files nor the environment."""
        cloud = openstack.connect(
            load_yaml_config=False, load_envvars=False, app_name='interop',
            auth_type=self.plugin, auth=dict(self.options), identity_api_version='3',
        )
        return Counted(cloud, 'cloud')


def holding(token, auth_url, **scope):
    """A login by token alone."""
    return Login({'auth_url': auth_url, 'token': token, **scope}, 'v3token')


def administrator():
    """The administrator that the suite runs as, from the OS_ variables."""
    return Login({
        'auth_url': os.environ['OS_AUTH_URL'],
        'username': os.environ.get('OS_USERNAME', 'admin'),
        'password': os.environ['OS_PASSWORD'],
        'user_domain_id': os.environ.get('OS_USER_DOMAIN_ID', 'default'),
        'project_name': os.environ.get('OS_PROJECT_NAME', 'admin'),
        'project_domain_id': os.environ.get('OS_PROJECT_DOMAIN_ID', 'default'),
    })
