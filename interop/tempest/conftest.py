"""A tempest workspace for the server under test."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

TEMPEST = Path(sys.executable).with_name('tempest')

CONFIGURATION = """
[DEFAULT]
log_dir = {workspace}/logs
[oslo_concurrency]
lock_path = {workspace}/lock
[auth]
use_dynamic_credentials = true
create_isolated_networks = false
admin_username = {OS_USERNAME}
admin_password = {OS_PASSWORD}
admin_project_name = {OS_PROJECT_NAME}
admin_domain_name = Default
admin_user_domain_name = Default
admin_project_domain_name = Default
admin_system = all
[identity]
uri_v3 = {OS_AUTH_URL}
auth_version = v3
v3_endpoint_type = public
region = RegionOne
[identity-feature-enabled]
api_v3 = true
trust = true
access_rules = true
application_credentials = true
project_tags = true
domain_specific_drivers = true
federation = true
external_idp = false
enforce_scope = true
[enforce_scope]
keystone = true
[service_available]
nova = false
neutron = false
glance = false
cinder = false
swift = false
[validation]
run_validation = false
"""


@pytest.fixture(scope='session')
def workspace(tmp_path_factory):
    """A folder made by `tempest init`, configured for the server."""
    folder = tmp_path_factory.mktemp('tempest')
    subprocess.run([TEMPEST, 'init', folder / 'workspace'], check=True, capture_output=True, env=environment(folder))
    workspace = folder / 'workspace'
    configuration = CONFIGURATION.format(workspace=workspace, **os.environ)
    (workspace / 'etc' / 'tempest.conf').write_text(configuration)
    return workspace


def environment(folder):
    """The environment of tempest, which keeps a list of its workspaces in the home folder."""
    return {**os.environ, 'HOME': str(folder)}


@pytest.fixture(scope='session')
def run_suite(workspace):
    """Runs the tests whose names match, and returns the outcome of each: `ok`, `FAILED` or `SKIPPED: reason`."""
    def run(pattern):
        done = subprocess.run(
            [TEMPEST, 'run', '--serial', '--regex', pattern],
            cwd=workspace, env=environment(workspace.parent), text=True, capture_output=True,
        )
        outcomes = {}
        for line in done.stdout.splitlines():
            # {0} package.module.Class.test [0.1s] ... ok
            worker, _, rest = line.partition('} ')
            if not worker.startswith('{') or ' ... ' not in rest:
                continue
            test, _, outcome = rest.partition(' ... ')
            outcomes[test.split(' ')[0].split('[')[0]] = outcome.strip()
        return outcomes, done.stdout + done.stderr
    return run
