"""keystonemiddleware's `auth_token`, the filter in front of every OpenStack service."""

import json

import pytest
import webob
import webob.dec
from keystonemiddleware import auth_token

from fixtures import FixtureFactory

NAMED = ('user_id', 'user_name', 'user_domain_id', 'project_id', 'project_name', 'project_domain_id',
         'domain_id', 'domain_name', 'roles')


@webob.dec.wsgify
def service(request):
    """A service that returns the identity headers of the filter."""
    identity = {key: request.headers.get('X-' + key.replace('_', '-')) for key in NAMED}
    catalog = json.loads(request.headers.get('X-Service-Catalog', '[]'))
    identity['catalog'] = [entry['type'] for entry in catalog]
    identity['system_scope'] = request.headers.get('OpenStack-System-Scope')
    identity['status'] = request.headers['X-Identity-Status']
    identity['trusted_service'] = request.headers.get('X-Service-Identity-Status')
    return webob.Response(json_body=identity)


@pytest.fixture(scope='module')
def service_account(admin, admin_login, roles):
    """The account of the service itself, which may validate tokens of other users."""
    with FixtureFactory(admin, admin_login.options['auth_url']) as make:
        yield make.account(make.project(), roles.get('service', roles['admin']))


@pytest.fixture(scope='module')
def guard(service_account):
    """Puts the filter in front of the service; each filter has its own token cache."""
    options = service_account.login.options
    def build(**settings):
        return auth_token.AuthProtocol(service, {
            'auth_type': 'password', 'auth_url': options['auth_url'], 'username': options['username'],
            'password': options['password'], 'user_domain_id': options['user_domain_id'],
            'project_id': options['project_id'], 'www_authenticate_uri': options['auth_url'],
            'interface': 'public', **settings,
        })
    return build


@pytest.fixture(scope='module')
def guarded(guard):
    return guard()


def ask(application, token=None, path='/things', **headers):
    sent = {'X-Auth-Token': token} if token else {}
    for name, value in headers.items():
        sent[name.replace('_', '-')] = value
    return webob.Request.blank(path, headers=sent).get_response(application)


def test_a_service_receives_the_caller_and_its_project(guarded, stage):
    answer = ask(guarded, stage.member.login.access().auth_token)
    assert answer.status_int == 200
    identity = answer.json
    assert identity['status'] == 'Confirmed'
    assert (identity['user_id'], identity['user_name']) == (stage.member.id, stage.member.name)
    assert (identity['project_id'], identity['project_name']) == (stage.project.id, stage.project.name)
    assert identity['user_domain_id'] == identity['project_domain_id'] == stage.domain.id
    assert {'member', 'reader'} <= set(identity['roles'].split(','))
    assert 'identity' in identity['catalog']


def test_a_service_receives_domain_and_system_scope(guarded, stage, admin_login):
    on_domain = ask(guarded, stage.domain_admin.login.access().auth_token).json
    assert (on_domain['domain_id'], on_domain['domain_name']) == (stage.domain.id, stage.domain.name)
    assert on_domain['project_id'] is None
    on_system = ask(guarded, admin_login.scoped(system_scope='all').access().auth_token).json
    assert (on_system['system_scope'], on_system['project_id'], on_system['domain_id']) == ('all', None, None)


def test_unauthenticated_callers_are_directed_to_the_identity_server(guarded, admin_login):
    answer = ask(guarded)
    assert answer.status_int == 401
    assert answer.headers['WWW-Authenticate'] == f'Keystone uri="{admin_login.options["auth_url"]}"'
    assert ask(guarded, 'gAAAAA-nonsense').status_int == 401


def test_identity_headers_of_the_caller_are_overwritten(guarded, stage):
    identity = ask(guarded, stage.member.login.access().auth_token, X_User_Id='another-user', X_Roles='admin').json
    assert identity['user_id'] == stage.member.id and 'admin' not in identity['roles'].split(',')


def test_a_service_may_delay_the_decision(guard):
    identity = ask(guard(delay_auth_decision=True), 'gAAAAA-nonsense').json
    assert identity['status'] == 'Invalid' and identity['user_id'] is None


def test_revoked_tokens_are_rejected(guard, admin, stage):
    token = stage.member.login.access().auth_token
    assert ask(guard(), token).status_int == 200
    admin.identity.revoke_token(token)
    assert ask(guard(), token).status_int == 401


def test_changes_after_login_reach_services(guard, admin, make, roles):
    project = make.project()
    account = make.account(project, roles['reader'])
    token = account.login.access().auth_token
    assert ask(guard(), token).json['roles'] == 'reader'
    admin.identity.assign_project_role_to_user(project, account.user, roles['member'])
    assert set(ask(guard(), token).json['roles'].split(',')) == {'member', 'reader'}
    admin.identity.update_user(account.id, is_enabled=False)
    assert ask(guard(), token).status_int == 401


def test_a_service_may_call_on_behalf_of_a_user(guard, service_account, stage):
    own = service_account.login.access()
    answer = ask(
        guard(service_token_roles=own.role_names[0]), stage.member.login.access().auth_token,
        X_Service_Token=own.auth_token,
    )
    assert answer.status_int == 200
    assert answer.json['user_id'] == stage.member.id and answer.json['trusted_service'] == 'Confirmed'


def test_the_service_logs_in_again_when_its_own_token_is_revoked(guard, admin, stage):
    application = guard()
    token = stage.member.login.access().auth_token
    assert ask(application, token).status_int == 200
    own = application._auth.get_access(application._session).auth_token
    admin.identity.revoke_token(own)
    assert ask(application, stage.member.login.access().auth_token).status_int == 200
