import json

import pytest
from roboto import CreateUserRequest, User
from roboto.domain.orgs import Org
from roboto.exceptions import (
    RobotoConflictException,
    RobotoInvalidRequestException,
    RobotoNotFoundException,
    RobotoUnauthorizedException,
)
from roboto.notifications import NotificationChannel, NotificationType

from conftest import client
from muster_api import name

pytestmark = pytest.mark.usefixtures('at_once')


def sign_up(platform, **more):
    request = CreateUserRequest(**{'user_id': f'{name("alice")}+x@example.com', **more})
    return User.create(request, roboto_client=platform)


def test_only_the_id_is_required(platform):
    user = sign_up(platform)
    assert user.record.notification_channels_enabled[NotificationChannel.Email] is True
    assert user.record.notification_types_enabled[NotificationType.CommentMention] is True
    assert user.record.is_email_notifications_enabled() is True
    assert user.record.is_comment_mentions_enabled() is True
    assert (user.name, user.record.picture_url, user.record.is_service_user) == (None, None, False)


def test_all_fields_are_stored(platform):
    user = sign_up(
        platform,
        name='Service User',
        is_service_user=True,
        picture_url='https://pictures.example/robot.png',
        default_notification_channels=[NotificationChannel.WebUi],
        default_notification_types=[],
    )
    assert user.to_dict() == {
        'user_id': user.user_id,
        'name': 'Service User',
        'is_service_user': True,
        'is_system_user': False,
        'picture_url': 'https://pictures.example/robot.png',
        'notification_channels_enabled': {'email': False, 'web_ui': True},
        'notification_types_enabled': {'comment_mention': False},
    }
    assert User.from_id(user.user_id, roboto_client=platform).to_dict() == user.to_dict()


def test_a_system_user(platform):
    user = sign_up(platform, is_system_user=True)
    assert User.from_id(user.user_id, roboto_client=platform).record.is_system_user is True
    user.delete()


def test_ids_are_unique(platform):
    user = sign_up(platform)
    with pytest.raises(RobotoConflictException):
        sign_up(platform, user_id=user.user_id)


def test_only_the_platform_creates_users(own):
    with pytest.raises(RobotoUnauthorizedException):
        sign_up(own)


@pytest.mark.parametrize('user_id', ['plain', 'a+b@example.com', 'with space', 'sl/ash', 'grün@example.com', '50%'])
def test_every_id_is_found(platform, user_id):
    unique = f'{name("id")} {user_id}'
    sign_up(platform, user_id=unique)
    assert User.from_id(unique, roboto_client=platform).user_id == unique


def test_updates_change_only_the_given_fields(platform):
    user = sign_up(platform, name='Alice')
    user.update(name='Alison')
    user.update(notification_channels_enabled={NotificationChannel.WebUi: True})
    user.update(notification_types_enabled={NotificationType.CommentMention: False})
    user.update(picture_url='https://pictures.example/alison.png')
    user.update()
    found = User.from_id(user.user_id, roboto_client=platform)
    assert found.to_dict() == user.to_dict()
    assert found.name == 'Alison'
    assert found.record.notification_channels_enabled == {
        NotificationChannel.Email: True,
        NotificationChannel.WebUi: True,
    }
    assert found.record.is_comment_mentions_enabled() is False
    assert found.record.picture_url == 'https://pictures.example/alison.png'


def test_a_name_cannot_be_emptied(platform):
    user = sign_up(platform, name='Alice')
    # Newer clients check this; older ones leave it to the server.
    with pytest.raises((RobotoInvalidRequestException, ValueError)):
        user.update(name='')
    assert User.from_id(user.user_id, roboto_client=platform).name == 'Alice'


def test_own_user(person, own):
    user = User.for_self(roboto_client=own)
    assert user.user_id == person.username
    user.update(name='Myself')
    assert User.for_self(roboto_client=own).name == 'Myself'
    assert User.from_id(person.username, roboto_client=own).name == 'Myself'
    with pytest.raises(RobotoUnauthorizedException):
        user.delete()
    # A key may do everything for its user except delete keys and users, unless it is unrestricted.
    whole = client(person.api_key(unrestricted=True))
    User.for_self(roboto_client=whole).delete()
    for gone in (own, whole):
        with pytest.raises(RobotoUnauthorizedException):
            User.for_self(roboto_client=gone)


def test_users_cannot_access_other_users(platform, own):
    other = sign_up(platform)
    with pytest.raises(RobotoUnauthorizedException):
        User.from_id(other.user_id, roboto_client=own)
    theirs = User(other.record, roboto_client=own)
    with pytest.raises(RobotoUnauthorizedException):
        theirs.update(name='Eve')
    with pytest.raises(RobotoUnauthorizedException):
        theirs.delete()
    assert User.from_id(other.user_id, roboto_client=platform).name is None


def test_unknown_users_fail_without_retries(platform):
    with pytest.raises(RobotoNotFoundException):
        User.from_id('absent', roboto_client=platform)


def test_deleted_users_are_not_found(platform):
    user = sign_up(platform)
    user.delete()
    with pytest.raises(RobotoNotFoundException):
        User.from_id(user.user_id, roboto_client=platform)
    with pytest.raises(RobotoNotFoundException):
        user.delete()
    with pytest.raises(RobotoNotFoundException):
        user.update(name='Ghost')


@pytest.mark.parametrize('key', ['wrong', 'mst_k_' + 'A' * 43, 'mst_s_' + 'A' * 43])
def test_a_wrong_key(key):
    with pytest.raises(RobotoUnauthorizedException):
        User.for_self(roboto_client=client(key))


def test_domains_are_isolated(stage, platform):
    domains = [stage.domain(), stage.domain()]
    here, there = (client(stage.person(domain, 'manager').api_key()) for domain in domains)
    user = sign_up(here)
    assert User.from_id(user.user_id, roboto_client=here).user_id == user.user_id
    for stranger in (there, platform):
        with pytest.raises(RobotoNotFoundException):
            User.from_id(user.user_id, roboto_client=stranger)


def test_organizations(stage, platform, person, own):
    project = stage.v3('GET', f'/projects/{person.project_id}')['project']
    for asking in (own, platform):
        orgs = Org.for_user(person.username, roboto_client=asking)
        assert [(org.org_id, org.name) for org in orgs] == [(project['id'], project['name'])]
    with pytest.raises(RobotoNotFoundException):
        Org.for_user('absent', roboto_client=platform)


def test_command_line(stage, platform, platform_key, person, command_line):
    key = person.api_key()
    code, output = command_line(key, 'users', 'show')
    assert code == 0 and json.loads(output)['user_id'] == person.username, output
    code, output = command_line(platform_key, 'users', 'show', '--id', person.username)
    assert code == 0 and person.username in output, output
    code, output = command_line(key, 'users', 'whoami')
    assert code == 0 and person.username in output, output
    code, output = command_line(key, 'users', 'orgs')
    assert code == 0, output
    leaving = sign_up(platform)
    code, output = command_line(platform_key, 'users', 'delete', '--id', leaving.user_id, '--ignore-prompt')
    assert code == 0, output
    with pytest.raises(RobotoNotFoundException):
        User.from_id(leaving.user_id, roboto_client=platform)
    code, output = command_line(key, 'users', 'show', '--id', 'another user')
    assert code != 0, output
