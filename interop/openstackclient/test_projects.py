"""Projects: their tree, tags, and the effects of disabling."""

import pytest
from keystoneauth1 import exceptions as auth_errors
from openstack import exceptions


@pytest.fixture
def tree(make):
    """A project with a child and a grandchild."""
    root = make.project()
    child = make.project(parent_id=root.id)
    return root, child, make.project(parent_id=child.id)


def test_sdk_create_get_find_update(admin, make, name, stage):
    project = make.project(domain_id=stage.domain.id, description='words', colour='green')
    assert (project.parent_id, project.is_domain, project.is_enabled) == (stage.domain.id, False, True)
    assert admin.identity.get_project(project.id).description == 'words'
    assert admin.identity.get_project(project.id)['colour'] == 'green'
    assert admin.identity.find_project(project.id, ignore_missing=False).id == project.id
    assert admin.identity.find_project(project.name, ignore_missing=False).id == project.id
    assert admin.identity.find_project(project.name, ignore_missing=False, domain_id=stage.domain.id).id == project.id
    assert admin.identity.find_project(project.name, ignore_missing=True, domain_id='default') is None
    renamed = name('project')
    changed = admin.identity.update_project(project.id, name=renamed, description='', is_enabled=False)
    assert (changed.name, changed.description, changed.is_enabled) == (renamed, '', False)


def test_sdk_delete(admin, make):
    project = make.project()
    admin.identity.delete_project(project.id, ignore_missing=False)
    with pytest.raises(exceptions.NotFoundException):
        admin.identity.get_project(project.id)
    with pytest.raises(exceptions.NotFoundException):
        admin.identity.delete_project(project.id, ignore_missing=False)


def test_sdk_lists_with_filters(admin, make, stage, tree):
    root, child, grandchild = tree
    def ids(**query):
        return [project.id for project in admin.identity.projects(**query)]
    assert ids(name=root.name) == [root.id]
    assert ids(parent_id=root.id) == [child.id]
    assert ids(domain_id=stage.domain.id) == [stage.project.id]
    assert stage.domain.id in ids(is_domain=True)
    assert stage.domain.id not in ids()
    admin.identity.update_project(grandchild.id, is_enabled=False)
    assert grandchild.id in ids(is_enabled=False) and root.id not in ids(is_enabled=False)


def test_sdk_user_projects(admin, member, stage):
    assert [project.id for project in admin.identity.user_projects(stage.member.id)] == [stage.project.id]
    assert [project.id for project in member.identity.user_projects(stage.member.id)] == [stage.project.id]


def test_the_same_name_may_exist_in_two_domains(admin, make, stage):
    project = make.project()
    twin = make.project(name=project.name, domain_id=stage.domain.id)
    with pytest.raises(exceptions.DuplicateResource):
        admin.identity.find_project(project.name, ignore_missing=False)
    assert admin.identity.find_project(project.name, ignore_missing=False, domain_id=stage.domain.id).id == twin.id


def test_a_parent_cannot_be_deleted_before_its_children(admin, tree):
    root, child, _ = tree
    with pytest.raises(exceptions.ForbiddenException):
        admin.identity.delete_project(root.id)
    with pytest.raises(exceptions.ForbiddenException):
        admin.identity.update_project(root.id, is_enabled=False)
    with pytest.raises(exceptions.HttpException) as moving:
        admin.identity.update_project(child.id, parent_id='default')
    assert moving.value.status_code == 403


def test_sdk_tags(admin, make):
    identity = admin.identity.uncounted
    project = make.project(tags=['blue', 'north'])
    assert sorted(project.tags) == ['blue', 'north']
    project.add_tag(identity, 'cold')
    assert project.check_tag(identity, 'cold')
    project.remove_tag(identity, 'blue')
    assert sorted(project.fetch_tags(identity).tags) == ['cold', 'north']
    project.set_tags(identity, ['warm'])
    assert admin.identity.get_project(project.id).tags == ['warm']
    project.remove_all_tags(identity)
    assert admin.identity.get_project(project.id).tags == []
    with pytest.raises(exceptions.NotFoundException):
        project.check_tag(identity, 'warm')


