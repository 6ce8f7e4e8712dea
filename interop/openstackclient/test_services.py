"""Services and their endpoints."""

import pytest
from openstack import exceptions


def test_sdk_service_create_get_find_update_delete(admin, make, name):
    service = make.service(description='words')
    assert service.is_enabled
    assert admin.identity.get_service(service.id).description == 'words'
    assert admin.identity.find_service(service.id, ignore_missing=False).id == service.id
    assert admin.identity.find_service(service.name, ignore_missing=False).id == service.id
    renamed = name('service')
    changed = admin.identity.update_service(service.id, name=renamed, is_enabled=False)
    assert (changed.name, changed.type, changed.is_enabled) == (renamed, service.type, False)
    admin.identity.delete_service(service.id, ignore_missing=False)
    with pytest.raises(exceptions.NotFoundException):
        admin.identity.get_service(service.id)


def test_sdk_lists_services_with_filters(admin, make):
    service = make.service()
    assert [found.id for found in admin.identity.services(type=service.type)] == [service.id]
    assert [found.id for found in admin.identity.services(name=service.name)] == [service.id]
    assert service.id in [found.id for found in admin.identity.services()]


def test_two_services_may_share_a_name(admin, make):
    service = make.service()
    make.service(name=service.name)
    with pytest.raises(exceptions.DuplicateResource):
        admin.identity.find_service(service.name, ignore_missing=False)


def test_sdk_endpoint_create_get_find_update_delete(admin, make):
    service, region = make.service(), make.region()
    endpoint = make.endpoint(service_id=service.id, region_id=region.id, interface='internal')
    assert (endpoint.is_enabled, endpoint.region_id) == (True, region.id)
    got = admin.identity.get_endpoint(endpoint.id)
    assert (got.service_id, got.interface, got.url) == (service.id, 'internal', endpoint.url)
    assert admin.identity.find_endpoint(endpoint.id, ignore_missing=False).id == endpoint.id
    assert admin.identity.find_endpoint('no-such-endpoint', ignore_missing=True) is None
    changed = admin.identity.update_endpoint(endpoint.id, url='http://127.0.0.1:9/', interface='admin')
    assert (changed.url, changed.interface, changed.region_id) == ('http://127.0.0.1:9/', 'admin', region.id)
    admin.identity.delete_endpoint(endpoint.id, ignore_missing=False)
    with pytest.raises(exceptions.NotFoundException):
        admin.identity.get_endpoint(endpoint.id)


def test_sdk_lists_endpoints_with_filters(admin, make):
    service, region = make.service(), make.region()
    public = make.endpoint(service_id=service.id, region_id=region.id)
    internal = make.endpoint(service_id=service.id, interface='internal')
    def ids(**query):
        return {endpoint.id for endpoint in admin.identity.endpoints(**query)}
    assert ids(service_id=service.id) == {public.id, internal.id}
    assert ids(service_id=service.id, interface='internal') == {internal.id}
    assert ids(region_id=region.id) == {public.id}


@pytest.mark.parametrize('wrong', [
    {'service_id': 'no-such-service'}, {'region_id': 'no-such-region'}, {'interface': 'sideways'}, {'url': ''},
])
def test_invalid_endpoints_are_rejected(admin, make, wrong):
    sound = {'service_id': make.service().id, 'interface': 'public', 'url': 'http://127.0.0.1:9/'}
    with pytest.raises(exceptions.BadRequestException):
        admin.identity.create_endpoint(**{**sound, **wrong})


def test_deleting_a_service_deletes_its_endpoints(admin, make):
    service = make.service()
    endpoint = make.endpoint(service_id=service.id)
    admin.identity.delete_service(service.id)
    assert admin.identity.find_endpoint(endpoint.id, ignore_missing=True) is None


def test_openstack_service_create_show_list_set_delete(openstack, make, name):
    called, kind = name('service'), name('type')
    made = openstack('service create', kind, '--name', called, '--description', 'from the shell')
    make.register('service', made)
    assert (made['type'], made['name'], made['enabled']) == (kind, called, True)
    # By name, by type and by id.
    assert {openstack('service show', key)['id'] for key in (called, kind, made['id'])} == {made['id']}
    rows = {row['ID']: row for row in openstack('service list', '--long')}
    assert rows[made['id']]['Description'] == 'from the shell'
    renamed = name('service')
    openstack('service set', called, '--name', renamed, '--description', 'changed', '--disable')
    shown = openstack('service show', made['id'])
    assert (shown['name'], shown['description'], shown['enabled']) == (renamed, 'changed', False)
    openstack('service delete', renamed)
    assert openstack.fails('service show', made['id'])


def test_openstack_endpoint_create_show_list_set_delete(openstack, make):
    service, region = make.service(), make.region()
    made = openstack('endpoint create', service.name, 'public', 'http://127.0.0.1:9/', '--region', region.id)
    make.register('endpoint', made)
    assert (made['service_id'], made['region'], made['enabled']) == (service.id, region.id, True)
    openstack('endpoint set', made['id'], '--url', 'http://127.0.0.1:9/v2', '--interface', 'admin', '--disable')
    shown = openstack('endpoint show', made['id'])
    assert (shown['url'], shown['interface'], shown['enabled']) == ('http://127.0.0.1:9/v2', 'admin', False)
    by_service = openstack('endpoint list', '--service', service.name)
    by_region = openstack('endpoint list', '--region', region.id, '--interface', 'admin')
    assert [row['ID'] for row in by_service] == [row['ID'] for row in by_region] == [made['id']]
    assert by_service[0]['Service Type'] == service.type
    openstack('endpoint delete', made['id'])
    assert openstack('endpoint list', '--service', service.name) == []
