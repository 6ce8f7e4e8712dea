"""Role grants to users and groups, on projects, domains and the system, inherited or not."""

import pytest
from keystoneauth1 import exceptions as auth_errors
from openstack import exceptions

ACTORS, TARGETS = ('user', 'group'), ('project', 'domain')


@pytest.fixture
def cast(make):
    """Users, groups, roles and targets of grants, in the default domain."""
    domain = make.domain()
    return {
        'user': make.user(domain_id=domain.id), 'group': make.group(domain_id=domain.id),
        'project': make.project(domain_id=domain.id), 'domain': domain, 'role': make.role(),
    }


@pytest.mark.parametrize('inherited', [False, True])
@pytest.mark.parametrize('target', TARGETS)
@pytest.mark.parametrize('actor', ACTORS)
def test_sdk_assign_validate_unassign(admin, cast, actor, target, inherited):
    assign = getattr(admin.identity, f'assign_{target}_role_to_{actor}')
    validate = getattr(admin.identity, f'validate_{actor}_has_{target}_role')
    unassign = getattr(admin.identity, f'unassign_{target}_role_from_{actor}')
    grant = cast[target], cast[actor], cast['role']
    assert validate(*grant, inherited=inherited) is False
    for _ in range(2):  # the second time changes nothing
        assign(*grant, inherited=inherited)
        assert validate(*grant, inherited=inherited) is True
    assert validate(*grant, inherited=not inherited) is False
    for _ in range(2):
        unassign(*grant, inherited=inherited)
        assert validate(*grant, inherited=inherited) is False


@pytest.mark.parametrize('actor', ACTORS)
def test_sdk_assign_validate_unassign_on_the_system(admin, cast, actor):
    grant = cast[actor], cast['role'], 'all'
    assert getattr(admin.identity, f'validate_{actor}_has_system_role')(*grant) is False
    getattr(admin.identity, f'assign_system_role_to_{actor}')(*grant)
    assert getattr(admin.identity, f'validate_{actor}_has_system_role')(*grant) is True
    getattr(admin.identity, f'unassign_system_role_from_{actor}')(*grant)
    assert getattr(admin.identity, f'validate_{actor}_has_system_role')(*grant) is False


@pytest.mark.parametrize('actor', ACTORS)
def test_sdk_role_assignments_filter_lists_direct_grants(admin, cast, actor):
    def listed(**target):
        chosen = {actor: cast[actor], **target}
        return [role.id for role in admin.identity.role_assignments_filter(**chosen)]
    for target in TARGETS:
        assert listed(**{target: cast[target]}) == []
        getattr(admin.identity, f'assign_{target}_role_to_{actor}')(cast[target], cast[actor], cast['role'])
        assert listed(**{target: cast[target]}) == [cast['role'].id]
    getattr(admin.identity, f'assign_system_role_to_{actor}')(cast[actor], cast['role'], 'all')
    assert listed(system='all') == [cast['role'].id]


@pytest.mark.parametrize('options', [[], ['--inherited']])
@pytest.mark.parametrize('target', TARGETS)
@pytest.mark.parametrize('actor', ACTORS)
def test_openstack_role_add_and_remove(openstack, admin, cast, actor, target, options):
    where = [f'--{actor}', cast[actor].name, f'--{actor}-domain', cast['domain'].name]
    where += [f'--{target}', cast[target].name, *options]
    if target == 'project':
        where += ['--project-domain', cast['domain'].id]
    validate = getattr(admin.identity, f'validate_{actor}_has_{target}_role')
    grant = cast[target].id, cast[actor].id, cast['role'].id
    openstack('role add', cast['role'].name, *where)
    assert validate(*grant, inherited=bool(options))
    openstack('role remove', cast['role'].name, *where)
    assert not validate(*grant, inherited=bool(options))


@pytest.mark.parametrize('actor', ACTORS)
def test_openstack_role_add_and_remove_on_the_system(openstack, admin, cast, actor):
    where = ['--system', 'all', f'--{actor}', cast[actor].id]
    grant = cast[actor].id, cast['role'].id, 'all'
    openstack('role add', cast['role'].id, *where)
    assert getattr(admin.identity, f'validate_{actor}_has_system_role')(*grant)
    openstack('role remove', cast['role'].id, *where)
    assert not getattr(admin.identity, f'validate_{actor}_has_system_role')(*grant)


def test_a_system_role_allows_a_system_token(admin, make, roles, needs):
    account = make.account()
    with pytest.raises(auth_errors.Unauthorized):
        account.login.scoped(system_scope='all').access()
    admin.identity.assign_system_role_to_user(account.user, roles['reader'], 'all')
    access = account.login.scoped(system_scope='all').access()
    assert access.system_scoped and access.role_names == ['reader']
    admin.identity.unassign_system_role_from_user(account.user, roles['reader'], 'all')
    with pytest.raises(auth_errors.Unauthorized):
        account.login.scoped(system_scope='all').access()
    needs.seen(
        not admin.identity.check_token(access.auth_token), 'system revocation',
        'tokens of a taken system role live on in a cache',
    )


def test_an_inherited_role_applies_below_the_target_only(admin, make, cast):
    account = make.account(domain_id=cast['domain'].id)
    child = make.project(domain_id=cast['domain'].id, parent_id=cast['project'].id)
    admin.identity.assign_project_role_to_user(cast['project'], account.user, cast['role'], inherited=True)
    assert account.login.scoped(project_id=child.id).access().role_names == [cast['role'].name]
    with pytest.raises(auth_errors.Unauthorized):
        account.login.scoped(project_id=cast['project'].id).access()
    admin.identity.assign_domain_role_to_user(cast['domain'], account.user, cast['role'], inherited=True)
    assert account.login.scoped(project_id=cast['project'].id).access().role_names == [cast['role'].name]
    with pytest.raises(auth_errors.Unauthorized):
        account.login.scoped(domain_id=cast['domain'].id).access()


def test_revoking_the_last_role_invalidates_the_token(admin, make, roles):
    project = make.project()
    account = make.account(project, roles['reader'])
    token = account.login.access().auth_token
    admin.identity.unassign_project_role_from_user(project, account.user, roles['reader'])
    assert admin.identity.check_token(token) is False


def test_a_domain_role_cannot_be_granted_in_another_domain(admin, make, stage):
    own, elsewhere, account = make.role(domain_id=stage.domain.id), make.project(), make.account()
    # The SDK hides the error; the assertion is that nothing was granted.
    admin.identity.assign_project_role_to_user(elsewhere, account.user, own)
    assert admin.identity.validate_user_has_project_role(elsewhere, account.user, own) is False


def test_grants_need_all_three_sides(openstack, cast):
    assert openstack.fails('role add', 'no-such-role', '--user', cast['user'].id, '--project', cast['project'].id)
    assert openstack.fails('role add', cast['role'].id, '--user', 'no-such-user', '--project', cast['project'].id)
    assert openstack.fails('role add', cast['role'].id, '--user', cast['user'].id, '--project', 'nowhere')
    assert openstack.fails('role add', cast['role'].id, '--user', cast['user'].id)


def test_sdk_unknown_ids_in_a_grant(admin, cast):
    with pytest.raises(exceptions.NotFoundException):
        list(admin.identity.role_assignments_filter(project='nowhere', user=cast['user']))
