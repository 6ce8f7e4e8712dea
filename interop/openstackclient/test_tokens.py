"""Tokens: issue with every scope, rescope, validate, revoke."""

import pytest
from keystoneauth1 import exceptions as auth_errors
from keystoneauth1.session import Session
from keystoneclient.v3 import client as keystoneclient
from openstack import exceptions

from login import Login, holding


def test_token_issue_for_a_project(openstack, admin, admin_login):
    token = openstack.as_(admin_login)('token issue')
    assert token['project_id'] == admin.current_project_id
    assert token['user_id'] == admin.current_user_id
    assert token['id'] and token['expires']


def test_token_issue_for_the_system(openstack, admin_login):
    token = openstack.as_(admin_login.scoped(system_scope='all'))('token issue')
    assert token['system'] == 'all'
    assert 'project_id' not in token


def test_token_issue_for_a_domain(openstack, stage):
    token = openstack.as_(stage.domain_admin.login)('token issue')
    assert token['domain_id'] == stage.domain.id


def test_token_issue_without_scope(openstack, stage):
    token = openstack.as_(stage.member.login.scoped())('token issue')
    assert token['user_id'] == stage.member.id
    assert not {'project_id', 'domain_id', 'system'} & token.keys()


def test_the_program_issues_tokens(openstack_process, admin):
    assert admin.identity.check_token(openstack_process('token issue')['id'])


@pytest.mark.parametrize('naming', ['by id', 'by names', 'by domain name'])
def test_users_and_projects_are_identified_by_id_or_name(stage, naming):
    login = stage.member.login.scoped()
    access = {
        'by id': login.scoped(project_id=stage.project.id).changed(user_id=stage.member.id),
        'by names': login.scoped(project_name=stage.project.name, project_domain_id=stage.domain.id),
        'by domain name': login.scoped(
            project_name=stage.project.name, project_domain_name=stage.domain.name,
        ).changed(user_domain_name=stage.domain.name),
    }[naming].access()
    assert access.user_id == stage.member.id
    assert access.project_id == stage.project.id


def test_a_project_token_contains_user_and_project(stage):
    access = stage.member.login.access()
    assert access.username == stage.member.name
    assert access.user_domain_id == access.project_domain_id == stage.domain.id
    assert access.user_domain_name == access.project_domain_name == stage.domain.name
    assert access.project_name == stage.project.name
    assert {'member', 'reader'} <= set(access.role_names)
    assert access.project_scoped and not access.domain_scoped and not access.system_scoped
    assert access.has_service_catalog()
    assert not access.will_expire_soon(stale_duration=600)
    assert access.audit_id and access.audit_chain_id is None


def test_domain_and_system_tokens_contain_their_scope(stage, admin_login):
    on_domain = stage.domain_admin.login.access()
    assert on_domain.domain_scoped and on_domain.domain_name == stage.domain.name
    assert 'admin' in on_domain.role_names
    on_system = admin_login.scoped(system_scope='all').access()
    assert on_system.system_scoped and 'admin' in on_system.role_names
    assert on_system.project_id is None


def test_a_default_project_is_used_when_no_scope_is_requested(make, roles):
    project = make.project()
    account = make.account(project, roles['member'], default_project_id=project.id)
    assert account.login.scoped().access().project_id == project.id
    assert Login({**account.login.scoped().options, 'unscoped': True}, 'v3password').access().project_id is None


def test_a_default_project_without_a_role_gives_an_unscoped_token(make):
    account = make.account(default_project_id=make.project().id)
    access = account.login.access()
    assert access.project_id is None and not access.role_names


def test_rescoping_keeps_expiry_and_the_audit_chain(stage, admin_login):
    url = admin_login.options['auth_url']
    first = stage.member.login.scoped().access()
    second = holding(first.auth_token, url, project_id=stage.project.id).access()
    third = holding(second.auth_token, url, unscoped=True).access()
    assert second.project_id == stage.project.id and third.project_id is None
    assert first.expires == second.expires == third.expires
    assert second.audit_chain_id == third.audit_chain_id == first.audit_id
    assert second.audit_id != first.audit_id


def test_a_project_token_becomes_a_domain_token(make, stage, admin, roles, admin_login):
    account = make.account(stage.project, roles['member'], domain_id=stage.domain.id)
    admin.identity.assign_domain_role_to_user(stage.domain, account.user, roles['reader'])
    on_project = account.login.access()
    on_domain = holding(on_project.auth_token, admin_login.options['auth_url'], domain_id=stage.domain.id).access()
    assert on_domain.domain_id == stage.domain.id
    assert 'reader' in on_domain.role_names and 'member' not in on_domain.role_names


