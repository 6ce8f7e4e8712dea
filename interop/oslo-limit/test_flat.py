"""oslo.limit enforces the limits of a server with the model `flat`."""

import pytest
from openstack import exceptions
from oslo_limit import exception

from conftest import name


@pytest.fixture(autouse=True)
def flat(model):
    if model != 'flat':
        pytest.skip(f'the server has the model {model}')


@pytest.fixture
def over():
    """The resources over their limits."""
    def check(enforcer, project_id, deltas):
        with pytest.raises(exception.ProjectOverLimit) as raised:
            enforcer.enforce(project_id, deltas)
        return {info.resource_name: info.limit for info in raised.value.over_limit_info_list}
    return check


def test_the_default_of_a_resource_applies_to_a_project_without_a_limit(service, project, enforcer, over):
    service.register('cores', 10)
    cores = enforcer({'cores': 8}, endpoint_id=service.endpoint.id)
    cores.enforce(project.id, {'cores': 2})
    assert over(cores, project.id, {'cores': 3}) == {'cores': 10}


def test_a_limit_of_the_project_replaces_the_default(service, project, enforcer, over):
    service.register('cores', 10)
    service.register('disks', 1)
    service.limit('cores', 20, project_id=project.id)
    both = enforcer({'cores': 15, 'disks': 1}, endpoint_id=service.endpoint.id)
    both.enforce(project.id, {'cores': 5})
    assert over(both, project.id, {'cores': 6, 'disks': 1}) == {'cores': 20, 'disks': 1}


def test_a_limit_of_another_project_does_not_apply(admin, service, project, enforcer, over):
    other = admin.create_project(name=name('project'), domain_id='default')
    service.register('cores', 1)
    service.limit('cores', 100, project_id=other.id)
    assert over(enforcer({}, endpoint_id=service.endpoint.id), project.id, {'cores': 2}) == {'cores': 1}


def test_minus_one_is_unlimited_and_zero_allows_nothing(service, project, enforcer, over):
    service.register('cores', -1)
    service.register('disks', 5)
    service.limit('disks', 0, project_id=project.id)
    both = enforcer({'cores': 10**6}, endpoint_id=service.endpoint.id)
    both.enforce(project.id, {'cores': 10**6})
    assert over(both, project.id, {'disks': 1}) == {'disks': 0}


def test_usage_and_limits_are_reported(service, project, enforcer):
    service.register('cores', 10)
    service.register('disks', 3)
    service.limit('cores', 4, project_id=project.id)
    reported = enforcer({'cores': 2}, endpoint_id=service.endpoint.id)
    usage = reported.calculate_usage(project.id, ['cores', 'disks'])
    assert usage == {'cores': (4, 2), 'disks': (3, 0)}
    assert reported.get_registered_limits(['cores', 'disks']) == [('cores', 10), ('disks', 3)]
    assert sorted(reported.get_registered_limits(None)) == [('cores', 10), ('disks', 3)]
    assert reported.get_project_limits(project.id, None) == [('cores', 4)]


def test_without_a_project_the_default_applies(service, enforcer, over):
    service.register('cores', 2)
    assert over(enforcer({}, endpoint_id=service.endpoint.id), None, {'cores': 3}) == {'cores': 2}


def test_limits_of_a_region_apply_to_its_endpoint(service_in_region, project, enforcer, over):
    service_in_region.register('cores', 10)
    service_in_region.limit('cores', 3, project_id=project.id)
    service_in_region.admin.create_registered_limit(
        service_id=service_in_region.service.id, resource_name='cores', default_limit=1,
    )
    in_region = enforcer({}, endpoint_id=service_in_region.endpoint.id)
    assert over(in_region, project.id, {'cores': 4}) == {'cores': 3}


def test_the_endpoint_is_found_by_service_and_region(service_in_region, project, enforcer, over):
    service_in_region.register('cores', 1)
    found = enforcer(
        {}, endpoint_service_type=service_in_region.service.type, endpoint_service_name=service_in_region.service.name,
        endpoint_region_name=service_in_region.region, endpoint_interface='public',
    )
    assert over(found, project.id, {'cores': 2}) == {'cores': 1}


def test_a_change_applies_to_the_next_request_of_an_enforcer_without_a_cache(admin, service, project, enforcer, over):
    service.register('cores', 10)
    limit = service.limit('cores', 1, project_id=project.id)
    fresh = enforcer({}, cache=False, endpoint_id=service.endpoint.id)
    assert over(fresh, project.id, {'cores': 2}) == {'cores': 1}
    admin.update_limit(limit.id, resource_limit=2)
    fresh.enforce(project.id, {'cores': 2})
    admin.delete_limit(limit.id, ignore_missing=False)
    fresh.enforce(project.id, {'cores': 10})


def test_thirty_limits_are_all_read(service, project, enforcer):
    names = [f'resource-{number}' for number in range(30)]
    for each in names:
        service.register(each, 1)
        service.limit(each, 2, project_id=project.id)
    many = enforcer({}, endpoint_id=service.endpoint.id)
    assert many.get_project_limits(project.id, names) == [(each, 2) for each in names]


def test_a_registered_limit_in_use_stays(admin, service, project):
    registered = service.register('cores', 10)
    limit = service.limit('cores', 1, project_id=project.id)
    with pytest.raises(exceptions.ForbiddenException):
        admin.delete_registered_limit(registered.id, ignore_missing=False)
    admin.delete_limit(limit.id, ignore_missing=False)
    admin.delete_registered_limit(registered.id, ignore_missing=False)
