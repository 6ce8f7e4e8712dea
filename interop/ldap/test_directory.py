"""The published `openstack` command with users and groups of slapd."""

import time

from slapd import USERS, name_of
from conftest import unique


def test_lists_ten_thousand_users(openstack, admin, domain):
    for what in ('first', 'second'):
        started = time.monotonic()
        answer = admin.get(f'/users?domain_id={domain.id}')
        took = time.monotonic() - started
        print(f'\nGET /v3/users?domain_id=… of {USERS}, {what} time: a page of {len(answer.json()["users"])} users in {took:.1f} s')
        time.sleep(1.5)
    users = openstack('user', 'list', '--domain', domain.name)
    assert len(users) == USERS
    assert {user['Name'] for user in users} == {name_of(number) for number in range(USERS)}


def test_finds_and_shows_a_user(openstack, admin, domain):
    user = openstack('user', 'show', '--domain', domain.name, name_of(42))
    assert user['name'] == name_of(42) and user['enabled'] and user['email'] == f'{name_of(42)}@example.org'
    assert len(user['id']) == 64
    assert openstack('user', 'show', user['id'])['name'] == name_of(42)
    assert [one.id for one in admin.users(domain_id=domain.id, name=name_of(42))] == [user['id']]
    assert not openstack('user', 'show', '--domain', domain.name, name_of(1))['enabled']
    assert 'No User found' in openstack('user', 'show', '--domain', domain.name, 'unknown-user', fails=True)


def test_groups_and_their_members(openstack, domain):
    groups = openstack('group', 'list', '--domain', domain.name)
    assert {group['Name'] for group in groups} == {'engineers', 'one'}
    # The command sends the domain as it was given, so that a name finds no group.
    members = openstack('user', 'list', '--group', 'engineers', '--domain', domain.id)
    assert {user['Name'] for user in members} == {name_of(number) for number in range(100)}
    where = ('--group-domain', domain.name, '--user-domain', domain.name)
    openstack('group', 'contains', 'user', *where, 'engineers', name_of(7), shows=False)
    own = openstack('group', 'list', '--user', name_of(0), '--user-domain', domain.name)
    assert {group['Name'] for group in own} == {'engineers', 'one'}


def test_users_and_groups_are_read_only(openstack, domain):
    for command in (
        ('user', 'create', '--domain', domain.name, 'new'),
        ('user', 'set', '--domain', domain.name, '--email', 'new@example.org', name_of(42)),
        ('user', 'set', '--domain', domain.name, '--disable', name_of(42)),
        ('user', 'delete', '--domain', domain.name, name_of(42)),
        ('group', 'create', '--domain', domain.name, 'new'),
        ('group', 'delete', '--domain', domain.name, 'one'),
        ('group', 'add', 'user', '--group-domain', domain.name, '--user-domain', domain.name, 'one', name_of(5)),
    ):
        assert 'LDAP directory' in openstack(*command, fails=True), command


def test_logs_in_with_the_password_of_the_directory_only(token_of):
    assert token_of(name_of(42))['id']
    assert '401' in token_of(name_of(42), 'wrong')
    assert '401' in token_of(name_of(1)), 'a disabled user'
    assert '401' in token_of('unknown-user')
    assert '401' in token_of('*')


def test_a_role_of_a_group_is_a_role_of_its_members(openstack, admin, domain, token_of):
    project = admin.create_project(name=unique('project'), domain_id=domain.id)
    openstack(
        'role', 'add', '--group', 'engineers', '--group-domain', domain.name, '--project', project.id, 'member',
        shows=False,
    )
    scope = {'OS_PROJECT_ID': project.id}
    assert token_of(name_of(3), **scope)['project_id'] == project.id
    assert '401' in token_of(name_of(300), **scope)


def test_starttls_and_ldaps(make_domain, slapd, token_of, openstack):
    starttls = make_domain(use_tls=True, tls_cacertfile=slapd.ca_file)
    ldaps = make_domain(url=f'ldaps://localhost:{slapd.tls_port}', tls_cacertfile=slapd.ca_file)
    for domain in (starttls, ldaps):
        assert token_of(name_of(42), in_domain=domain)['id']
        assert openstack('user', 'show', '--domain', domain.name, name_of(42))['name'] == name_of(42)


def test_an_unknown_authority_is_rejected(make_domain, slapd, token_of):
    for domain in (make_domain(use_tls=True), make_domain(url=f'ldaps://127.0.0.1:{slapd.tls_port}')):
        assert '503' in token_of(name_of(42), in_domain=domain)
    unchecked = make_domain(use_tls=True, tls_req_cert='never')
    assert token_of(name_of(42), in_domain=unchecked)['id']
