"""A server with the model `strict_two_level` keeps the limits of a tree consistent.

oslo.limit 2.12 has no enforcement for this model; it reads the model and stops with an error that names it.
"""

import pytest
from openstack import exceptions

from conftest import name


@pytest.fixture(autouse=True)
def strict(model):
    if model != 'strict_two_level':
        pytest.skip(f'the server has the model {model}')


@pytest.fixture
def domain(admin):
    return admin.create_domain(name=name('domain'))


@pytest.fixture
def in_domain(admin, domain):
    return admin.create_project(name=name('project'), domain_id=domain.id)


def test_the_library_reads_the_model(service, enforcer):
    with pytest.raises(ValueError, match='strict_two_level is not supported'):
        enforcer({}, endpoint_id=service.endpoint.id)


def test_a_project_is_limited_by_its_domain(service, domain, in_domain):
    service.register('cores', 5)
    with pytest.raises(exceptions.ForbiddenException):
        service.limit('cores', 6, project_id=in_domain.id)
    service.limit('cores', 20, domain_id=domain.id)
    assert service.limit('cores', 20, project_id=in_domain.id).resource_limit == 20


def test_a_domain_is_not_limited_below_its_projects(admin, service, domain, in_domain):
    service.register('cores', 5)
    service.limit('cores', 5, project_id=in_domain.id)
    with pytest.raises(exceptions.ForbiddenException):
        service.limit('cores', 4, domain_id=domain.id)
    limit = service.limit('cores', 5, domain_id=domain.id)
    with pytest.raises(exceptions.ForbiddenException):
        admin.update_limit(limit.id, resource_limit=1)
    assert admin.get_limit(limit.id).resource_limit == 5


def test_projects_nest_two_levels_deep(admin, domain, in_domain):
    child = admin.create_project(name=name('project'), domain_id=domain.id, parent_id=in_domain.id)
    with pytest.raises(exceptions.ForbiddenException):
        admin.create_project(name=name('project'), domain_id=domain.id, parent_id=child.id)
