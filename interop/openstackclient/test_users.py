"""Users: attributes, passwords, and the effects of disabling."""

import pytest
from keystoneauth1 import exceptions as auth_errors
from openstack import exceptions


def test_sdk_create_get_find_update(admin, make, name, stage):
    user = make.account(
        domain_id=stage.domain.id, email='a@example.org', description='words',
        default_project_id=stage.project.id, options={'ignore_password_expiry': True},
    ).user
    got = admin.identity.get_user(user.id)
    assert (got.email, got.description, got.domain_id) == ('a@example.org', 'words', stage.domain.id)
    assert (got.default_project_id, got.is_enabled, got.password_expires_at) == (stage.project.id, True, None)
    assert got.options == {'ignore_password_expiry': True}
    assert got.password is None
    assert admin.identity.find_user(user.id, ignore_missing=False).id == user.id
    assert admin.identity.find_user(user.name, ignore_missing=False).id == user.id
    assert admin.identity.find_user(user.name, ignore_missing=True, domain_id='default') is None
    renamed = name('user')
    changed = admin.identity.update_user(user.id, name=renamed, email='b@example.org', options={
        'ignore_password_expiry': None, 'lock_password': True,
    })
    assert (changed.name, changed.email, changed.description) == (renamed, 'b@example.org', 'words')
    assert changed.options == {'lock_password': True}


def test_sdk_delete(admin, make):
    account = make.account()
    admin.identity.delete_user(account.id, ignore_missing=False)
    assert admin.identity.find_user(account.name, ignore_missing=True) is None
    with pytest.raises(exceptions.NotFoundException):
        admin.identity.get_user(account.id)
    with pytest.raises(auth_errors.Unauthorized):
        account.login.access()


def test_sdk_lists_with_filters(admin, make, stage):
    on = make.user(domain_id=stage.domain.id)
    off = make.user(domain_id=stage.domain.id, is_enabled=False)
    def ids(**query):
        return {user.id for user in admin.identity.users(**query)}
    assert ids(name=on.name) == {on.id}
    assert ids(domain_id=stage.domain.id, is_enabled=False) == {off.id}
    assert {on.id, off.id, stage.member.id} <= ids(domain_id=stage.domain.id)
    assert ids(domain_id=stage.domain.id, name=off.name) == {off.id}
    assert ids(name='no-such-user') == set()
    # No user here has an expiring password.
    assert ids(password_expires_at='gt:2000-01-01T00:00:00Z', domain_id=stage.domain.id) == set()


def test_an_administrator_sets_a_password(admin, make):
    account = make.account()
    token = account.login.access().auth_token
    admin.identity.update_user(account.id, password='a new password')
    assert admin.identity.check_token(token) is False
    with pytest.raises(auth_errors.Unauthorized):
        account.login.access()
    assert account.login.changed(password='a new password').access().user_id == account.id


def test_users_change_their_own_password(admin, make, roles):
    account = make.account(make.project(), roles['member'])
    cloud = account.login.connect()
    token = cloud.auth_token
    with pytest.raises(exceptions.HttpException) as error:
        cloud.identity.update_password(account.id, 'not the password', 'a new password')
    assert error.value.status_code == 401
    cloud.identity.update_password(account.id, account.password, 'a new password')
    assert admin.identity.check_token(token) is False
    assert account.login.changed(password='a new password').access().user_id == account.id


def test_a_locked_password_cannot_be_changed(make, roles):
    account = make.account(make.project(), roles['member'], options={'lock_password': True})
    with pytest.raises(exceptions.BadRequestException):
        account.login.connect().identity.update_password(account.id, account.password, 'a new password')
    assert account.login.access().user_id == account.id


def test_disabling_a_user_revokes_its_access(admin, make):
    account = make.account()
    token = account.login.access().auth_token
    admin.identity.update_user(account.id, is_enabled=False)
    assert admin.identity.check_token(token) is False
    with pytest.raises(auth_errors.Unauthorized):
        account.login.access()
    admin.identity.update_user(account.id, is_enabled=True)
    assert admin.identity.check_token(token) is False
    assert account.login.access().user_id == account.id


