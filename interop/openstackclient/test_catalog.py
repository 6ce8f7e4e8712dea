"""The service catalog, as clients read it from a token."""

import pytest
from keystoneauth1 import exceptions as auth_errors


@pytest.fixture
def services_with_endpoints(make):
    """A service with a region and one endpoint whose URL names the project."""
    region = make.region()
    service = make.service()
    endpoint = make.endpoint(
        service_id=service.id, region_id=region.id, url='http://127.0.0.1:9/v1/$(project_id)s',
    )
    return service, region, endpoint


def test_catalog_list_and_show(openstack, admin_login):
    rows = openstack('catalog list')
    assert 'identity' in [row['Type'] for row in rows]
    shown = openstack('catalog show', 'identity')
    assert {'public'} <= {endpoint['interface'] for endpoint in shown['endpoints']}
    assert shown['type'] == 'identity'


def test_a_new_endpoint_appears_with_its_project_filled_in(openstack, stage, services_with_endpoints):
    service, region, endpoint = services_with_endpoints
    shown = openstack.as_(stage.member.login)('catalog show', service.name)
    assert shown['id'] == service.id
    assert shown['endpoints'] == [{
        'id': endpoint.id, 'interface': 'public', 'region': region.id, 'region_id': region.id,
        'url': f'http://127.0.0.1:9/v1/{stage.project.id}',
    }]


def test_keystoneauth_picks_endpoints_by_type_interface_and_region(stage, services_with_endpoints):
    service, region, _ = services_with_endpoints
    session = stage.member.login.session()
    wanted = {'service_type': service.type, 'interface': 'public'}
    url = session.get_endpoint(**wanted, region_name=region.id)
    assert url == f'http://127.0.0.1:9/v1/{stage.project.id}'
    for absent in ({**wanted, 'interface': 'admin'}, {**wanted, 'region_name': 'elsewhere'},
                   {**wanted, 'service_type': 'no-such-type'}):
        with pytest.raises(auth_errors.EndpointNotFound):
            session.get_endpoint(**absent)


def test_disabled_services_and_endpoints_are_omitted(admin, stage, services_with_endpoints):
    service, _, endpoint = services_with_endpoints
    def listed():
        catalog = stage.member.login.access().service_catalog.catalog
        return {entry['id']: entry['endpoints'] for entry in catalog}
    assert listed()[service.id]
    admin.identity.update_endpoint(endpoint.id, is_enabled=False)
    assert not listed().get(service.id)
    admin.identity.update_service(service.id, is_enabled=False)
    assert service.id not in listed()


def test_an_endpoint_that_needs_a_project_is_not_in_a_domain_catalog(stage, services_with_endpoints):
    service, _, _ = services_with_endpoints
    catalog = stage.domain_admin.login.access().service_catalog.catalog
    assert not next((entry['endpoints'] for entry in catalog if entry['id'] == service.id), [])


def test_an_unscoped_token_has_no_catalog(stage):
    assert not stage.member.login.scoped().access().has_service_catalog()
