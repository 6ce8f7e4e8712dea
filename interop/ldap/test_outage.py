"""A directory that does not respond disturbs no other domain."""

import os
import statistics
import threading
import time

import pytest
import requests

from slapd import name_of

URL = os.environ['OS_AUTH_URL']


def token(user, password, domain, scope=None):
    identity = {'methods': ['password'], 'password': {'user': {'name': user, 'password': password, 'domain': domain}}}
    auth = {'identity': identity, **({'scope': scope} if scope else {})}
    answer = requests.post(f'{URL}/auth/tokens', json={'auth': auth}, timeout=60)
    answer.raise_for_status()
    return answer.headers['X-Subject-Token']


def validations(session, own, seconds=3):
    """Milliseconds of validations of a token of another domain."""
    times = []
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        started = time.perf_counter()
        answer = session.get(
            f'{URL}/auth/tokens', headers={'X-Auth-Token': own, 'X-Subject-Token': own}, timeout=60,
        )
        times.append((time.perf_counter() - started) * 1000)
        assert answer.status_code == 200
    return times


def show(when, times):
    cuts = statistics.quantiles(times, n=100)
    print(f'validation in another domain, {when}: p50 {cuts[49]:.1f} ms, p99 {cuts[98]:.1f} ms ({len(times)} requests)')
    return cuts[49]


@pytest.mark.parametrize('outage', ['suspended', 'ended'])
def test_other_domains_are_not_disturbed(slapd, domain, outage):
    admin = token(os.environ['OS_USERNAME'], os.environ['OS_PASSWORD'], {'id': 'default'}, {'system': {'all': True}})
    member = token(name_of(42), f'password of {name_of(42)}', {'id': domain.id})
    print()
    with requests.Session() as session:
        before = show('before', validations(session, admin))
        if outage == 'suspended':
            slapd.suspend()
        else:
            slapd.stop()
        # What was read a moment ago is still valid.
        time.sleep(1.5)
        stop, seen, longest = threading.Event(), set(), [0.0]

        def ask_for_users(number):
            while not stop.is_set():
                started = time.monotonic()
                answer = requests.get(
                    f'{URL}/users', params={'domain_id': domain.id, 'name': name_of(number)},
                    headers={'X-Auth-Token': admin}, timeout=60,
                )
                seen.add(answer.status_code)
                longest[0] = max(longest[0], time.monotonic() - started)
                time.sleep(0.05)

        threads = [threading.Thread(target=ask_for_users, args=(number,)) for number in range(20)]
        for thread in threads:
            thread.start()
        try:
            during = show(f'slapd {outage}', validations(session, admin, 8))
            answer = requests.get(
                f'{URL}/auth/tokens', headers={'X-Auth-Token': admin, 'X-Subject-Token': member}, timeout=60,
            )
            assert answer.status_code == 503
        finally:
            stop.set()
            for thread in threads:
                thread.join()
            if outage == 'suspended':
                slapd.resume()
            else:
                slapd.start()
            time.sleep(1.5)
        print(f'requests in the domain of the directory: {seen}, the longest {longest[0]:.1f} s')
        assert seen == {503} and longest[0] < 15
        # 20 clients share two cores with the server, whatever the directory does.
        assert during < before + 50
        time.sleep(2)
        assert session.get(
            f'{URL}/auth/tokens', headers={'X-Auth-Token': admin, 'X-Subject-Token': member}, timeout=60,
        ).status_code == 200