def test_a_user_without_a_password_cannot_log_in(make, admin_login):
    login = admin_login.scoped().changed(username=make.user().name, password='')
    with pytest.raises((auth_errors.Unauthorized, auth_errors.BadRequest)):
        login.access()


def test_users_may_read_themselves(member, stage):
    assert member.identity.get_user(stage.member.id).name == stage.member.name


def test_openstack_user_create_show_set_delete(openstack, make, name, stage):
    called = name('user')
    made = openstack(
        'user create', called, '--domain', stage.domain.name, '--password', 'one', '--email', 'a@example.org',
        '--description', 'from the shell', '--project', stage.project.name, '--project-domain', stage.domain.name,
        '--ignore-password-expiry', '--enable',
    )
    make.register('user', made)
    assert (made['email'], made['default_project_id']) == ('a@example.org', stage.project.id)
    assert made['options'] == {'ignore_password_expiry': True}
    assert openstack('user create', called, '--domain', stage.domain.name, '--or-show')['id'] == made['id']
    renamed = name('user')
    openstack(
        'user set', called, '--domain', stage.domain.name, '--name', renamed, '--email', 'b@example.org',
        '--description', 'changed', '--password', 'two', '--disable', '--enable-lock-password',
    )
    shown = openstack('user show', renamed, '--domain', stage.domain.name)
    assert (shown['id'], shown['email'], shown['enabled']) == (made['id'], 'b@example.org', False)
    assert shown['options'] == {'ignore_password_expiry': True, 'lock_password': True}
    openstack('user set', made['id'], '--enable')
    login = stage.member.login.scoped().changed(username=renamed, password='two')
    assert openstack.as_(login)('token issue')['user_id'] == made['id']
    openstack('user delete', renamed, '--domain', stage.domain.name)
    assert openstack.fails('user show', made['id'])


def test_openstack_user_list_filters(openstack, make, stage, roles):
    off = make.user(domain_id=stage.domain.id, is_enabled=False)
    rows = openstack('user list', '--domain', stage.domain.name, '--long')
    by_id = {row['ID']: row for row in rows}
    assert by_id[off.id]['Enabled'] is False and by_id[stage.member.id]['Enabled'] is True
    assert by_id[off.id]['Domain'] == stage.domain.id
    assert [row['ID'] for row in openstack('user list', '--domain', stage.domain.id, '--disabled')] == [off.id]
    assert off.id not in [row['ID'] for row in openstack('user list', '--enabled')]
    on_project = openstack('user list', '--project', stage.project.id)
    assert {row['ID'] for row in on_project} == {stage.member.id, stage.reader.id}


def test_openstack_user_password_set(openstack, make):
    account = make.account()
    own = openstack.as_(account.login)
    complaint = own.fails('user password set', '--original-password', 'wrong', '--password', 'a new password')
    assert '401' in complaint
    own('user password set', '--original-password', account.password, '--password', 'a new password')
    assert own.fails('token issue')
    changed = openstack.as_(account.login.changed(password='a new password'))
    assert changed('token issue')['user_id'] == account.id


def test_openstack_user_delete_reports_each_failure(openstack, make, name):
    account = make.account()
    complaint = openstack.fails('user delete', account.name, 'no-such-user')
    assert '1 of 2 users failed to delete' in complaint
    assert openstack.fails('user show', account.id)


def test_multi_factor_rules_are_kept(openstack, make, name):
    made = openstack(
        'user create', name('user'), '--password', 'pw', '--enable-multi-factor-auth',
        '--multi-factor-auth-rule', 'password,totp', '--multi-factor-auth-rule', 'password,application_credential',
    )
    make.register('user', made)
    assert made['options'] == {
        'multi_factor_auth_enabled': True,
        'multi_factor_auth_rules': [['password', 'totp'], ['password', 'application_credential']],
    }
