import json
import os
import subprocess
import sys
import time

for variable in [key for key in os.environ if key.startswith('ROBOTO_')]:
    del os.environ[variable]

import pytest
from roboto import RobotoClient, RobotoConfig

from muster_api import URL, Stage

ENDPOINT = f'{URL}/roboto'


def client(key):
    return RobotoClient.from_config(RobotoConfig(api_key=key, endpoint=ENDPOINT))


@pytest.fixture(scope='session')
def stage():
    return Stage()


@pytest.fixture(scope='session')
def platform_key(stage):
    return stage.admin.api_key({'type': 'system'})


@pytest.fixture(scope='session')
def platform(platform_key):
    """The client of the platform, which creates users."""
    return client(platform_key)


@pytest.fixture
def person(stage):
    return stage.ordinary()


@pytest.fixture
def own(person):
    """The client of a user without administrative roles."""
    return client(person.api_key())


@pytest.fixture
def command_line(tmp_path):
    """Runs the `roboto` command with a key; returns its exit code and output."""

    def run(key, *args):
        config = tmp_path / 'config.json'
        profile = {'api_key': key, 'endpoint': ENDPOINT}
        config.write_text(json.dumps({'version': 'v1', 'profiles': {'default': profile}}))
        program = os.path.join(os.path.dirname(sys.executable), 'roboto')
        done = subprocess.run(
            [program, '--suppress-upgrade-check', *args],
            env={**os.environ, 'ROBOTO_CONFIG_FILE': str(config), 'HOME': str(tmp_path), 'COLUMNS': '200'},
            capture_output=True,
            text=True,
            timeout=60,
        )
        return done.returncode, done.stdout + done.stderr

    return run


@pytest.fixture
def at_once():
    """Fails when the client retries an error: its ten attempts take a minute."""
    began = time.monotonic()
    yield
    assert time.monotonic() - began < 15