def test_sdk_tag_filters(admin, make, stage):
    domain = make.domain()
    def project(*tags):
        return make.project(domain_id=domain.id, tags=list(tags)).id
    both, red, none = project('red', 'big'), project('red'), project()
    def ids(**query):
        return {found.id for found in admin.identity.projects(domain_id=domain.id, **query)}
    assert ids(tags='red,big') == {both}
    assert ids(any_tags='red,big') == {both, red}
    assert ids(not_tags='red,big') == {red, none}
    assert ids(not_any_tags='big') == {red, none}


def test_disabling_a_project_invalidates_its_tokens(admin, make, roles):
    project = make.project()
    account = make.account(project, roles['member'])
    token = account.login.access().auth_token
    admin.identity.update_project(project.id, is_enabled=False)
    assert admin.identity.check_token(token) is False
    with pytest.raises(auth_errors.Unauthorized):
        account.login.access()
    admin.identity.update_project(project.id, is_enabled=True)
    assert account.login.access().project_id == project.id


def test_openstack_project_create_show_set_delete(openstack, make, name, stage):
    called = name('project')
    made = openstack(
        'project create', called, '--domain', stage.domain.name, '--description', 'from the shell',
        '--property', 'colour=green', '--tag', 'one', '--tag', 'two',
    )
    make.register('project', made)
    assert (made['domain_id'], made['enabled'], made['colour']) == (stage.domain.id, True, 'green')
    assert sorted(made['tags']) == ['one', 'two']
    assert openstack('project create', called, '--domain', stage.domain.name, '--or-show')['id'] == made['id']
    renamed = name('project')
    openstack(
        'project set', called, '--domain', stage.domain.name, '--name', renamed, '--description', 'changed',
        '--property', 'colour=red', '--tag', 'three', '--remove-tag', 'one', '--disable',
    )
    shown = openstack('project show', renamed, '--domain', stage.domain.name)
    assert (shown['description'], shown['enabled'], shown['colour']) == ('changed', False, 'red')
    openstack('project set', made['id'], '--enable', '--clear-tags')
    shown = openstack('project show', made['id'])
    assert (shown['enabled'], shown['tags']) == (True, [])
    openstack('project delete', renamed, '--domain', stage.domain.name)
    assert openstack.fails('project show', made['id'])


def test_openstack_project_show_parents_and_children(openstack, tree):
    root, child, grandchild = tree
    shown = openstack('project show', child.id, '--parents', '--children')
    assert shown['parents'] == {root.id: {'default': None}}
    assert shown['subtree'] == {grandchild.id: None}
    assert openstack('project show', root.name, '--children')['subtree'] == {child.id: {grandchild.id: None}}


def test_openstack_project_list_filters(openstack, stage, tree, admin):
    root, child, grandchild = tree
    def ids(*arguments):
        return [row['ID'] for row in openstack('project list', *arguments)]
    assert ids('--parent', root.name) == [child.id]
    assert ids('--domain', stage.domain.name) == [stage.project.id]
    assert ids('--user', stage.member.id) == [stage.project.id]
    assert admin.current_project_id in ids('--my-projects')
    openstack('project set', grandchild.id, '--disable', '--tag', 'asleep')
    assert ids('--disabled', '--tags', 'asleep') == [grandchild.id]
    assert grandchild.id not in ids('--enabled')
    long = openstack('project list', '--long', '--domain', stage.domain.id, '--sort', 'name:desc')
    assert long[0]['Domain ID'] == stage.domain.id and long[0]['Enabled'] is True


def test_openstack_project_list_for_a_plain_member_shows_their_own(openstack, stage):
    assert [row['ID'] for row in openstack.as_(stage.member.login)('project list')] == [stage.project.id]


def test_openstack_project_immutable(openstack, make, name):
    made = openstack('project create', name('project'), '--immutable')
    make.register('project', made)
    make.later(openstack, 'project set', made['id'], '--no-immutable')
    assert '403' in openstack.fails('project set', made['id'], '--name', name('project'))
    assert '403' in openstack.fails('project delete', made['id'])
