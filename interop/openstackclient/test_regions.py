"""Regions, with client-chosen ids and a tree."""

import pytest
from openstack import exceptions


def test_sdk_create_get_find_update_delete(admin, make):
    region = make.region(description='words')
    assert admin.identity.get_region(region.id).description == 'words'
    assert admin.identity.find_region(region.id, ignore_missing=False).id == region.id
    assert admin.identity.find_region('no-such-region', ignore_missing=True) is None
    assert admin.identity.update_region(region.id, description='other').description == 'other'
    with pytest.raises(exceptions.ConflictException):
        admin.identity.create_region(id=region.id)
    admin.identity.delete_region(region.id, ignore_missing=False)
    with pytest.raises(exceptions.NotFoundException):
        admin.identity.get_region(region.id)


def test_sdk_lists_by_parent(admin, make):
    above = make.region()
    below = make.region(parent_region_id=above.id)
    assert [region.id for region in admin.identity.regions(parent_region_id=above.id)] == [below.id]
    assert {above.id, below.id} <= {region.id for region in admin.identity.regions()}


def test_a_region_in_use_cannot_be_deleted(admin, make):
    region = make.region()
    make.endpoint(service_id=make.service().id, region_id=region.id)
    with pytest.raises(exceptions.ForbiddenException):
        admin.identity.delete_region(region.id)


def test_any_token_reads_regions(member, make):
    region = make.region()
    assert member.identity.get_region(region.id).id == region.id


def test_openstack_region_create_show_list_set_delete(openstack, make, name):
    above = make.region()
    called = name('region')
    made = openstack('region create', called, '--parent-region', above.id, '--description', 'from the shell')
    make.later(openstack.outcome, 'region delete', called)
    assert made == {'region': called, 'description': 'from the shell', 'parent_region': above.id}
    assert openstack('region show', called) == made
    assert openstack('region list', '--parent-region', above.id) == [
        {'Region': called, 'Parent Region': above.id, 'Description': 'from the shell'},
    ]
    openstack('region set', called, '--description', 'changed')
    assert openstack('region show', called)['description'] == 'changed'
    openstack('region delete', called)
    assert openstack.fails('region show', called)
