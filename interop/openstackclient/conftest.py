from dataclasses import dataclass

import pytest

import coverage
import fixtures
from capabilities import Needs
from command_line import CommandLine, as_process
from login import administrator, holding


@pytest.fixture(scope='session')
def admin_login():
    return administrator()


@pytest.fixture(scope='session')
def admin(admin_login):
    """openstacksdk as the administrator, scoped to the admin project."""
    return admin_login.connect()


@pytest.fixture(scope='session')
def system(admin_login):
    """openstacksdk as the administrator, scoped to the system."""
    return admin_login.scoped(system_scope='all').connect()


@pytest.fixture(scope='session')
def openstack(admin, admin_login):
    """The `openstack` command as the administrator, who logs in once and then shows the token:
    a password takes the server a quarter of a second of hashing, each time."""
    project = {key: value for key, value in admin_login.options.items() if key.startswith('project_')}
    return CommandLine(holding(admin.auth_token, admin_login.options['auth_url'], **project))


@pytest.fixture(scope='session')
def openstack_process(admin_login):
    """The `openstack` command as a program of its own, with the administrator's password."""
    return CommandLine(admin_login, as_process)


@pytest.fixture(scope='session', autouse=True)
def nothing_left(admin):
    """A run deletes everything that it created."""
    yield
    left = fixtures.leftovers(admin)
    assert not left, f'not deleted by this run: {left}'


@pytest.fixture
def make(admin, admin_login):
    with fixtures.FixtureFactory(admin, admin_login.options['auth_url']) as factory:
        yield factory


@pytest.fixture
def name():
    return fixtures.name


@dataclass(frozen=True)
class Stage:
    """A domain with a project and the users that most tests need. Read-only."""

    domain: object
    project: object
    member: fixtures.Account
    reader: fixtures.Account
    domain_admin: fixtures.Account


@pytest.fixture(scope='session')
def roles(admin):
    """The roles that every Identity server starts with, by name."""
    return {role.name: role for role in admin.identity.roles()}


@pytest.fixture(scope='session')
def stage(admin, admin_login, roles):
    with fixtures.FixtureFactory(admin, admin_login.options['auth_url']) as factory:
        domain = factory.domain()
        project = factory.project(domain_id=domain.id)
        head = factory.account(domain_id=domain.id)
        admin.identity.assign_domain_role_to_user(domain, head.user, roles['admin'])
        yield Stage(
            domain, project,
            member=factory.account(project, roles['member'], domain_id=domain.id),
            reader=factory.account(project, roles['reader'], domain_id=domain.id),
            domain_admin=fixtures.Account(head.user, head.login.scoped(domain_id=domain.id)),
        )


@pytest.fixture(scope='session')
def member(stage):
    """openstacksdk as a member of the stage's project."""
    return stage.member.login.connect()


@pytest.fixture(scope='session')
def domain_admin(stage):
    """openstacksdk as the administrator of the stage's domain."""
    return stage.domain_admin.login.connect()


@pytest.fixture(scope='session')
def needs(admin):
    """`needs('paging')` skips the test on a server that has none; INTEROP_REQUIRE makes it fail."""
    return Needs(admin)


def pytest_terminal_summary(terminalreporter):
    terminalreporter.write_line(
        f'used: {len(coverage.COMMANDS)} different openstack commands, {len(coverage.CALLS)} different SDK calls'
    )
