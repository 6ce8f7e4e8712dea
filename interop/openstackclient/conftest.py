from dataclasses import dataclass

import pytest

import tally
import workshop
from abilities import Needs
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
    """A run leaves the server as it found it."""
    yield
    left = workshop.leftovers(admin)
    assert not left, f'this run left behind: {left}'


@pytest.fixture
def make(admin, admin_login):
    with workshop.Workshop(admin, admin_login.options['auth_url']) as shop:
        yield shop


@pytest.fixture
def name():
    return workshop.name


@dataclass(frozen=True)
class Stage:
    """A domain with a project and the people that most tests need; tests do not change it."""

    domain: object
    project: object
    member: workshop.Account
    reader: workshop.Account
    domain_admin: workshop.Account


@pytest.fixture(scope='session')
def roles(admin):
    """The roles that every Identity server starts with, by name."""
    return {role.name: role for role in admin.identity.roles()}


@pytest.fixture(scope='session')
def stage(admin, admin_login, roles):
    with workshop.Workshop(admin, admin_login.options['auth_url']) as shop:
        domain = shop.domain()
        project = shop.project(domain_id=domain.id)
        head = shop.account(domain_id=domain.id)
        admin.identity.assign_domain_role_to_user(domain, head.user, roles['admin'])
        yield Stage(
            domain, project,
            member=shop.account(project, roles['member'], domain_id=domain.id),
            reader=shop.account(project, roles['reader'], domain_id=domain.id),
            domain_admin=workshop.Account(head.user, head.login.scoped(domain_id=domain.id)),
        )


@pytest.fixture(scope='session')
def member(stage):
    """openstacksdk as a plain member of the stage's project."""
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
        f'used: {len(tally.COMMANDS)} different openstack commands, {len(tally.CALLS)} different SDK calls'
    )
