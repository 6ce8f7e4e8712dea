"""Muster as the identity provider, and a small service provider that verifies assertions with other software."""

import os
import secrets
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import requests
from keystoneauth1.identity import v3
from keystoneauth1.session import Session
from lxml import etree
from signxml import XMLVerifier

AUTH_URL = os.environ['OS_AUTH_URL']
SPACES = {
    'soap': 'http://schemas.xmlsoap.org/soap/envelope/',
    'ecp': 'urn:oasis:names:tc:SAML:2.0:profiles:SSO:ecp',
    'samlp': 'urn:oasis:names:tc:SAML:2.0:protocol',
    'saml': 'urn:oasis:names:tc:SAML:2.0:assertion',
    'md': 'urn:oasis:names:tc:SAML:2.0:metadata',
    'ds': 'http://www.w3.org/2000/09/xmldsig#',
}


def certificate_in(metadata):
    """The signing certificate of an identity provider's metadata, in PEM."""
    path = 'md:IDPSSODescriptor/md:KeyDescriptor[@use="signing"]//ds:X509Certificate'
    text = etree.fromstring(metadata).find(path, SPACES).text
    return f'-----BEGIN CERTIFICATE-----\n{text}\n-----END CERTIFICATE-----\n'


def read_assertion(envelope, certificate):
    """The assertion that the certificate signs in an envelope of the ECP profile, and nothing else of it."""
    root = etree.fromstring(envelope)
    [assertion] = root.findall('soap:Body/samlp:Response/saml:Assertion', SPACES)
    return XMLVerifier().verify(etree.tostring(assertion), x509_cert=certificate, id_attribute='ID').signed_xml


def attributes_of(assertion):
    return {
        attribute.get('Name'): [value.text for value in attribute.findall('saml:AttributeValue', SPACES)]
        for attribute in assertion.findall('saml:AttributeStatement/saml:Attribute', SPACES)
    }


class ServiceProvider(ThreadingHTTPServer):
    """Accepts an assertion at /sp, and then answers at /v3/… with a token of the user that it names."""

    def __init__(self, certificate):
        super().__init__(('127.0.0.1', 0), Handler)
        self.certificate, self.envelopes, self.assertions = certificate, [], []
        self.url = f'http://127.0.0.1:{self.server_port}'
        self.sp_url = f'{self.url}/sp'
        self.auth_url = f'{self.url}/v3/OS-FEDERATION/identity_providers/muster/protocols/saml2/auth'
        threading.Thread(target=self.serve_forever, daemon=True).start()


class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        envelope = self.rfile.read(int(self.headers['Content-Length']))
        self.server.envelopes.append(envelope)
        try:
            self.server.assertions.append(read_assertion(envelope, self.server.certificate))
        except Exception as error:
            self.send_error(403, str(error)[:100])
            return
        self.send_response(302)
        self.send_header('Location', self.server.auth_url)
        self.end_headers()

    def do_GET(self):
        [user] = attributes_of(self.server.assertions[-1])['openstack_user']
        identity = {'methods': ['password'], 'password': {'user': {
            'name': user, 'domain': {'name': 'Default'}, 'password': PASSWORD,
        }}}
        body = {'auth': {'identity': identity, 'scope': 'unscoped'}}
        answer = requests.post(f'{AUTH_URL}/auth/tokens', json=body, timeout=10)
        self.send_response(answer.status_code)
        for name in ('X-Subject-Token', 'Content-Type'):
            self.send_header(name, answer.headers[name])
        self.end_headers()
        self.wfile.write(answer.content)

    def log_message(self, *_):
        pass


PASSWORD = secrets.token_urlsafe(16)


def plugin(username, password, **scope):
    return v3.Password(auth_url=AUTH_URL, username=username, password=password, user_domain_id='default', **scope)


@pytest.fixture(scope='session')
def admin():
    """A session of the administrator, whose paths begin at /v3."""
    project = {'project_name': 'admin', 'project_domain_id': 'default'}
    auth = plugin(os.environ['OS_USERNAME'], os.environ['OS_PASSWORD'], **project)
    session = Session(auth=auth)

    def ask(method, path, **body):
        answer = session.request(f'{AUTH_URL}{path}', method, json=body or None)
        return answer.json() if answer.content else None
    return ask


@pytest.fixture(scope='session')
def metadata():
    return requests.get(f'{AUTH_URL}/OS-FEDERATION/saml2/metadata', timeout=10).content


@pytest.fixture(scope='session')
def certificate(metadata):
    return certificate_in(metadata)


@pytest.fixture
def elsewhere(admin, certificate):
    """A running service provider with its id."""
    server = ServiceProvider(certificate)
    server.id = f'provider-{secrets.token_hex(4)}'
    path = f'/OS-FEDERATION/service_providers/{server.id}'
    admin('PUT', path, service_provider={'auth_url': server.auth_url, 'sp_url': server.sp_url, 'enabled': True})
    yield server
    admin('DELETE', path)
    server.shutdown()
    server.server_close()


@pytest.fixture
def person(admin):
    """A member of a project and of a group; its name needs escapes in XML."""
    unique = secrets.token_hex(4)
    user = admin('POST', '/users', user={'name': f'<Zoë & "{unique}">', 'password': PASSWORD})['user']
    project = admin('POST', '/projects', project={'name': f'project-{unique}'})['project']
    group = admin('POST', '/groups', group={'name': f'group-{unique}'})['group']
    [role] = admin('GET', '/roles?name=member')['roles']
    admin('PUT', f"/projects/{project['id']}/users/{user['id']}/roles/{role['id']}")
    admin('PUT', f"/groups/{group['id']}/users/{user['id']}")
    return {'name': user['name'], 'id': user['id'], 'project': project, 'group': group}
