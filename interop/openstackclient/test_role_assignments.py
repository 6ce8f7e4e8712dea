"""`role assignment list`: filters, names and effective assignments."""

import pytest
from openstack import exceptions

from fixtures import FixtureFactory


@pytest.fixture(scope='module')
def scene(admin, admin_login, openstack):
    """A domain in which a user, and a group that the user is in, hold one grant of each kind."""
    with FixtureFactory(admin, admin_login.options['auth_url']) as make:
        domain = make.domain()
        above = make.project(domain_id=domain.id)
        below = make.project(domain_id=domain.id, parent_id=above.id)
        user = make.user(domain_id=domain.id)
        group = make.group(domain_id=domain.id)
        prior, implied = make.role(), make.role()
        admin.identity.add_user_to_group(user, group)
        openstack('implied role create', prior.id, '--implied-role', implied.id)
        admin.identity.assign_project_role_to_user(above, user, prior)
        admin.identity.assign_project_role_to_group(above, group, implied, inherited=True)
        admin.identity.assign_domain_role_to_group(domain, group, implied)
        admin.identity.assign_system_role_to_user(user, prior, 'all')
        yield {
            'domain': domain, 'above': above, 'below': below, 'user': user, 'group': group,
            'prior': prior, 'implied': implied,
        }


def rows(openstack, *arguments):
    """The assignments as a set of tuples (role, actor, target)."""
    columns = ('Role', 'User', 'Group', 'Project', 'Domain', 'System', 'Inherited')
    return {tuple(row[column] for column in columns) for row in openstack('role assignment list', *arguments)}


@pytest.fixture
def direct(scene):
    prior, implied = scene['prior'].id, scene['implied'].id
    user, group = scene['user'].id, scene['group'].id
    return {
        'user on project': (prior, user, '', scene['above'].id, '', '', False),
        'group below project': (implied, '', group, scene['above'].id, '', '', True),
        'group on domain': (implied, '', group, '', scene['domain'].id, '', False),
        'user on system': (prior, user, '', '', '', 'all', False),
    }


@pytest.mark.parametrize('arguments, expected', [
    (['--user', 'user'], ['user on project', 'user on system']),
    (['--group', 'group'], ['group below project', 'group on domain']),
    (['--project', 'above'], ['user on project', 'group below project']),
    (['--domain', 'domain'], ['group on domain']),
    (['--role', 'prior'], ['user on project', 'user on system']),
    (['--role', 'implied'], ['group below project', 'group on domain']),
    (['--user', 'user', '--project', 'above'], ['user on project']),
    (['--group', 'group', '--domain', 'domain'], ['group on domain']),
    (['--group', 'group', '--inherited'], ['group below project']),
    (['--user', 'user', '--system', 'all'], ['user on system']),
    (['--role', 'implied', '--user', 'user'], []),
])
def test_openstack_filters(openstack, scene, direct, arguments, expected):
    options = [scene[word].id if word in scene else word for word in arguments]
    assert rows(openstack, *options) == {direct[which] for which in expected}


def test_openstack_filters_by_name(openstack, scene, direct):
    place = scene['domain'].name
    found = rows(
        openstack, '--user', scene['user'].name, '--user-domain', place, '--role', scene['prior'].name,
        '--project', scene['above'].name, '--project-domain', place,
    )
    assert found == {direct['user on project']}
    found = rows(openstack, '--group', scene['group'].name, '--group-domain', place, '--domain', place)
    assert found == {direct['group on domain']}


def test_openstack_names(openstack, scene):
    place = scene['domain'].name
    assert rows(openstack, '--names', '--project', scene['above'].id) == {
        (scene['prior'].name, f'{scene["user"].name}@{place}', '', f'{scene["above"].name}@{place}', '', '', False),
        (scene['implied'].name, '', f'{scene["group"].name}@{place}', f'{scene["above"].name}@{place}', '', '', True),
    }
    assert rows(openstack, '--names', '--user', scene['user'].id, '--system', 'all') == {
        (scene['prior'].name, f'{scene["user"].name}@{place}', '', '', '', 'all', False),
    }


def test_openstack_effective_shows_effective_assignments(openstack, scene):
    prior, implied, user = scene['prior'].id, scene['implied'].id, scene['user'].id
    assert rows(openstack, '--effective', '--project', scene['above'].id) == {
        (prior, user, '', scene['above'].id, '', '', False),
        (implied, user, '', scene['above'].id, '', '', False),
    }
    # The inherited grant of the group applies to its members in the child project.
    assert {row[:6] for row in rows(openstack, '--effective', '--project', scene['below'].id)} == {
        (implied, user, '', scene['below'].id, '', ''),
    }
    assert {row[:6] for row in rows(openstack, '--effective', '--user', user, '--domain', scene['domain'].id)} == {
        (implied, user, '', '', scene['domain'].id, ''),
    }


def test_openstack_of_the_caller(openstack, admin):
    found = rows(openstack, '--auth-user', '--auth-project', '--names')
    assert ('admin', 'admin@Default', '', 'admin@Default', '', '', False) in found


def test_sdk_filters(admin, scene, direct):
    def found(**query):
        return {
            (row.role['id'], (row.user or {}).get('id', ''), (row.group or {}).get('id', ''))
            for row in admin.identity.role_assignments(**query)
        }
    assert found(user_id=scene['user'].id, scope_system='all') == {direct['user on system'][:3]}
    assert found(group_id=scene['group'].id, inherited_to='projects') == {direct['group below project'][:3]}
    assert found(scope_domain_id=scene['domain'].id, role_id=scene['implied'].id) == {direct['group on domain'][:3]}
    assert found(scope_project_id=scene['below'].id) == set()
    implied = scene['implied'].id, scene['user'].id, ''
    assert implied in found(scope_project_id=scene['above'].id, effective=True)
    assert found(scope_project_id=scene['above'].id, include_subtree=True) == {
        direct['user on project'][:3], direct['group below project'][:3],
    }


def test_sdk_include_names_and_links(admin, scene):
    row = next(admin.identity.role_assignments(
        user_id=scene['user'].id, scope_project_id=scene['above'].id, include_names=True,
    ))
    assert row.user['name'] == scene['user'].name
    assert row.user['domain'] == {'id': scene['domain'].id, 'name': scene['domain'].name}
    assert row.scope['project']['name'] == scene['above'].name
    assert row.role['name'] == scene['prior'].name
    assert row.links['assignment'].endswith(
        f'/v3/projects/{scene["above"].id}/users/{scene["user"].id}/roles/{scene["prior"].id}',
    )


@pytest.mark.parametrize('query', [
    {'user_id': 'a', 'group_id': 'b'},
    {'scope_project_id': 'a', 'scope_domain_id': 'b'},
    {'group_id': 'a', 'effective': True},
    {'include_subtree': True},
])
def test_filters_that_exclude_each_other_are_400(admin, query):
    with pytest.raises(exceptions.BadRequestException):
        list(admin.identity.role_assignments(**query))
