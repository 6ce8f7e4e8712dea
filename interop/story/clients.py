"""Runs Python code with one vendor's client, in the virtual environment of that client's folder."""

import json
import os
import subprocess
from pathlib import Path

import pytest

VENVS = Path(__file__).resolve().parent.parent / '.venvs'

OPENINGS = {
    'arize': '''
from arize import ArizeClient
host = url.removeprefix('http://')
client = ArizeClient(api_key=key, api_host=host + '/arize', api_scheme='http')
''',
    'geobox': '''
from geobox import GeoboxClient
client = GeoboxClient(host=url + '/geobox/', ver='v1/', **login)
''',
    'julep': '''
from julep import Client
client = Client(api_key=key, base_url=url + '/julep/api')
''',
    'roboto': '''
from roboto import RobotoClient, RobotoConfig, User
from roboto.domain.orgs import Org
client = RobotoClient.from_config(RobotoConfig(api_key=key, endpoint=url + '/roboto'))
''',
}

FRAME = '''
import json, os, sys
given = json.loads(sys.stdin.read())
url, key, login = os.environ['MUSTER_URL'], given.pop('key', None), given.pop('login', {})
globals().update(given)
%s
%s
print('answer:' + json.dumps(answer))
'''

OWN = ('ARIZE_', 'GEOBOX_', 'JULEP_', 'ROBOTO_')


def needed(folder):
    python = VENVS / folder / 'bin' / 'python'
    if not python.exists():
        pytest.skip(f'interop/{folder} is not installed on this machine')
    return python


def speak(folder, lines, **given):
    """Runs the lines and returns their variable `answer`; `key` or `login` are the credentials of the client."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(OWN)}
    done = subprocess.run(
        [needed(folder), '-W', 'ignore', '-c', FRAME % (OPENINGS[folder], lines)],
        input=json.dumps(given),
        env=environment,
        capture_output=True,
        text=True,
        timeout=90,
    )
    answers = [line for line in done.stdout.splitlines() if line.startswith('answer:')]
    assert answers, f'{folder}: {done.stdout}{done.stderr}'
    return json.loads(answers[-1].removeprefix('answer:'))


def openstack(*args):
    """Runs `openstack` as the administrator; returns its JSON output, or its error output in `error`."""
    program = needed('openstackclient').parent / 'openstack'
    done = subprocess.run([program, *args], capture_output=True, text=True, timeout=90)
    if done.returncode != 0:
        return {'error': done.stderr}
    return json.loads(done.stdout) if done.stdout.strip() else None
