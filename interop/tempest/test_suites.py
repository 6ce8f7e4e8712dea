"""The tests of Identity v3 that OpenStack publishes: those of tempest, and those of keystone-tempest-plugin."""

import pytest

from differences import DIFFERENCES


@pytest.mark.parametrize('package', ['tempest.api.identity', 'keystone_tempest_plugin'])
def test_only_the_known_differences_fail(package, run_suite, capsys):
    outcomes, log = run_suite(f'^{package.replace(".", r"[.]")}')
    assert len(outcomes) > 100, log[-4000:]
    failed = {test for test, outcome in outcomes.items() if outcome.startswith('FAILED')}
    skipped = {test for test, outcome in outcomes.items() if outcome.startswith('SKIPPED')}
    with capsys.disabled():
        print(f'\n{package}: {len(outcomes)} tests, {len(skipped)} skipped, {len(failed)} failed')
    expected = {test for test in DIFFERENCES if test.startswith(package)}
    unexpected = failed - expected
    assert not unexpected, '\n'.join(excerpt(log, test) for test in sorted(unexpected)[:20])
    assert not expected - failed, 'These pass now; remove them from differences.py.'


def excerpt(log, test):
    """What tempest prints about a failed test, after the list of outcomes."""
    at = log.find(f'\n{test}')
    return log[at : at + 4000] if at >= 0 else test
