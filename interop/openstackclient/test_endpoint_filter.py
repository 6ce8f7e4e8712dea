"""Catalogs of projects that are limited to some endpoints (OS-EP-FILTER)."""

import json

import pytest


@pytest.fixture
def service(make):
    return make.service()


@pytest.fixture
def public(make, service):
    return make.endpoint(service_id=service.id)


@pytest.fixture
def internal(make, service):
    return make.endpoint(service_id=service.id, interface='internal')


@pytest.fixture
def filters(tmp_path):
    """A file with filters, as the command reads them."""
    def write(**values):
        file = tmp_path / 'filters.json'
        file.write_text(json.dumps(values))
        return file
    return write


@pytest.fixture
def account(admin, make):
    """A user with a project of its own."""
    return make.account(make.project(), admin.identity.find_role('member', ignore_missing=False))


def catalog(account):
    """The endpoints in the catalog of a new token, by service type."""
    found = account.login.access().service_catalog.get_endpoints()
    return {kind: [endpoint['id'] for endpoint in endpoints] for kind, endpoints in found.items()}


def project_of(account):
    return account.login.options['project_id']


def test_openstack_endpoint_add_project_limits_its_catalog(openstack, account, service, public, internal):
    project = project_of(account)
    whole = catalog(account)
    assert set(whole[service.type]) == {public.id, internal.id}
    openstack('endpoint add project', public.id, project)
    assert catalog(account) == {service.type: [public.id]}
    assert [row['ID'] for row in openstack('endpoint list', '--project', project)] == [public.id]
    assert [row['ID'] for row in openstack('endpoint list', '--endpoint', public.id)] == [project]
    assert openstack.fails('endpoint add project', public.id, project)
    openstack('endpoint remove project', public.id, project)
    assert catalog(account) == whole


def test_openstack_endpoint_group_create_show_list_set_delete(openstack, name, service, filters):
    called = name('endpoint-group')
    made = openstack('endpoint group create', called, filters(service_id=service.id), '--description', 'd')
    try:
        assert made['filters'] == {'service_id': service.id}
        shown = openstack('endpoint group show', called)
        assert (shown['id'], shown['description']) == (made['id'], 'd')
        assert made['id'] in [row['ID'] for row in openstack('endpoint group list')]
        renamed = name('endpoint-group')
        openstack(
            'endpoint group set', called, '--name', renamed, '--description', 'e',
            '--filters', filters(interface='public'),
        )
        shown = openstack('endpoint group show', made['id'])
        assert (shown['name'], shown['description'], shown['filters']) == (renamed, 'e', {'interface': 'public'})
    finally:
        openstack('endpoint group delete', made['id'])
    assert openstack.fails('endpoint group show', made['id'])


def test_openstack_endpoint_group_of_a_project_limits_its_catalog(
    openstack, name, account, service, public, internal, filters,
):
    project = project_of(account)
    called = name('endpoint-group')
    made = openstack('endpoint group create', called, filters(service_id=service.id, interface='internal'))
    try:
        openstack('endpoint group add project', called, project)
        assert catalog(account) == {service.type: [internal.id]}
        assert [row['ID'] for row in openstack('endpoint group list', '--project', project)] == [made['id']]
        rows = openstack('endpoint group list', '--endpointgroup', called)
        assert [row['ID'] for row in rows] == [project]
        assert [row['ID'] for row in openstack('endpoint list', '--project', project)] == [internal.id]
        openstack('endpoint group remove project', called, project)
        assert len(catalog(account)) > 1
    finally:
        openstack('endpoint group delete', made['id'])


def test_unknown_filters_are_rejected(openstack, name, filters):
    assert openstack.fails('endpoint group create', name('endpoint-group'), filters(colour='blue'))
    assert openstack.fails('endpoint group create', name('endpoint-group'), filters())


def test_sdk_endpoints_of_projects_and_groups(admin, make, name, service, public, internal):
    identity, project = admin.identity, make.project()
    group = identity.create_endpoint_group(name=name('endpoint-group'), filters={'service_id': service.id})
    try:
        assert {endpoint.id for endpoint in identity.endpoint_group_endpoints(group)} == {public.id, internal.id}
        identity.associate_project_with_endpoint_group(group, project)
        assert [found.id for found in identity.endpoint_group_projects(group)] == [project.id]
        assert [found.id for found in identity.project_endpoint_groups(project)] == [group.id]
        identity.associate_endpoint_with_project(project, public.id)
        assert [found.id for found in identity.endpoint_projects(public)] == [project.id]
        assert {endpoint.id for endpoint in identity.project_endpoints(project)} == {public.id, internal.id}
        identity.disassociate_endpoint_from_project(project, public.id)
        identity.disassociate_project_from_endpoint_group(group, project)
        assert list(identity.project_endpoints(project)) == []
    finally:
        identity.delete_endpoint_group(group)
