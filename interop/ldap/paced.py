"""Requests at a fixed rate, whether or not earlier ones were answered."""

import asyncio
import random
import time
from urllib.parse import urlsplit


class Connections:
    """HTTP connections to the server under test, each used by one request at a time."""

    def __init__(self, url):
        at = urlsplit(url)
        self.host, self.port, self.path = at.hostname, at.port, at.path
        self.idle = []

    async def get(self, path, headers):
        """The status of the response."""
        reader, writer = self.idle.pop() if self.idle else await asyncio.open_connection(self.host, self.port)
        lines = [f'GET {self.path}{path} HTTP/1.1', f'Host: {self.host}', *(f'{name}: {value}' for name, value in headers.items())]
        writer.write('\r\n'.join([*lines, '', '']).encode())
        head = (await reader.readuntil(b'\r\n\r\n')).decode('latin-1').lower()
        length = next(line for line in head.split('\r\n') if line.startswith('content-length:'))
        await reader.readexactly(int(length.split(':')[1]))
        self.idle.append((reader, writer))
        return int(head.split()[1])

    def close(self):
        for _, writer in self.idle:
            writer.close()


async def paced(rate, seconds, request):
    """(status, milliseconds) of each request; `request` returns the status."""
    async def timed():
        started = time.perf_counter()
        status = await request()
        return status, (time.perf_counter() - started) * 1000

    running, started = [], time.perf_counter()
    for number in range(int(rate * seconds)):
        # Within its interval, a request starts at a random time, so that two loads do not keep in step.
        await asyncio.sleep(started + (number + random.random()) / rate - time.perf_counter())
        running.append(asyncio.create_task(timed()))
    return await asyncio.gather(*running)
