"""OpenLDAP's server from Debian's package, on loopback, with 10,000 users."""

import os
import shutil
import signal
import socket
import subprocess
import time

BASE = 'dc=example,dc=org'
USERS = 10_000
PASSWORD = 'the password of the reader'
PATH = '/usr/sbin:/usr/bin:/sbin:/bin'


def install():
    """The reason why this machine cannot run slapd; None when it can."""
    if shutil.which('slapd', path=PATH):
        return None
    if os.geteuid() != 0 or not shutil.which('apt-get'):
        return 'needs the Debian package slapd'
    environment = {**os.environ, 'DEBIAN_FRONTEND': 'noninteractive'}
    for command in (
        ['apt-get', 'update', '-qq'],
        ['apt-get', 'install', '-y', '-qq', '--no-install-recommends', 'slapd'],
    ):
        if subprocess.run(command, env=environment, capture_output=True, check=False).returncode != 0:
            return 'Debian package slapd cannot be installed'
    return None if shutil.which('slapd', path=PATH) else 'Debian package slapd has no slapd'


def name_of(number):
    return f'user-{number:05}'


def _entry(dn, **attributes):
    lines = [f'dn: {dn}']
    for name, values in attributes.items():
        lines += [f'{name}: {value}' for value in ([values] if isinstance(values, str) else values)]
    return '\n'.join(lines) + '\n\n'


def user_dn(name):
    return f'uid={name},ou=users,{BASE}'


def _entries():
    yield _entry(BASE, objectClass=['dcObject', 'organization'], dc='example', o='Example')
    yield _entry(f'ou=users,{BASE}', objectClass='organizationalUnit', ou='users')
    yield _entry(f'ou=groups,{BASE}', objectClass='organizationalUnit', ou='groups')
    yield _entry(f'cn=reader,{BASE}', objectClass='organizationalRole', cn='reader')
    for number in range(USERS):
        name = name_of(number)
        yield _entry(
            user_dn(name), objectClass='inetOrgPerson', uid=name, cn=f'User {number}', sn=f'{number}',
            mail=f'{name}@example.org', userPassword=f'password of {name}',
            # A schema without accounts that can be disabled has no better attribute.
            employeeType='FALSE' if number == 1 else 'TRUE',
        )
    members = [user_dn(name_of(number)) for number in range(0, 100)]
    yield _entry(f'cn=engineers,ou=groups,{BASE}', objectClass='groupOfNames', cn='engineers', member=members)
    yield _entry(f'cn=one,ou=groups,{BASE}', objectClass='groupOfNames', cn='one', member=members[0])


def _free_port():
    with socket.socket() as listener:
        listener.bind(('127.0.0.1', 0))
        return listener.getsockname()[1]


class Slapd:
    def __init__(self, folder):
        self.folder, self.port, self.tls_port = folder, _free_port(), _free_port()
        self.ca_file = os.path.join(folder, 'ca.pem')
        self.process = None
        self._certificates()
        self._configure()
        self._load()

    def _run(self, *command, **options):
        subprocess.run(command, check=True, capture_output=True, env={'PATH': PATH}, **options)

    def _certificates(self):
        at = {name: os.path.join(self.folder, name) for name in ('ca.key', 'server.key', 'server.csr', 'server.pem', 'san')}
        with open(at['san'], 'w', encoding='utf-8') as file:
            file.write('subjectAltName=DNS:localhost,IP:127.0.0.1\n')
        key = ('-newkey', 'rsa:2048', '-nodes', '-days', '2')
        self._run('openssl', 'req', '-x509', *key, '-keyout', at['ca.key'], '-out', self.ca_file, '-subj', '/CN=test authority')
        self._run('openssl', 'req', *key[:3], '-keyout', at['server.key'], '-out', at['server.csr'], '-subj', '/CN=localhost')
        self._run(
            'openssl', 'x509', '-req', '-in', at['server.csr'], '-CA', self.ca_file, '-CAkey', at['ca.key'],
            '-CAcreateserial', '-days', '2', '-extfile', at['san'], '-out', at['server.pem'],
        )

    def _configure(self):
        os.mkdir(os.path.join(self.folder, 'data'))
        self.config = os.path.join(self.folder, 'slapd.conf')
        with open(self.config, 'w', encoding='utf-8') as file:
            file.write(f'''
include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/inetorgperson.schema
modulepath /usr/lib/ldap
moduleload back_mdb
pidfile {self.folder}/slapd.pid
TLSCACertificateFile {self.ca_file}
TLSCertificateFile {self.folder}/server.pem
TLSCertificateKeyFile {self.folder}/server.key
database mdb
suffix "{BASE}"
rootdn "cn=reader,{BASE}"
rootpw "{PASSWORD}"
directory {self.folder}/data
maxsize 268435456
index objectClass,uid,member eq
''')

    def _load(self):
        self._run('slapadd', '-q', '-f', self.config, input=''.join(_entries()).encode())

    def start(self):
        urls = f'ldap://127.0.0.1:{self.port} ldaps://127.0.0.1:{self.tls_port}'
        self.process = subprocess.Popen(
            ['/usr/sbin/slapd', '-f', self.config, '-h', urls, '-d', '0'],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )
        for _ in range(100):
            try:
                socket.create_connection(('127.0.0.1', self.port), timeout=1).close()
                return
            except OSError:
                time.sleep(0.1)
        raise RuntimeError('slapd did not start')

    def suspend(self):
        self.process.send_signal(signal.SIGSTOP)

    def resume(self):
        self.process.send_signal(signal.SIGCONT)

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGCONT)
            self.process.terminate()
            self.process.wait(timeout=30)
