"""Policies that Identity stores for other services."""

import pytest
from openstack import exceptions


@pytest.fixture
def kind(name):
    """A media type of this test, by which its policies are found."""
    return f"text/{name('policy')}"


def test_sdk_policy_create_get_find_update_delete(admin, make, kind):
    policy = admin.identity.create_policy(blob='one', type=kind)
    make.register('policy', policy)
    assert admin.identity.get_policy(policy.id).blob == 'one'
    assert admin.identity.find_policy(policy.id, ignore_missing=False).id == policy.id
    changed = admin.identity.update_policy(policy.id, blob='two')
    assert (changed.blob, changed.type) == ('two', kind)
    admin.identity.delete_policy(policy.id, ignore_missing=False)
    with pytest.raises(exceptions.NotFoundException):
        admin.identity.get_policy(policy.id)


def test_sdk_lists_policies_of_a_type(admin, make, kind):
    policy = admin.identity.create_policy(blob='one', type=kind)
    make.register('policy', policy)
    assert [found.id for found in admin.identity.policies(type=kind)] == [policy.id]
    assert policy.id in [found.id for found in admin.identity.policies()]


def test_openstack_policy_create_show_list_set_delete(openstack, make, kind, tmp_path):
    rules = tmp_path / 'rules'
    rules.write_text('{"identity:get_user": "role:reader"}')
    made = openstack('policy create', rules, '--type', kind)
    make.register('policy', made)
    shown = openstack('policy show', made['id'])
    assert (shown['rules'], shown['type']) == (rules.read_text(), kind)
    assert {row['ID']: row['Type'] for row in openstack('policy list')}[made['id']] == kind
    rules.write_text('{}')
    openstack('policy set', made['id'], '--rules', rules)
    assert openstack('policy show', made['id'])['rules'] == '{}'
    openstack('policy delete', made['id'])
    assert openstack.fails('policy show', made['id'])
