"""Identity providers, protocols and mappings."""

import json

import pytest
from openstack import exceptions

RULES = [
    {
        'local': [{'user': {'name': '{0}'}}, {'group': {'id': '0cd5e9'}}],
        'remote': [{'type': 'UserName'}, {'type': 'orgPersonType', 'not_any_of': ['Contractor', 'Guest']}],
    }
]
OTHER = [{'local': [{'user': {'name': '{0}', 'email': '{1}'}}], 'remote': [{'type': 'UserName'}, {'type': 'Email'}]}]


@pytest.fixture
def rules(tmp_path):
    """Writes rules into a file for the command."""

    def write(content):
        path = tmp_path / 'rules.json'
        path.write_text(json.dumps(content))
        return path

    return write


@pytest.fixture
def provider(openstack, admin, make, name):
    """An identity provider with a domain of its own; both are deleted."""
    domain = make.domain()
    made = openstack('identity provider create', name('idp'), '--domain', domain.id)
    make.later(admin.identity.delete_identity_provider, made['id'])
    return made


@pytest.fixture
def mapping(openstack, admin, make, name, rules):
    made = openstack('mapping create', name('mapping'), '--rules', rules(RULES))
    make.later(admin.identity.delete_mapping, made['id'])
    return made


def test_openstack_identity_provider_create_show_list_set_delete(openstack, admin, make, name):
    domain, remote = make.domain(), [name('remote'), name('remote')]
    made = openstack(
        'identity provider create', name('idp'), '--domain', domain.id, '--description', 'd', '--disable',
        '--remote-id', remote[0], '--remote-id', remote[1],
    )
    make.later(admin.identity.delete_identity_provider, made['id'])
    assert (made['domain_id'], made['description'], made['enabled']) == (domain.id, 'd', False)
    rows = openstack('identity provider list', '--id', made['id'])
    assert [(row['ID'], row['Enabled'], row['Domain ID']) for row in rows] == [(made['id'], False, domain.id)]
    openstack('identity provider set', made['id'], '--enable', '--description', 'e', '--remote-id', remote[1])
    shown = openstack('identity provider show', made['id'])
    assert (shown['enabled'], shown['description']) == (True, 'e')
    assert remote[1] in str(shown['remote_ids']) and remote[0] not in str(shown['remote_ids'])
    assert openstack.fails('identity provider create', name('idp'), '--domain', domain.id, '--remote-id', remote[1])
    openstack('identity provider delete', made['id'])
    assert openstack.fails('identity provider show', made['id'])


def test_openstack_identity_provider_without_a_domain_gets_one(openstack, admin, make, name):
    made = openstack('identity provider create', name('idp'))
    make.register('domain', admin.identity.get_domain(made['domain_id']))
    make.later(admin.identity.delete_identity_provider, made['id'])
    assert openstack('domain show', made['domain_id'])['enabled'] is True


def test_openstack_mapping_create_show_list_set_delete(openstack, mapping, rules):
    assert mapping['rules'] == RULES
    assert mapping['id'] in [row['ID'] for row in openstack('mapping list')]
    openstack('mapping set', mapping['id'], '--rules', rules(OTHER))
    assert openstack('mapping show', mapping['id'])['rules'] == OTHER
    openstack('mapping delete', mapping['id'])
    assert openstack.fails('mapping show', mapping['id'])


def test_openstack_federation_protocol_create_show_list_set_delete(
    openstack, openstack_process, provider, mapping, admin, make, name, rules
):
    of = ('--identity-provider', provider['id'])
    made = openstack('federation protocol create', 'saml2', *of, '--mapping', mapping['id'])
    assert made['mapping'] == mapping['id']
    rows = openstack('federation protocol list', *of)
    assert [(row['id'], row['mapping']) for row in rows] == [('saml2', mapping['id'])]
    other = openstack('mapping create', name('mapping'), '--rules', rules(OTHER))
    make.later(admin.identity.delete_mapping, other['id'])
    # The command returns a table as its exit status, which a process turns into 1.
    openstack_process.outcome('federation protocol set', 'saml2', *of, '--mapping', other['id'])
    assert openstack('federation protocol show', 'saml2', *of)['mapping'] == other['id']
    openstack('federation protocol delete', 'saml2', *of)
    assert openstack.fails('federation protocol show', 'saml2', *of)


def test_sdk_federation_round_trip(admin, make, name):
    identity, domain = admin.identity, make.domain()
    provider = identity.create_identity_provider(id=name('idp'), domain_id=domain.id, remote_ids=[name('remote')])
    make.later(identity.delete_identity_provider, provider.id)
    mapping = identity.create_mapping(id=name('mapping'), rules=RULES)
    make.later(identity.delete_mapping, mapping.id)
    protocol = identity.create_federation_protocol(provider.id, id='openid', mapping_id=mapping.id)
    assert identity.get_identity_provider(provider.id).remote_ids == provider.remote_ids
    assert identity.find_identity_provider(provider.id).id == provider.id
    assert provider.id in [one.id for one in identity.identity_providers()]
    assert identity.update_identity_provider(provider.id, description='d').description == 'd'
    assert identity.get_mapping(mapping.id).rules == RULES
    assert identity.find_mapping(mapping.id).id == mapping.id
    assert mapping.id in [one.id for one in identity.mappings()]
    assert identity.update_mapping(mapping.id, rules=OTHER).rules == OTHER
    assert identity.get_federation_protocol(provider.id, 'openid').mapping_id == mapping.id
    assert identity.find_federation_protocol(provider.id, 'openid').id == 'openid'
    assert [one.id for one in identity.federation_protocols(provider.id)] == ['openid']
    assert identity.update_federation_protocol(provider.id, protocol.id, mapping_id=mapping.id).id == 'openid'
    identity.delete_federation_protocol(provider.id, 'openid', ignore_missing=False)
    identity.delete_mapping(mapping.id, ignore_missing=False)
    identity.delete_identity_provider(provider.id, ignore_missing=False)
    with pytest.raises(exceptions.NotFoundException):
        identity.get_identity_provider(provider.id)


def test_an_invalid_mapping_and_an_unknown_mapping_are_rejected(admin, make, name):
    identity = admin.identity
    for rules in ([], [{'local': [], 'remote': []}], [{'local': [], 'remote': [{'type': 'a', 'unknown': 1}]}]):
        with pytest.raises(exceptions.BadRequestException):
            identity.create_mapping(id=name('mapping'), rules=rules)
    provider = identity.create_identity_provider(id=name('idp'), domain_id=make.domain().id)
    make.later(identity.delete_identity_provider, provider.id)
    with pytest.raises(exceptions.BadRequestException):
        identity.create_federation_protocol(provider.id, id='saml2', mapping_id=name('mapping'))
