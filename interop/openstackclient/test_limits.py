"""Unified limits: registered limits and limits of projects."""

import pytest
from openstack import exceptions


@pytest.fixture
def service(make):
    return make.service()


def test_openstack_registered_limit_create_show_list_set_delete(openstack, make, service):
    region = make.region()
    made = openstack(
        'registered limit create', 'cores', '--service', service.name, '--region', region.id,
        '--default-limit', 10, '--description', 'd',
    )
    make.register('registered_limit', made)
    assert (made['service_id'], made['region_id'], made['default_limit']) == (service.id, region.id, 10)
    rows = openstack('registered limit list', '--service', service.name, '--resource-name', 'cores')
    assert [row['ID'] for row in rows] == [made['id']]
    openstack('registered limit set', made['id'], '--default-limit', 20, '--resource-name', 'vcpus')
    shown = openstack('registered limit show', made['id'])
    assert (shown['default_limit'], shown['resource_name'], shown['description']) == (20, 'vcpus', 'd')
    openstack('registered limit delete', made['id'])
    assert openstack.fails('registered limit show', made['id'])


def test_openstack_limit_create_show_list_set_delete(openstack, admin_login, make, service):
    project = make.project()
    registered = openstack('registered limit create', 'cores', '--service', service.name, '--default-limit', 10)
    make.register('registered_limit', registered)
    made = openstack(
        'limit create', 'cores', '--service', service.name, '--project', project.name, '--resource-limit', 5,
    )
    make.register('limit', made)
    assert (made['project_id'], made['service_id'], made['resource_limit']) == (project.id, service.id, 5)
    # Older Keystone lists the limits of other projects for the system only.
    of_system = openstack.as_(admin_login.scoped(system_scope='all'))
    rows = of_system('limit list', '--project', project.name, '--service', service.name)
    assert [row['ID'] for row in rows] == [made['id']]
    openstack('limit set', made['id'], '--resource-limit', 7, '--description', 'words')
    shown = openstack('limit show', made['id'])
    assert (shown['resource_limit'], shown['description']) == (7, 'words')
    assert openstack.fails('registered limit delete', registered['id'])
    openstack('limit delete', made['id'])
    assert openstack.fails('limit show', made['id'])


def test_a_limit_needs_a_registered_limit(openstack, make, service):
    project = make.project()
    assert openstack.fails(
        'limit create', 'cores', '--service', service.name, '--project', project.name, '--resource-limit', 5,
    )


def test_sdk_limits_of_projects_and_domains(admin, system, make, service):
    identity, project, domain = admin.identity, make.project(), make.domain()
    place = {'service_id': service.id, 'resource_name': 'cores'}
    registered = identity.create_registered_limit(**place, default_limit=3)
    make.register('registered_limit', registered)
    limits = [
        identity.create_limit(**place, **owner, resource_limit=1)
        for owner in ({'project_id': project.id}, {'domain_id': domain.id})
    ]
    for limit in limits:
        make.register('limit', limit)
    assert [limit.domain_id for limit in limits] == [None, domain.id]
    assert [limit.id for limit in system.identity.limits(project_id=project.id)] == [limits[0].id]
    assert {limit.id for limit in system.identity.limits(service_id=service.id)} == {limit.id for limit in limits}
    assert identity.update_limit(limits[0].id, resource_limit=2).resource_limit == 2
    with pytest.raises(exceptions.ConflictException):
        identity.create_limit(**place, project_id=project.id, resource_limit=1)
    with pytest.raises(exceptions.ForbiddenException):
        identity.update_registered_limit(registered.id, default_limit=4)


def test_a_user_sees_the_limits_of_its_project(admin, make, service):
    identity, project, other = admin.identity, make.project(), make.project()
    place = {'service_id': service.id, 'resource_name': 'cores'}
    make.register('registered_limit', identity.create_registered_limit(**place, default_limit=3))
    own, foreign = [identity.create_limit(**place, project_id=one.id, resource_limit=1) for one in (project, other)]
    for limit in (own, foreign):
        make.register('limit', limit)
    account = make.account(project, identity.find_role('member', ignore_missing=False))
    seen = account.login.connect().identity
    assert [limit.id for limit in seen.limits()] == [own.id]
    assert seen.get_limit(own.id).resource_limit == 1
    with pytest.raises(exceptions.ForbiddenException):
        seen.get_limit(foreign.id)
