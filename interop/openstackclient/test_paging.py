"""Paging as the SDK does it: by marker, until a page is empty."""

import pytest


@pytest.fixture
def crowd(make, needs):
    """A domain with five users, five groups and five projects."""
    needs('paging')
    domain = make.domain()
    return domain, {
        'users': {make.user(domain_id=domain.id).id for _ in range(5)},
        'groups': {make.group(domain_id=domain.id).id for _ in range(5)},
        'projects': {make.project(domain_id=domain.id).id for _ in range(5)},
    }


@pytest.mark.parametrize('limit', [1, 2, 5, 100])
def test_sdk_walks_users_and_projects(admin, crowd, limit):
    domain, members = crowd
    for collection, expected in members.items():
        walked = [item.id for item in getattr(admin.identity, collection)(domain_id=domain.id, limit=limit)]
        assert len(walked) == len(expected) and set(walked) == expected


def test_sdk_walks_domains_and_their_projects(admin, make, needs):
    needs('paging')
    expected = {make.domain().id for _ in range(3)}
    walked = [domain.id for domain in admin.identity.domains(limit=2)]
    assert expected <= set(walked) and len(walked) == len(set(walked))


@pytest.mark.parametrize('collection', [
    'roles', 'services', 'regions', 'endpoints', pytest.param('credentials', marks=pytest.mark.delegation),
])
def test_sdk_walks_every_collection(admin, make, needs, collection):
    needs('paging everywhere')
    def fresh():
        if collection == 'endpoints':
            return make.endpoint(service_id=make.service().id).id
        if collection == 'credentials':
            credential = admin.identity.create_credential(user_id=admin.current_user_id, type='cert', blob='text')
            return make.register('credential', credential)
        return getattr(make, collection.removesuffix('s'))().id
    expected = {fresh() for _ in range(5)}
    walked = [item.id for item in getattr(admin.identity, collection)(limit=2)]
    assert expected <= set(walked) and len(walked) == len(set(walked))


def test_sdk_takes_a_single_page(admin, crowd):
    domain, members = crowd
    some = list(admin.identity.users(domain_id=domain.id, limit=2, paginated=False))
    assert len(some) == 2 and {user.id for user in some} < members['users']


def test_openstack_user_and_project_list_in_pages(openstack, crowd):
    domain, members = crowd
    for command, collection in (('user list', 'users'), ('project list', 'projects')):
        rows = openstack(command, '--domain', domain.id, '--limit', '2')
        assert {row['ID'] for row in rows} == members[collection]
        some = openstack(command, '--domain', domain.id, '--limit', '2', '--max-items', '3')
        assert len(some) == 3
        rest = openstack(command, '--domain', domain.id, '--marker', some[-1]['ID'])
        assert {row['ID'] for row in (*some, *rest)} == members[collection] and len(rest) == 2
