"""One user, six clients: each client sees the changes of the others."""

import email
import email.policy
import os
import re
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

from clients import openstack, speak
from muster_api import URL, Stage, ask, name, native

PASSWORD = 'a long and uncommon phrase'


def link_for(address):
    """The link in the email to the address."""
    outbox = Path(os.environ['MUSTER_OUTBOX'])
    until = time.monotonic() + 20
    while time.monotonic() < until:
        for file in outbox.glob('*.eml'):
            message = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
            if message['To'] and address in message['To']:
                text = message.get_body(('plain',)).get_content()
                return re.search(r'https?://\S+', text).group()
        time.sleep(0.05)
    raise AssertionError(f'no email to {address}')


def accept(link):
    fields = {'password': PASSWORD, 'password_again': PASSWORD}
    with urllib.request.urlopen(link) as page:
        html = page.read().decode()
    action = re.search(r'<form[^>]*action="([^"]*)"', html)
    for hidden in re.findall(r'<input[^>]*type="hidden"[^>]*>', html):
        fields[re.search(r'name="([^"]*)"', hidden).group(1)] = re.search(r'value="([^"]*)"', hidden).group(1)
    place = urllib.parse.urljoin(link, action.group(1).replace('&amp;', '&')) if action else link
    with urllib.request.urlopen(place, urllib.parse.urlencode(fields).encode()) as answer:
        assert answer.status == 200


def test_one_user_many_clients():
    stage = Stage()
    domain = stage.domain()
    manager = stage.person(domain, 'manager')
    key = manager.api_key({'type': 'domain', 'id': domain})
    address = f'{name("ann")}@example.com'

    def arize(lines, **more):
        return speak('arize', lines, key=key, address=address, **more)

    def geobox(lines, **more):
        return speak('geobox', lines, login={'apikey': key}, address=address, **more)

    def julep(lines, **more):
        return speak('julep', lines, key=key, **more)

    def roboto(lines, **more):
        return speak('roboto', lines, key=key, address=address, **more)

    # Invited through Arize.
    invited = arize("""
from arize.users.types import PredefinedUserRole
user = client.users.create(name='Ann Lee', email=address, role=PredefinedUserRole(name='member'), invite_mode='email_link')
answer = {'id': user.id, 'status': str(user.status.value)}
""")
    assert invited['status'].lower() == 'invited'
    [found] = native('GET', f'/users?filter={urllib.parse.quote(f"email = {chr(39)}{address}{chr(39)}")}', key)['users']
    user_id = found['id']
    assert found['status'] == 'invited'
    assert openstack('user', 'show', user_id, '-f', 'json')['enabled'] is False
    dashed = f'{user_id[:8]}-{user_id[8:12]}-{user_id[12:16]}-{user_id[16:20]}-{user_id[20:]}'
    assert julep('answer = client.users.get(id).name', id=dashed) == 'Ann Lee'
    assert geobox('answer = client.get_users(search=address)[0].status.value') == 'New'
    assert roboto('answer = User.from_id(address, roboto_client=client).name') == 'Ann Lee'

    # Accepted on the page.
    accept(link_for(address))
    assert arize('answer = str(client.users.get(user_id=id).status.value)', id=invited['id']).lower() == 'active'
    assert openstack('user', 'show', user_id, '-f', 'json')['enabled'] is True
    assert geobox('answer = client.get_users(search=address)[0].status.value') == 'Active'

    # A role by the openstack command.
    project = openstack('project', 'create', name('project'), '--domain', domain, '-f', 'json')['id']
    assert openstack('role', 'add', '--user', user_id, '--project', project, 'member') is None
    assert roboto('answer = [org.org_id for org in Org.for_user(address, roboto_client=client)]') == [project]

    # Sessions through Geobox.
    session = native(
        'POST', '/sessions', None, {'email': address, 'password': PASSWORD, 'domain_id': domain}
    )['secret']
    login = {'access_token': session}
    assert speak('geobox', 'answer = len(client.get_my_sessions())', login=login) == 1
    number = found['number']
    assert geobox('answer = len(client.get_user(number).get_sessions())', number=number) == 1

    # Found by the filter of Muster's own API.
    query = urllib.parse.quote(f"display_name LIKE 'Ann%' AND status = 'active' AND email = '{address}'")
    [again] = native('GET', f'/users?filter={query}', key)['users']
    assert again['id'] == user_id

    # Deleted through Julep; not found everywhere.
    julep('client.users.delete(user_id=id); answer = None', id=dashed)
    gone = """
try:
    %s
    answer = 'still there'
except Exception as error:
    answer = type(error).__name__
"""
    assert arize(gone % 'client.users.get(user_id=id)', id=invited['id']) == 'NotFoundException'
    assert geobox(gone % 'client.get_user(number)', number=number) == 'NotFoundError'
    assert julep(gone % 'client.users.get(id)', id=dashed) == 'ApiError'
    assert roboto(gone % 'User.from_id(address, roboto_client=client)') == 'RobotoNotFoundException'
    assert 'error' in openstack('user', 'show', user_id, '-f', 'json')
    assert speak('geobox', gone % 'client.get_user()', login=login) == 'AuthenticationError'
    assert native('GET', f'/users?filter={query}', key)['users'] == []
    status, _, _ = ask('GET', '/api/v1/me', None, {'Authorization': f'Bearer {session}'})
    assert status == 401
