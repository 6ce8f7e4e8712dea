"""keystoneauth's plugin for Keystone-to-Keystone, with Muster as the identity provider."""

import json

import pytest
import requests
from keystoneauth1 import exceptions
from keystoneauth1.identity import v3
from keystoneauth1.session import Session
from lxml import etree
from saml2.xml.schema import validate

from conftest import AUTH_URL, PASSWORD, SPACES, attributes_of, plugin


def local(person, **scope):
    return plugin(person['name'], PASSWORD, **scope)


def on_project(person):
    return local(person, project_id=person['project']['id'])


def test_the_plugin_exchanges_an_assertion_for_a_token_of_the_other_cloud(elsewhere, person):
    remote = v3.Keystone2Keystone(on_project(person), elsewhere.id)
    access = remote.get_unscoped_auth_ref(Session())
    assert (access.username, access.user_id) == (person['name'], person['id'])
    [assertion] = elsewhere.assertions
    group = {'name': person['group']['name'], 'domain': {'name': 'Default'}}
    attributes = attributes_of(assertion)
    [shown] = attributes.pop('openstack_groups')
    assert json.loads(shown.removeprefix('JSON:')) == group
    assert sorted(attributes.pop('openstack_roles')) == ['member', 'reader']
    assert attributes == {
        'openstack_user': [person['name']], 'openstack_user_domain': ['Default'],
        'openstack_project': [person['project']['name']], 'openstack_project_domain': ['Default'],
    }
    confirmed = assertion.find('saml:Subject/saml:SubjectConfirmation/saml:SubjectConfirmationData', SPACES)
    assert confirmed.get('Recipient') == elsewhere.sp_url
    [envelope] = elsewhere.envelopes
    state = etree.fromstring(envelope).find('soap:Header/ecp:RelayState', SPACES)
    assert state.text.startswith('ss:mem:')


def test_the_service_provider_rejects_an_assertion_of_another_key(elsewhere, person):
    other = requests.get(f'{AUTH_URL}/OS-FEDERATION/saml2/metadata', timeout=10).text
    assert elsewhere.certificate.splitlines()[1] in other
    remote = v3.Keystone2Keystone(on_project(person), elsewhere.id)
    remote.get_unscoped_auth_ref(Session())
    changed = elsewhere.envelopes[0].replace(b'>member<', b'>admin<')
    assert changed != elsewhere.envelopes[0]
    assert requests.post(elsewhere.sp_url, data=changed, timeout=10).status_code == 403


def test_a_token_without_a_project_gets_no_assertion(elsewhere, person):
    remote = v3.Keystone2Keystone(local(person, unscoped=True), elsewhere.id)
    with pytest.raises(exceptions.AuthorizationFailure):
        remote.get_unscoped_auth_ref(Session())
    assert elsewhere.envelopes == []


def test_a_disabled_service_provider_is_in_no_token_and_gets_no_assertion(admin, elsewhere, person):
    path = f'/OS-FEDERATION/service_providers/{elsewhere.id}'
    shown = on_project(person).get_access(Session()).service_providers
    assert shown.get_sp_url(elsewhere.id) == elsewhere.sp_url
    admin('PATCH', path, service_provider={'enabled': False})
    session = Session(auth=on_project(person))
    with pytest.raises(exceptions.ServiceProviderNotFound):
        session.auth.get_access(session).service_providers.get_sp_url(elsewhere.id)
    remote = v3.Keystone2Keystone(session.auth, elsewhere.id)
    with pytest.raises(exceptions.AuthorizationFailure):
        remote._get_ecp_assertion(session)


def test_metadata_and_responses_are_valid_by_their_schemas(elsewhere, metadata, person):
    validate(metadata.decode())
    session = Session(auth=on_project(person))
    body = {'auth': {
        'identity': {'methods': ['token'], 'token': {'id': session.get_token()}},
        'scope': {'service_provider': {'id': elsewhere.id}},
    }}
    answer = requests.post(f'{AUTH_URL}/auth/OS-FEDERATION/saml2', json=body, timeout=10)
    assert (answer.status_code, answer.headers['X-sp-url']) == (200, elsewhere.sp_url)
    validate(answer.content.decode())
