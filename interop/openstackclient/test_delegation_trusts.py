"""Trusts: one user delegates roles on a project to another."""

import datetime

import pytest
from keystoneauth1 import exceptions as auth_errors
from keystoneclient.v3 import client as keystoneclient
from openstack import exceptions

pytestmark = pytest.mark.delegation


@pytest.fixture
def trustor(make, stage, roles):
    return make.account(stage.project, roles['member'], domain_id=stage.domain.id)


@pytest.fixture
def trustee(make, stage):
    return make.account(domain_id=stage.domain.id)


@pytest.fixture
def trust(trustor, trustee, stage, roles):
    """A trust created through the SDK; deleted with the trustor."""
    cloud = trustor.login.connect()
    def build(**attributes):
        return cloud, cloud.identity.create_trust(**{
            'trustor_user_id': trustor.id, 'trustee_user_id': trustee.id, 'project_id': stage.project.id,
            'impersonation': False, 'roles': [{'id': roles['member'].id}], **attributes,
        })
    return build


def test_sdk_create_get_find_list_delete(trust, trustor, trustee, stage, admin):
    cloud, made = trust()
    assert (made.trustor_user_id, made.trustee_user_id, made.project_id) == (trustor.id, trustee.id, stage.project.id)
    assert (made.is_impersonation, made.expires_at, made.remaining_uses) == (False, None, None)
    assert [role['name'] for role in made.roles] == ['member']
    assert cloud.identity.get_trust(made.id).id == made.id
    assert cloud.identity.find_trust(made.id, ignore_missing=False).id == made.id
    assert [found.id for found in cloud.identity.trusts(trustor_user_id=trustor.id)] == [made.id]
    assert [found.id for found in trustee_trusts(trustee)] == [made.id]
    assert made.id in [found.id for found in admin.identity.trusts()]
    cloud.identity.delete_trust(made.id, ignore_missing=False)
    with pytest.raises(exceptions.NotFoundException):
        cloud.identity.get_trust(made.id)


def trustee_trusts(trustee):
    # An unscoped token has no catalog to find the server in.
    url = trustee.login.options['auth_url']
    client = keystoneclient.Client(session=trustee.login.session(), endpoint_override=url)
    return client.trusts.list(trustee_user=trustee.id)


def test_the_trustee_acts_on_the_project(trust, trustor, trustee, stage):
    _, made = trust()
    access = trustee.login.scoped(trust_id=made.id).access()
    assert access.trust_scoped and access.trust_id == made.id
    assert (access.trustor_user_id, access.trustee_user_id) == (trustor.id, trustee.id)
    assert (access.user_id, access.project_id) == (trustee.id, stage.project.id)
    assert {'member', 'reader'} >= set(access.role_names) >= {'member'}


def test_the_trustee_acts_as_the_trustor(trust, trustor, trustee, stage):
    _, made = trust(impersonation=True)
    cloud = trustee.login.scoped(trust_id=made.id).connect()
    assert cloud.current_user_id == trustor.id
    assert cloud.identity.get_project(stage.project.id).id == stage.project.id


def test_only_the_trustee_may_use_it(trust, trustor, stage):
    _, made = trust()
    for other in (trustor, stage.reader):
        with pytest.raises((auth_errors.Forbidden, auth_errors.Unauthorized)):
            other.login.scoped(trust_id=made.id).access()


def test_uses_are_counted(trust, trustee):
    cloud, made = trust(remaining_uses=2)
    for left in (1, 0):
        trustee.login.scoped(trust_id=made.id).access()
        if left:
            assert cloud.identity.get_trust(made.id).remaining_uses == left
    with pytest.raises((auth_errors.Forbidden, auth_errors.Unauthorized)):
        trustee.login.scoped(trust_id=made.id).access()


def test_deleting_a_trust_invalidates_its_tokens(trust, trustee, admin):
    cloud, made = trust()
    token = trustee.login.scoped(trust_id=made.id).access().auth_token
    assert admin.identity.check_token(token) is True
    cloud.identity.delete_trust(made.id)
    assert admin.identity.check_token(token) is False


def test_a_trust_delegates_only_roles_of_the_trustor(trust, trustor, trustee, admin, stage, roles):
    with pytest.raises(exceptions.HttpException):
        trust(roles=[{'id': roles['admin'].id}])
    _, made = trust()
    admin.identity.unassign_project_role_from_user(stage.project, trustor.user, roles['member'])
    with pytest.raises((auth_errors.Forbidden, auth_errors.Unauthorized)):
        trustee.login.scoped(trust_id=made.id).access()


def test_keystoneclient_redelegates(trust, trustee, stage, make, roles):
    _, made = trust(allow_redelegation=True, impersonation=True)
    third = make.account(domain_id=stage.domain.id)
    client = keystoneclient.Client(session=trustee.login.scoped(trust_id=made.id).session())
    passed_on = client.trusts.create(
        trustee_user=third.id, trustor_user=made.trustor_user_id, project=stage.project.id,
        role_ids=[roles['member'].id], impersonation=True,
    )
    assert passed_on.redelegated_trust_id == made.id
    assert third.login.scoped(trust_id=passed_on.id).access().user_id == made.trustor_user_id
    roles_of_it = client.session.get(
        f'/OS-TRUST/trusts/{passed_on.id}/roles', endpoint_filter={'service_type': 'identity', 'interface': 'public'},
    ).json()['roles']
    assert [role['name'] for role in roles_of_it] == ['member']


def test_openstack_trust_create_show_list_delete(openstack, trustor, trustee, stage, roles):
    own = openstack.as_(trustor.login)
    until = (datetime.datetime.now(datetime.UTC) + datetime.timedelta(hours=1)).strftime('%Y-%m-%dT%H:%M:%S')
    made = own(
        'trust create', trustor.id, trustee.id, '--project', stage.project.id, '--role', roles['member'].id,
        '--impersonate', '--expiration', until,
    )
    assert made['is_impersonation'] is True and made['expires_at'] == f'{until}.000000Z'
    assert own('trust show', made['id'])['trustee_user_id'] == trustee.id
    assert [row['ID'] for row in own('trust list', '--auth-user')] == [made['id']]
    assert [row['ID'] for row in openstack('trust list', '--trustor', trustor.id)] == [made['id']]
    assert [row['ID'] for row in openstack('trust list', '--trustee', trustee.id)] == [made['id']]
    acting = openstack.as_(trustee.login.scoped(trust_id=made['id']))
    assert acting('token issue')['user_id'] == trustor.id
    own('trust delete', made['id'])
    assert own.fails('trust show', made['id'])
