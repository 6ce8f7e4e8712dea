"""Runs the published `openstack` command and reads what it prints."""

import contextlib
import functools
import io
import json
import logging
import os
import signal
import subprocess
import sys
import tempfile
import traceback
from dataclasses import dataclass
from pathlib import Path

from openstackclient.shell import OpenStackShell

import coverage


def prints(command):
    """Whether the command prints a table and therefore takes `-f json`."""
    return command.split()[-1] in {'show', 'list', 'create', 'issue', 'authorize'}


@dataclass(frozen=True)
class Outcome:
    status: int
    out: str
    err: str

    @property
    def answer(self):
        """What `-f json` printed."""
        return json.loads(self.out)


@functools.cache
def _load():
    """Loads all commands of all services once, before any fork."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):
        OpenStackShell().run(['help', 'token', 'issue'])
    root.handlers[:], root.level = handlers, level


def forked(argv, environment):
    """Runs the command's entry point in a fork of this process, which saves the time
    that Python takes to load the command."""
    _load()
    with tempfile.TemporaryFile('w+') as out, tempfile.TemporaryFile('w+') as err:
        child = os.fork()
        if child == 0:
            _run_and_leave(argv, environment, out, err)
        _, ended = os.waitpid(child, 0)
        out.seek(0)
        err.seek(0)
        return Outcome(os.waitstatus_to_exitcode(ended), out.read(), err.read())


def _run_and_leave(argv, environment, out, err):
    status = 1
    try:
        signal.alarm(60)
        os.environ.clear()
        os.environ.update(environment)
        sys.stdin, sys.stdout, sys.stderr = open(os.devnull), out, err
        logging.getLogger().handlers.clear()
        status = OpenStackShell().run(argv)
    except SystemExit as leaving:
        status = leaving.code
    except BaseException:
        traceback.print_exc()
    finally:
        out.flush()
        err.flush()
        # Not sys.exit: the child must not run pytest's exit handlers.
        os._exit(int(status or 0))


def as_process(argv, environment):
    """Runs the installed console script in a new process."""
    script = Path(sys.executable).with_name('openstack')
    done = subprocess.run(
        [str(script), *argv], env=environment, stdin=subprocess.DEVNULL,
        capture_output=True, text=True, timeout=60, check=False,
    )
    return Outcome(done.returncode, done.stdout, done.stderr)


class CommandLine:
    """The `openstack` command of one user, given by the environment."""

    def __init__(self, login, run=forked):
        self._login, self._run = login, run

    def as_(self, login):
        return CommandLine(login, self._run)

    def outcome(self, command, *arguments, **environment):
        coverage.COMMANDS.add(command)
        form = ['-f', 'json'] if prints(command) else []
        argv = [*command.split(), *form, *(str(argument) for argument in arguments)]
        kept = {key: value for key, value in os.environ.items() if not key.startswith('OS_')}
        # Ignores a clouds.yaml on this machine.
        apart = {'OS_CLIENT_CONFIG_FILE': os.devnull}
        return self._run(argv, {**kept, **apart, **self._login.environment(), **environment})

    def __call__(self, command, *arguments, **environment):
        """Runs the command, which must succeed, and returns its output."""
        outcome = self.outcome(command, *arguments, **environment)
        assert outcome.status == 0, f'openstack {command}: {outcome.err}'
        return outcome.answer if prints(command) else None

    def fails(self, command, *arguments, **environment):
        """Runs the command, which must fail, and returns its error output."""
        outcome = self.outcome(command, *arguments, **environment)
        assert outcome.status != 0, f'openstack {command} succeeded: {outcome.out}'
        return outcome.err