def test_the_command_line_works_with_a_token_alone(openstack, stage, admin_login):
    unscoped = openstack.as_(stage.member.login.scoped())('token issue')['id']
    bearer = holding(unscoped, admin_login.options['auth_url'], project_id=stage.project.id)
    assert openstack.as_(bearer)('project show', stage.project.id)['name'] == stage.project.name


def test_accessible_projects_and_domains_are_listed_without_a_scope(openstack, stage, admin_login):
    client = keystoneclient.Client(session=stage.member.login.scoped().session())
    assert [project.id for project in client.auth.projects()] == [stage.project.id]
    assert client.auth.domains() == []
    head = keystoneclient.Client(session=stage.domain_admin.login.scoped().session())
    assert [domain.id for domain in head.auth.domains()] == [stage.domain.id]
    first = keystoneclient.Client(session=admin_login.scoped().session())
    assert [scope.all for scope in first.auth.systems()] == [True]
    projects = openstack.as_(stage.member.login)('federation project list')
    domains = openstack.as_(stage.domain_admin.login.scoped())('federation domain list')
    assert [row['ID'] for row in projects] == [stage.project.id]
    assert [row['ID'] for row in domains] == [stage.domain.id]


def test_validate_returns_the_token_of_the_login(admin, stage):
    access = stage.member.login.access()
    token = admin.identity.validate_token(access.auth_token)
    assert token.user['id'] == stage.member.id
    assert token.project['id'] == stage.project.id
    assert token.methods == ['password']
    assert token.audit_ids == [access.audit_id]
    assert {role['name'] for role in token.roles} == set(access.role_names)
    assert token.catalog and token.expires_at.endswith('.000000Z') and token.issued_at


def test_validate_without_catalog(admin, stage):
    token = stage.member.login.access().auth_token
    assert not admin.identity.validate_token(token, nocatalog=True).catalog
    assert admin.identity.validate_token(token, allow_expired=True).user['id'] == stage.member.id


def test_a_token_may_validate_and_revoke_itself(member, stage):
    token = stage.member.login.access().auth_token
    own = holding(token, member.session.auth.auth_url)
    client = keystoneclient.Client(session=own.changed(project_id=stage.project.id).session())
    assert client.tokens.validate(member.auth_token).user_id == stage.member.id


def test_a_revoked_token_is_invalid_at_once(admin, openstack, stage):
    token = stage.member.login.access().auth_token
    assert admin.identity.check_token(token) is True
    openstack('token revoke', token)
    assert admin.identity.check_token(token) is False
    with pytest.raises(exceptions.NotFoundException):
        admin.identity.validate_token(token)


def test_revoking_one_token_keeps_the_others_valid(admin, stage):
    gone, kept = stage.member.login.access(), stage.member.login.access()
    admin.identity.revoke_token(gone.auth_token)
    assert not admin.identity.check_token(gone.auth_token)
    assert admin.identity.check_token(kept.auth_token)


def test_a_client_whose_token_was_revoked_logs_in_again_by_itself(admin, stage):
    cloud = stage.member.login.connect()
    first = cloud.auth_token
    admin.identity.revoke_token(first)
    assert cloud.identity.get_project(stage.project.id).id == stage.project.id
    assert cloud.auth_token != first


def test_malformed_tokens_are_rejected(admin, admin_login):
    assert admin.identity.check_token('gAAAAA-nonsense') is False
    # Rescoping: the reference answers 404 here, as it does for an unknown subject token.
    with pytest.raises((auth_errors.Unauthorized, auth_errors.NotFound)):
        holding('gAAAAA-nonsense', admin_login.options['auth_url']).access()
    with pytest.raises(auth_errors.Unauthorized):
        Session().get(admin_login.options['auth_url'] + '/users', headers={'X-Auth-Token': 'gAAAAA-nonsense'})


@pytest.mark.parametrize('wrong', [
    {'password': 'not the password'}, {'username': 'no-such-user'}, {'user_domain_id': 'nowhere'},
])
def test_wrong_names_and_passwords_are_401(stage, wrong):
    with pytest.raises(auth_errors.Unauthorized):
        stage.member.login.changed(**wrong).access()


def test_the_command_line_reports_a_wrong_password(openstack, stage):
    complaint = openstack.as_(stage.member.login.changed(password='not the password')).fails('token issue')
    assert '401' in complaint


def test_no_token_for_a_scope_without_a_role(stage, admin_login):
    for scope in ({'project_name': 'admin', 'project_domain_id': 'default'}, {'domain_id': 'default'},
                  {'system_scope': 'all'}):
        with pytest.raises(auth_errors.Unauthorized):
            stage.member.login.scoped(**scope).access()
