"""Fixtures for tests of clients: domains, users and API keys, created through Muster's own APIs."""

import json
import os
import secrets
import urllib.error
import urllib.request
from dataclasses import dataclass, replace

URL = os.environ['MUSTER_URL']


def name(what):
    return f'{what}-{secrets.token_hex(4)}'


def ask(method, path, body=None, headers=None):
    """Returns status, headers and the JSON of the body."""
    request = urllib.request.Request(
        URL + path,
        method=method,
        data=None if body is None else json.dumps(body).encode(),
        headers={**({} if body is None else {'Content-Type': 'application/json'}), **(headers or {})},
    )
    try:
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=30) as answer:
            text = answer.read()
            return answer.status, answer.headers, json.loads(text) if text else None
    except urllib.error.HTTPError as error:
        text = error.read()
        return error.code, error.headers, json.loads(text) if text else None


def must(method, path, body=None, headers=None):
    status, answered, content = ask(method, path, body, headers)
    assert status < 300, f'{method} {path} answered {status}: {content}'
    return answered, content


def native(method, path, secret=None, body=None):
    """`/api/v1` with a session or an API key."""
    return must(method, f'/api/v1{path}', body, {'Authorization': f'Bearer {secret}'} if secret else None)[1]


def sign_in(username, password, domain_id='default'):
    body = {'username': username, 'password': password, 'domain_id': domain_id}
    return native('POST', '/sessions', None, body)['secret']


@dataclass(frozen=True)
class Person:
    id: str
    username: str
    password: str
    domain_id: str
    session: str
    project_id: str | None = None

    def api_key(self, scope=None, **more):
        """`scope` as in `{'type': 'domain', 'id': …}`; without one, the scope in which the user has a role."""
        if scope is None and self.project_id is not None:
            scope = {'type': 'project', 'id': self.project_id}
        body = {'name': name('key'), **({} if scope is None else {'scope': scope}), **more}
        return native('POST', '/api-keys', self.session, body)['secret']


class Stage:
    """Creates fixtures as the administrator."""

    def __init__(self):
        password = os.environ['MUSTER_PASSWORD']
        self.session = sign_in('admin', password)
        identity = {
            'methods': ['password'],
            'password': {'user': {'name': 'admin', 'domain': {'id': 'default'}, 'password': password}},
        }
        headers, _ = must(
            'POST', '/v3/auth/tokens', {'auth': {'identity': identity, 'scope': {'system': {'all': True}}}}
        )
        self.token = headers['X-Subject-Token']
        self.admin = Person('', 'admin', password, 'default', self.session)

    def v3(self, method, path, body=None):
        return must(method, f'/v3{path}', body, {'X-Auth-Token': self.token})[1]

    def domain(self):
        return self.v3('POST', '/domains', {'domain': {'name': name('domain')}})['domain']['id']

    def person(self, domain_id='default', role=None, **more):
        """A user with a password and, if given, a role on its domain."""
        fields = {'username': name('person'), 'password': secrets.token_urlsafe(12), 'domain_id': domain_id, **more}
        made = native('POST', '/users', self.session, {'developer': True, **fields})
        if role is not None:
            [found] = self.v3('GET', f'/roles?name={role}')['roles']
            self.v3('PUT', f'/domains/{domain_id}/users/{made["id"]}/roles/{found["id"]}')
        session = sign_in(fields['username'], fields['password'], domain_id)
        return Person(made['id'], fields['username'], fields['password'], domain_id, session)

    def ordinary(self, domain_id='default'):
        """A user with a role on one project and no administrative role."""
        person = self.person(domain_id)
        project = self.v3('POST', '/projects', {'project': {'name': name('project'), 'domain_id': domain_id}})
        project_id = project['project']['id']
        [member] = self.v3('GET', '/roles?name=member')['roles']
        self.v3('PUT', f'/projects/{project_id}/users/{person.id}/roles/{member["id"]}')
        return replace(person, project_id=project_id)
