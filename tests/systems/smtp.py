"""A mail server for tests: STARTTLS, one account, some recipients refused; each mail a file.

usage: smtp.py PORT FOLDER [CERTIFICATE KEY [USER PASSWORD]]
"""

import ssl
import sys
import threading
import uuid
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult


class Box:
    """Keeps mails, and refuses whoever is called refused."""

    def __init__(self, folder):
        self.folder = Path(folder)

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("refused"):
            return "550 no such mailbox"
        if address.startswith("later"):
            return "451 try again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        name = uuid.uuid4().hex
        head = f"X-From: {envelope.mail_from}\nX-To: {','.join(envelope.rcpt_tos)}\n".encode()
        (self.folder / f"{name}.tmp").write_bytes(head + envelope.content)
        (self.folder / f"{name}.tmp").rename(self.folder / f"{name}.eml")
        return "250 kept"


def main(port, folder, certificate=None, key=None, user=None, password=None):
    options = {}
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        options.update(tls_context=context, require_starttls=True)
    if user:
        def authenticate(server, session, envelope, mechanism, data):
            good = data.login == user.encode() and data.password == password.encode()
            return AuthResult(success=good, handled=good)

        options.update(authenticator=authenticate, auth_required=True)
    controller = Controller(Box(folder), hostname="127.0.0.1", port=int(port), **options)
    controller.start()
    print("ready", flush=True)
    threading.Event().wait()


main(*sys.argv[1:])
