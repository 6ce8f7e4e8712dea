"""keystonemiddleware's `auth_token`, the filter in front of every OpenStack service."""

import json

import pytest
import webob
import webob.dec
from keystonemiddleware import auth_token

from workshop import Workshop

NAMED = ('user_id', 'user_name', 'user_domain_id', 'project_id', 'project_name', 'project_domain_id',
         'domain_id', 'domain_name', 'roles')


@webob.dec.wsgify
def service(request):
    """A service that answers with what the filter told it about the caller."""
    told = {key: request.headers.get('X-' + key.replace('_', '-')) for key in NAMED}
    catalog = json.loads(request.headers.get('X-Service-Catalog', '[]'))
    told['catalog'] = [entry['type'] for entry in catalog]
    told['system_scope'] = request.headers.get('OpenStack-System-Scope')
    told['status'] = request.headers['X-Identity-Status']
    told['trusted_service'] = request.headers.get('X-Service-Identity-Status')
    return webob.Response(json_body=told)


@pytest.fixture(scope='module')
def service_account(admin, admin_login, roles):
    """The account of the service itself, allowed to validate the tokens of others."""
    with Workshop(admin, admin_login.options['auth_url']) as make:
        yield make.account(make.project(), roles.get('service', roles['admin']))


@pytest.fixture(scope='module')
def guard(service_account):
    """Puts the filter before the service; each has a token cache of its own."""
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


def test_a_service_learns_who_calls_from_which_project(guarded, stage):
    answer = ask(guarded, stage.member.login.access().auth_token)
    assert answer.status_int == 200
    told = answer.json
    assert told['status'] == 'Confirmed'
    assert (told['user_id'], told['user_name']) == (stage.member.id, stage.member.name)
    assert (told['project_id'], told['project_name']) == (stage.project.id, stage.project.name)
    assert told['user_domain_id'] == told['project_domain_id'] == stage.domain.id
    assert {'member', 'reader'} <= set(told['roles'].split(','))
    assert 'identity' in told['catalog']


def test_a_service_learns_of_domain_and_system_scope(guarded, stage, admin_login):
    on_domain = ask(guarded, stage.domain_admin.login.access().auth_token).json
    assert (on_domain['domain_id'], on_domain['domain_name']) == (stage.domain.id, stage.domain.name)
    assert on_domain['project_id'] is None
    on_system = ask(guarded, admin_login.scoped(system_scope='all').access().auth_token).json
    assert (on_system['system_scope'], on_system['project_id'], on_system['domain_id']) == ('all', None, None)


def test_strangers_are_sent_to_the_identity_server(guarded, admin_login):
    answer = ask(guarded)
    assert answer.status_int == 401
    assert answer.headers['WWW-Authenticate'] == f'Keystone uri="{admin_login.options["auth_url"]}"'
    assert ask(guarded, 'gAAAAA-nonsense').status_int == 401


def test_headers_that_a_caller_makes_up_do_not_get_through(guarded, stage):
    told = ask(guarded, stage.member.login.access().auth_token, X_User_Id='somebody else', X_Roles='admin').json
    assert told['user_id'] == stage.member.id and 'admin' not in told['roles'].split(',')


def test_a_service_may_decide_for_itself(guard):
    told = ask(guard(delay_auth_decision=True), 'gAAAAA-nonsense').json
    assert told['status'] == 'Invalid' and told['user_id'] is None


def test_revoked_tokens_are_refused(guard, admin, stage):
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


def test_the_service_logs_in_again_when_its_own_token_is_gone(guard, admin, stage):
    application = guard()
    token = stage.member.login.access().auth_token
    assert ask(application, token).status_int == 200
    own = application._auth.get_access(application._session).auth_token
    admin.identity.revoke_token(own)
    assert ask(application, stage.member.login.access().auth_token).status_int == 200
