"""Stored credentials, EC2 keys and requests signed with them."""

import base64
import datetime
import hashlib
import hmac
import json

import pytest
from keystoneauth1 import exceptions as auth_errors
from keystoneclient.contrib.ec2.utils import Ec2Signer
from keystoneclient.v3 import client as keystoneclient
from openstack import exceptions

pytestmark = pytest.mark.delegation
IDENTITY = {'service_type': 'identity', 'interface': 'public'}


@pytest.fixture
def owner(make, stage, roles):
    return make.account(stage.project, roles['member'], domain_id=stage.domain.id)


def test_sdk_create_get_find_update_list_delete(admin, make, owner):
    made = admin.identity.create_credential(user_id=owner.id, type='cert', blob='first text')
    make.register('credential', made)
    assert admin.identity.get_credential(made.id).blob == 'first text'
    assert admin.identity.find_credential(made.id, ignore_missing=False).id == made.id
    assert admin.identity.update_credential(made.id, blob='other text').blob == 'other text'
    assert [found.id for found in admin.identity.credentials(user_id=owner.id)] == [made.id]
    assert [found.id for found in admin.identity.credentials(user_id=owner.id, type='cert')] == [made.id]
    assert list(admin.identity.credentials(user_id=owner.id, type='totp')) == []
    admin.identity.delete_credential(made.id, ignore_missing=False)
    with pytest.raises(exceptions.NotFoundException):
        admin.identity.get_credential(made.id)


def test_users_see_only_their_own(admin, make, owner, member):
    own = owner.login.connect()
    made = own.identity.create_credential(user_id=owner.id, type='cert', blob='text')
    make.register('credential', made)
    assert [found.id for found in own.identity.credentials()] == [made.id]
    assert list(member.identity.credentials()) == []
    with pytest.raises(exceptions.ForbiddenException):
        member.identity.get_credential(made.id)
    with pytest.raises(exceptions.ForbiddenException):
        member.identity.create_credential(user_id=owner.id, type='cert', blob='text')


def test_openstack_credential_create_show_list_delete(openstack, make, owner, stage):
    made = openstack('credential create', owner.id, 'first text', '--type', 'cert', '--project', stage.project.id)
    make.register('credential', made)
    assert (made['user_id'], made['project_id'], made['blob']) == (owner.id, stage.project.id, 'first text')
    assert openstack('credential show', made['id'])['blob'] == 'first text'
    assert [row['ID'] for row in openstack('credential list', '--user', owner.id, '--type', 'cert')] == [made['id']]
    openstack('credential delete', made['id'])
    assert openstack('credential list', '--user', owner.id) == []


def test_openstack_credential_set(openstack, make, owner, stage, needs):
    made = openstack('credential create', owner.id, 'first text', '--type', 'cert', '--project', stage.project.id)
    make.register('credential', made)
    # The command repeats the owner and the type even when only the text changes.
    same = ['--user', owner.id, '--type', 'cert', '--data', 'other text']
    outcome = openstack.outcome('credential set', made['id'], *same)
    needs.seen(outcome.status == 0, 'credential set', 'a change may name nothing but the text')
    assert openstack('credential show', made['id'])['blob'] == 'other text'


def test_openstack_ec2_credentials_create_show_list_delete(openstack, owner, stage):
    own = openstack.as_(owner.login)
    made = own('ec2 credentials create')
    assert (made['user_id'], made['project_id'], made['trust_id']) == (owner.id, stage.project.id, None)
    assert own('ec2 credentials show', made['access'])['secret'] == made['secret']
    assert [row['Access'] for row in own('ec2 credentials list')] == [made['access']]
    as_admin = openstack('ec2 credentials create', '--user', owner.id, '--project', stage.project.id)
    listed = openstack('ec2 credentials list', '--user', owner.id)
    assert {row['Access'] for row in listed} == {made['access'], as_admin['access']}
    openstack('ec2 credentials delete', as_admin['access'], '--user', owner.id)
    own('ec2 credentials delete', made['access'])
    assert own('ec2 credentials list') == []
    assert own.fails('ec2 credentials show', made['access'])


def test_an_ec2_key_is_a_stored_credential(admin, openstack, owner, stage):
    made = openstack.as_(owner.login)('ec2 credentials create')
    [stored] = admin.identity.credentials(user_id=owner.id, type='ec2')
    assert stored.id == hashlib.sha256(made['access'].encode()).hexdigest()
    blob = json.loads(stored.blob)
    assert (blob['access'], blob['secret']) == (made['access'], made['secret'])
    assert stored.project_id == stage.project.id


@pytest.fixture
def key(owner, stage):
    return keystoneclient.Client(session=owner.login.session()).ec2.create(owner.id, stage.project.id)


def now(form):
    return datetime.datetime.now(datetime.UTC).strftime(form)


def signed(key, version):
    """The signature data that an EC2 front end forwards."""
    request = {
        'access': key.access, 'host': 'ec2.example:8773', 'verb': 'GET', 'path': '/services/Cloud',
        'params': {}, 'headers': {}, 'body_hash': hashlib.sha256(b'').hexdigest(),
    }
    if version == '4':
        date = now('%Y%m%dT%H%M%SZ')
        request['headers'] = {
            'Host': request['host'], 'X-Amz-Date': date,
            'Authorization': f'AWS4-HMAC-SHA256 Credential={key.access}/{date[:8]}/RegionOne/ec2/aws4_request, '
                             'SignedHeaders=host;x-amz-date, Signature=',
        }
        request['params'] = {'Action': 'DescribeInstances', 'Version': '2016-11-15'}
    else:
        request['params'] = {
            'SignatureVersion': version, 'SignatureMethod': 'HmacSHA256', 'Action': 'DescribeInstances',
            'AWSAccessKeyId': key.access, 'Timestamp': now('%Y-%m-%dT%H:%M:%SZ'),
        }
    return {**request, 'signature': Ec2Signer(key.secret).generate(request)}


@pytest.mark.parametrize('version', ['0', '1', '2', '4'])
def test_a_signed_request_becomes_a_token(admin, key, owner, stage, version):
    answer = admin.session.post('/ec2tokens', json={'credentials': signed(key, version)}, endpoint_filter=IDENTITY)
    token = answer.json()['token']
    assert (token['user']['id'], token['project']['id']) == (owner.id, stage.project.id)
    assert answer.headers['X-Subject-Token']


@pytest.mark.parametrize('spoiled', [{'path': '/elsewhere'}, {'signature': 'AAAA'}, {'verb': 'DELETE'}])
def test_a_tampered_request_is_rejected(admin, key, spoiled):
    with pytest.raises(auth_errors.Unauthorized):
        admin.session.post(
            '/ec2tokens', json={'credentials': {**signed(key, '4'), **spoiled}}, endpoint_filter=IDENTITY,
        )


def test_an_object_store_request_becomes_a_token(admin, key, owner):
    to_sign = f'GET\n\n\n{now("%a, %d %b %Y %H:%M:%S +0000")}\n/bucket/object'
    signature = base64.b64encode(hmac.new(key.secret.encode(), to_sign.encode(), hashlib.sha1).digest()).decode()
    credentials = {
        'access': key.access, 'signature': signature, 'token': base64.urlsafe_b64encode(to_sign.encode()).decode(),
    }
    answer = admin.session.post('/s3tokens', json={'credentials': credentials}, endpoint_filter=IDENTITY)
    assert answer.json()['token']['user']['id'] == owner.id
