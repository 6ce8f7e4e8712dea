"""Version discovery from every spelling of the URL."""

import pytest
from keystoneauth1 import discover, session
from keystoneclient.v3 import client as keystoneclient


@pytest.fixture
def root(admin_login):
    return admin_login.options['auth_url'].removesuffix('/').removesuffix('/v3')


def test_the_root_lists_version_3_without_authentication(root):
    found = discover.Discover(session.Session(), root)
    version = found.data_for('3')
    assert version['version'] >= (3, 10)
    assert version['raw_status'] == 'stable'
    assert version['url'].rstrip('/').endswith('/v3')


def test_v3_describes_itself_without_authentication(root):
    found = discover.Discover(session.Session(), root + '/v3')
    assert [version['version'][0] for version in found.version_data()] == [3]


@pytest.mark.parametrize('ending', ['', '/', '/v3', '/v3/'])
def test_login_works_from_any_spelling_of_the_url(root, admin_login, ending):
    access = admin_login.changed(auth_url=root + ending).access()
    assert access.username == admin_login.options['username']


def test_the_sdk_agrees_on_version_3_from_the_catalog(admin, root):
    endpoint = admin.identity.get_endpoint_data()
    assert endpoint.api_version[0] == 3
    assert endpoint.url.startswith(root)
    assert admin.identity.get_api_major_version()[0] == 3


def test_openstack_versions_show_names_identity(openstack):
    rows = openstack('versions show', '--service', 'identity')
    assert any(row['Version'].startswith('3.') and row['Status'] == 'CURRENT' for row in rows), rows


def test_keystoneclient_reads_with_the_same_session(admin_login):
    client = keystoneclient.Client(session=admin_login.session())
    assert 'default' in [domain.id for domain in client.domains.list()]


@pytest.mark.parametrize('arguments', [['project show', 'admin'], ['role list'], ['user show', 'no-such-user']])
def test_the_program_prints_what_the_entry_point_prints(openstack, openstack_process, arguments):
    inside, outside = openstack.outcome(*arguments), openstack_process.outcome(*arguments)
    assert outside == inside
