"""Creates the objects of a test and deletes them afterwards, even when the test changed them."""

import contextlib
import itertools
import secrets
from dataclasses import dataclass

from openstack import exceptions

from login import Login

# Every name of this run starts with this prefix, so that leftovers can be found.
PREFIX = f'it-{secrets.token_hex(4)}'
_number = itertools.count(1)


def name(kind):
    return f'{PREFIX}-{kind}-{next(_number)}'


@dataclass(frozen=True)
class Account:
    """A user together with the way to log in as that user."""

    user: object
    login: Login

    @property
    def id(self):
        return self.user.id

    @property
    def name(self):
        return self.user.name

    @property
    def password(self):
        return self.login.options['password']


class FixtureFactory:
    def __init__(self, cloud, auth_url):
        self._identity, self._auth_url = cloud.identity, auth_url
        self._undo = contextlib.ExitStack()

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self._undo.close()

    def later(self, act, *arguments, **named):
        """Registers an undo step; an object that no longer exists is ignored."""
        def undo():
            with contextlib.suppress(exceptions.NotFoundException):
                act(*arguments, **named)
        self._undo.callback(undo)

    def register(self, kind, made):
        """Registers an object that the test created for deletion; returns its id."""
        key = made['id'] if isinstance(made, dict) else made.id
        if kind == 'domain':
            self.later(self._identity.delete_domain, key)
            self.later(self._identity.update_domain, key, is_enabled=False)
        else:
            self.later(getattr(self._identity, f'delete_{kind}'), key)
        return key

    def _make(self, kind, attributes):
        made = getattr(self._identity, f'create_{kind}')(**attributes)
        self.register(kind, made)
        return made

    def domain(self, **attributes):
        return self._make('domain', {'name': name('domain'), **attributes})

    def project(self, **attributes):
        return self._make('project', {'name': name('project'), 'domain_id': 'default', **attributes})

    def group(self, **attributes):
        return self._make('group', {'name': name('group'), 'domain_id': 'default', **attributes})

    def role(self, **attributes):
        return self._make('role', {'name': name('role'), **attributes})

    def region(self, **attributes):
        return self._make('region', {'id': name('region'), **attributes})

    def service(self, **attributes):
        return self._make('service', {'name': name('service'), 'type': name('type'), **attributes})

    def endpoint(self, **attributes):
        return self._make('endpoint', {'interface': 'public', 'url': f'http://{PREFIX}.example/', **attributes})

    def user(self, **attributes):
        """A user without a password, who never logs in."""
        return self._make('user', {'name': name('user'), 'domain_id': 'default', **attributes})

    def account(self, project=None, role=None, **attributes):
        """A user with a password and, if given, a role on a project."""
        password = secrets.token_urlsafe(16)
        user = self.user(password=password, **attributes)
        scope = {}
        if project is not None:
            self._identity.assign_project_role_to_user(project, user, role)
            scope = {'project_id': project.id}
        return Account(user, Login({
            'auth_url': self._auth_url, 'username': user.name, 'password': password,
            'user_domain_id': user.domain_id, **scope,
        }))


def leftovers(cloud):
    """The objects of this run that still exist, by name or id."""
    identity = cloud.identity
    left = [
        (listing, item.name)
        for listing in ('users', 'groups', 'projects', 'domains', 'roles', 'services')
        for item in getattr(identity, listing)()
    ]
    left += [('regions', region.id) for region in identity.regions()]
    left += [('endpoints', endpoint.url) for endpoint in identity.endpoints()]
    left += [('endpoint_groups', group.name) for group in identity.endpoint_groups()]
    left += [('policies', policy.type) for policy in identity.policies()]
    return [item for item in left if PREFIX in (item[1] or '')]
