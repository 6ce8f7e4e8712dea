"""The SDK's cloud layer, through which Ansible and many scripts work: names in, objects out."""

import pytest


def test_projects(admin, make, name):
    project = admin.create_project(name=name('project'), domain_id='default', description='words')
    make.register('project', project)
    assert admin.get_project(project.name, domain_id='default').id == project.id
    assert [found.id for found in admin.search_projects(project.name)] == [project.id]
    assert [found.id for found in admin.list_projects(domain_id='default', name_or_id=project.name)] == [project.id]
    assert admin.update_project(project.name, enabled=False, domain_id='default').is_enabled is False
    assert admin.delete_project(project.name, domain_id='default') is True
    assert admin.get_project(project.id) is None
    assert admin.delete_project(project.id) is False


def test_users_and_groups(admin, make, name):
    user = admin.create_user(
        name=name('user'), password='pw', email='a@example.org', domain_id='default', description='words',
        default_project='admin',
    )
    make.register('user', user)
    assert user.default_project_id == admin.current_project_id
    assert admin.get_user(user.name).id == admin.get_user_by_id(user.id).id == user.id
    assert [found.id for found in admin.list_users(name=user.name, domain_id='default')] == [user.id]
    assert [found.id for found in admin.search_users(user.name, domain_id='default')] == [user.id]
    assert admin.update_user(user.name, email='b@example.org', enabled=False).email == 'b@example.org'
    group = admin.create_group(name('group'), 'words', domain='default')
    make.register('group', group)
    assert admin.get_group(group.name).id == group.id
    assert [found.id for found in admin.search_groups(group.name)] == [group.id]
    assert group.id in [found.id for found in admin.list_groups(domain_id='default')]
    assert admin.update_group(group.name, description='other').description == 'other'
    admin.add_user_to_group(user.name, group.name)
    assert admin.is_user_in_group(user.name, group.name) is True
    admin.remove_user_from_group(user.name, group.name)
    assert admin.is_user_in_group(user.name, group.name) is False
    assert admin.delete_group(group.name) is True
    assert admin.delete_user(user.name) is True
    assert admin.get_user(user.name) is None


def test_domains(admin, make, name):
    domain = admin.create_domain(name('domain'), description='words')
    make.register('domain', domain)
    assert admin.get_domain(name_or_id=domain.name).id == admin.get_domain(domain.id).id == domain.id
    assert [found.id for found in admin.search_domains(name_or_id=domain.name)] == [domain.id]
    assert domain.id in [found.id for found in admin.list_domains()]
    assert admin.update_domain(domain.id, description='other').description == 'other'
    assert admin.delete_domain(name_or_id=domain.name) is True
    assert admin.get_domain(name_or_id=domain.name) is None


def test_services_and_endpoints(admin, make, name):
    service = admin.create_service(name('service'), type=name('type'), description='words')
    make.register('service', service)
    assert admin.get_service(service.name).id == service.id
    assert [found.id for found in admin.search_services(service.name)] == [service.id]
    assert service.id in [found.id for found in admin.list_services()]
    assert admin.update_service(service.name, description='other').description == 'other'
    region = make.region()
    [endpoint] = admin.create_endpoint(
        service.name, url='http://127.0.0.1:9/', interface='public', region=region.id,
    )
    make.register('endpoint', endpoint)
    assert admin.get_endpoint(endpoint.id).region_id == region.id
    assert [found.id for found in admin.search_endpoints(filters={'service_id': service.id})] == [endpoint.id]
    assert endpoint.id in [found.id for found in admin.list_endpoints()]
    assert admin.update_endpoint(endpoint.id, url='http://127.0.0.1:9/v2').url == 'http://127.0.0.1:9/v2'
    assert admin.delete_endpoint(endpoint.id) is True
    assert admin.delete_service(service.name) is True


def test_roles(admin, make, name):
    role = admin.create_role(name('role'))
    make.register('role', role)
    assert admin.get_role(role.name).id == role.id
    assert [found.id for found in admin.search_roles(role.name)] == [role.id]
    assert role.id in [found.id for found in admin.list_roles()]
    renamed = name('role')
    assert admin.update_role(role.name, renamed).name == renamed
    assert admin.delete_role(renamed) is True


@pytest.mark.parametrize('target', ['project', 'domain', 'system'])
@pytest.mark.parametrize('actor', ['user', 'group'])
def test_grant_and_revoke(admin, make, actor, target):
    domain, role = make.domain(), make.role()
    who = {'user': make.user(domain_id=domain.id), 'group': make.group(domain_id=domain.id)}[actor]
    where = {
        'project': {'project': make.project(domain_id=domain.id).id}, 'domain': {'domain': domain.id},
        'system': {'system': 'all'},
    }[target]
    grant = {actor: who.id, **where}
    assert admin.grant_role(role.name, **grant) is True
    assert admin.grant_role(role.name, **grant) is False
    assert [row.role['id'] for row in admin.list_role_assignments({actor: who.id})] == [role.id]
    assert admin.revoke_role(role.name, **grant) is True
    assert admin.revoke_role(role.name, **grant) is False
    assert admin.list_role_assignments({actor: who.id}) == []
