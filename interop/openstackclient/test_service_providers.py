"""Service providers of Keystone-to-Keystone."""

import pytest
from openstack import exceptions

AUTH_URL = 'https://beta.example/v3/OS-FEDERATION/identity_providers/alpha/protocols/saml2/auth'
SP_URL = 'https://beta.example/Shibboleth.sso/SAML2/ECP'


def test_openstack_service_provider_create_show_list_set_delete(openstack, admin, make, name):
    wanted = name('provider')
    made = openstack(
        'service provider create', wanted, '--auth-url', AUTH_URL, '--service-provider-url', SP_URL,
        '--description', 'words', '--disable',
    )
    make.later(admin.identity.delete_service_provider, wanted)
    assert (made['id'], made['auth_url'], made['sp_url']) == (wanted, AUTH_URL, SP_URL)
    assert (made['enabled'], made['description'], made['relay_state_prefix']) == (False, 'words', 'ss:mem:')
    shown = openstack('service provider show', wanted)
    assert shown == made
    rows = {row['ID']: row for row in openstack('service provider list')}
    assert (rows[wanted]['Enabled'], rows[wanted]['Auth URL']) == (False, AUTH_URL)
    openstack('service provider set', wanted, '--enable', '--description', 'other', '--auth-url', f'{AUTH_URL}/2')
    changed = openstack('service provider show', wanted)
    assert (changed['enabled'], changed['description'], changed['auth_url']) == (True, 'other', f'{AUTH_URL}/2')
    openstack('service provider delete', wanted)
    assert openstack.fails('service provider show', wanted)


def test_sdk_service_provider_create_get_find_update_delete(admin, make, name):
    identity, wanted = admin.identity, name('provider')
    made = identity.create_service_provider(id=wanted, auth_url=AUTH_URL, sp_url=SP_URL)
    make.later(identity.delete_service_provider, wanted)
    assert (made.id, made.is_enabled, made.relay_state_prefix) == (wanted, False, 'ss:mem:')
    assert identity.get_service_provider(wanted).sp_url == SP_URL
    assert identity.find_service_provider(wanted, ignore_missing=False).id == wanted
    assert [found.id for found in identity.service_providers(id=wanted)] == [wanted]
    assert [found.id for found in identity.service_providers(id=wanted, is_enabled=True)] == []
    changed = identity.update_service_provider(wanted, relay_state_prefix='state:', is_enabled=True)
    assert (changed.relay_state_prefix, changed.is_enabled, changed.auth_url) == ('state:', True, AUTH_URL)
    with pytest.raises(exceptions.ConflictException):
        identity.create_service_provider(id=wanted, auth_url=AUTH_URL, sp_url=SP_URL)
    with pytest.raises(exceptions.BadRequestException):
        identity.update_service_provider(wanted, sp_url='no scheme')
    identity.delete_service_provider(wanted, ignore_missing=False)
    with pytest.raises(exceptions.NotFoundException):
        identity.get_service_provider(wanted)


def test_a_new_token_lists_enabled_service_providers(admin, admin_login, make, name):
    identity, on, off = admin.identity, name('provider'), name('provider')
    for wanted, enabled in ((on, True), (off, False)):
        identity.create_service_provider(id=wanted, auth_url=AUTH_URL, sp_url=SP_URL, is_enabled=enabled)
        make.later(identity.delete_service_provider, wanted)
    access = admin_login.connect().session.auth.get_access(admin.session)
    assert access.service_providers.get_sp_url(on) == SP_URL
    assert access.service_providers.get_auth_url(on) == AUTH_URL
    with pytest.raises(Exception, match=off):
        access.service_providers.get_sp_url(off)
