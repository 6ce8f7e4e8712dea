"""A browser that signs in at the OpenID provider."""

from html.parser import HTMLParser
from urllib.parse import urljoin

import requests


class Form(HTMLParser):
    """The first form of a page: its action and its named fields, without the button that rejects."""

    def __init__(self, page):
        super().__init__()
        self.action, self.fields, self._seen = None, {}, 0
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        at = dict(attrs)
        if tag == 'form':
            self._seen += 1
            if self._seen == 1:
                self.action = at.get('action', '')
        elif tag in ('input', 'button') and self._seen == 1 and at.get('name') not in (None, 'cancel', 'rememberMe'):
            self.fields[at['name']] = at.get('value') or ''


class Browser:
    def __init__(self):
        self.session = requests.Session()

    def sign_in(self, url, until, user='anna', password='any'):
        """Follows redirects and fills in forms, up to the first URL that begins with `until`."""
        data = None
        for _ in range(25):
            if until is not None and url.startswith(until):
                return url
            answer = self.session.request('POST' if data else 'GET', url, data=data, allow_redirects=False, timeout=30)
            # Browsers send secure cookies to loopback without TLS.
            for cookie in self.session.cookies:
                cookie.secure = False
            data = None
            if 'location' in answer.headers:
                url = urljoin(url, answer.headers['location'])
                continue
            assert answer.status_code == 200, answer.text
            form = Form(answer.text)
            if not form.fields:
                return answer.text
            fields = dict(form.fields)
            if 'password' in fields:
                fields['username' if 'username' in fields else 'login'] = user
                fields['password'] = password
            if 'user_code' in fields:
                fields['confirm'] = 'yes'
            url, data = urljoin(url, form.action), fields
        raise AssertionError('the sign-in does not end')
