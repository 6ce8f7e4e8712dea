"""The commands and files that docs/federation.md prints for Keycloak."""

import pathlib
import re
import textwrap

PAGE = pathlib.Path(__file__).parents[2] / 'docs' / 'federation.md'
_BLOCK = re.compile(r'^( *)```\w*\n(.*?)^\1```$', re.MULTILINE | re.DOTALL)


def printed(beginning, replacements):
    """The one block that begins with the text, with the values of the example replaced."""
    blocks = [textwrap.dedent(block) for _, block in _BLOCK.findall(PAGE.read_text(encoding='utf-8'))]
    [found] = [block for block in blocks if block.startswith(beginning)]
    for example, value in replacements.items():
        assert example in found, f'the block of {beginning} has no {example}'
        found = found.replace(example, value)
    return found
