"""Multi-factor login: one-time passwords, rules and receipts."""

import base64
import hmac
import secrets
import struct
import time

import pytest
from keystoneauth1 import exceptions as auth_errors
from keystoneauth1 import session
from keystoneauth1.identity import v3

pytestmark = pytest.mark.delegation


def passcode(secret):
    """RFC 6238 with SHA-1, six digits, thirty seconds."""
    counter = struct.pack('>Q', int(time.time()) // 30)
    digest = hmac.digest(base64.b32decode(secret), counter, 'sha1')
    start = digest[-1] & 15
    return f'{(int.from_bytes(digest[start:start + 4]) & 0x7FFFFFFF) % 1_000_000:06}'


@pytest.fixture
def owner(admin, make, needs):
    """A user with a one-time-password device, and the device's secret."""
    needs('totp')
    account, secret = make.account(), base64.b32encode(secrets.token_bytes(20)).decode()
    make.register('credential', admin.identity.create_credential(user_id=account.id, type='totp', blob=secret))
    return account, secret


@pytest.fixture
def strict(admin, owner):
    """The same user, required to use both a password and a one-time password."""
    account, secret = owner
    admin.identity.update_user(account.id, options={
        'multi_factor_auth_enabled': True, 'multi_factor_auth_rules': [['password', 'totp']],
    })
    return account, secret


def access(auth):
    now = session.Session(auth=auth)
    return auth.get_access(now)


def test_a_one_time_password_alone(owner):
    account, secret = owner
    url = account.login.options['auth_url']
    with pytest.raises(auth_errors.Unauthorized):
        wrong = f'{(int(passcode(secret)) + 500_000) % 1_000_000:06}'
        access(v3.TOTP(url, passcode=wrong, user_id=account.id))
    assert access(v3.TOTP(url, passcode=passcode(secret), user_id=account.id)).user_id == account.id


def test_both_factors_in_one_request(strict, admin):
    account, secret = strict
    options = account.login.options
    info = access(v3.MultiFactor(
        options['auth_url'], auth_methods=['v3password', 'v3totp'], user_id=account.id,
        password=account.password, passcode=passcode(secret),
    ))
    assert info.user_id == account.id
    assert set(admin.identity.validate_token(info.auth_token).methods) == {'password', 'totp'}


def test_one_factor_gives_a_receipt_and_the_other_a_token(strict, admin):
    account, secret = strict
    url = account.login.options['auth_url']
    with pytest.raises(auth_errors.MissingAuthMethods) as missing:
        access(v3.Password(url, user_id=account.id, password=account.password))
    receipt = missing.value
    assert receipt.receipt and receipt.methods == ['password']
    assert [set(rule) for rule in receipt.required_auth_methods] == [{'password', 'totp'}]
    second = v3.TOTP(url, passcode=passcode(secret), user_id=account.id)
    second.add_method(v3.ReceiptMethod(receipt=receipt.receipt))
    info = access(second)
    assert set(admin.identity.validate_token(info.auth_token).methods) == {'password', 'totp'}


def test_a_receipt_is_bound_to_its_user(strict, owner, make):
    account, _ = strict
    other = make.account()
    url = account.login.options['auth_url']
    with pytest.raises(auth_errors.MissingAuthMethods) as missing:
        access(v3.Password(url, user_id=account.id, password=account.password))
    stolen = v3.Password(url, user_id=other.id, password=other.password)
    stolen.add_method(v3.ReceiptMethod(receipt=missing.value.receipt))
    with pytest.raises(auth_errors.Unauthorized):
        access(stolen)
    made_up = v3.Password(url, user_id=other.id, password=other.password)
    made_up.add_method(v3.ReceiptMethod(receipt='gAAAAA-nonsense'))
    with pytest.raises(auth_errors.Unauthorized):
        access(made_up)


def test_disabled_rules_do_not_apply(strict, openstack):
    account, _ = strict
    openstack('user set', account.id, '--disable-multi-factor-auth')
    assert account.login.access().user_id == account.id


def test_a_wrong_password_gives_no_receipt(strict):
    account, _ = strict
    with pytest.raises(auth_errors.Unauthorized):
        account.login.changed(password='not the password').access()
