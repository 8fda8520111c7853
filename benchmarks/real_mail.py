"""Delivers through a real Postfix and a real Dovecot on loopback, and leaves the raw inbox in a folder to look at. Needs root.

    apt-get install postfix dovecot-imapd dovecot-lmtpd      (their own services need not run)
    sudo python benchmarks/real_mail.py OUT                  20 letters of the tests, over STARTTLS
    sudo python benchmarks/real_mail.py OUT -- COMMAND …     whatever COMMAND delivers to AGGREGATOR_SMTP_URL

Both servers run from a temporary directory with their own configuration and ports and are stopped at the end; the machine's
own mail configuration is not touched. Every address at example.org has a mailbox. Each message's raw bytes go to OUT, and a
table says how the letters arrived: copies of each Message-ID, headers changed on the way.
"""

import argparse
import imaplib
import os
import pwd
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import trustme
from pydantic import SecretStr

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from aggregator.config.settings import Settings  # noqa: E402 - the repository's root must be on the path first
from aggregator.jobs.deliver import deliver  # noqa: E402
from aggregator.model import Channel, Newsfile  # noqa: E402
from aggregator.newsroom import Newsroom  # noqa: E402
from aggregator.store.engine import Database  # noqa: E402
from aggregator.store.migrate import upgrade  # noqa: E402
from tests.delivery.conftest import NOW, queue, write_letter  # noqa: E402

DOMAIN = "example.org"

POSTFIX_MAIN = """\
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
mail_owner = postfix
setgid_group = postdrop
myhostname = mx.{domain}
mydestination =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
virtual_mailbox_domains = {domain}
virtual_transport = lmtp:inet:127.0.0.1:{lmtp}
smtpd_recipient_restrictions = permit_mynetworks, reject_unauth_destination
smtpd_tls_security_level = may
smtpd_tls_chain_files = {folder}/key.pem, {folder}/chain.pem
maillog_file_prefixes = {folder}
maillog_file = {folder}/postfix.log
alias_maps =
alias_database =
"""

POSTFIX_MASTER = """\
127.0.0.1:{smtp} inet n - n - - smtpd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 1 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
lmtp unix - - n - - lmtp
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
"""

DOVECOT = """\
protocols = imap lmtp
base_dir = {folder}/dovecot
state_dir = {folder}/dovecot
log_path = {folder}/dovecot.log
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
mail_location = maildir:{folder}/mail/%n
first_valid_uid = 1
passdb {{
  driver = static
  args = password=look
}}
userdb {{
  driver = static
  args = uid=dovecot gid=dovecot home={folder}/mail/%n allow_all_users=yes
}}
service lmtp {{
  inet_listener lmtp {{
    address = 127.0.0.1
    port = {lmtp}
  }}
}}
service imap-login {{
  inet_listener imap {{
    port = {imap}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
protocol lmtp {{
  postmaster_address = postmaster@{domain}
}}
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def write_configuration(folder: Path, ports: dict[str, int]) -> None:
    facts = {"folder": folder, "domain": DOMAIN, **ports}
    folder.chmod(0o755)
    for name, owner in (
        ("queue", "root"),
        ("data", "postfix"),
        ("mail", "dovecot"),
        ("postfix", "root"),
        ("dovecot", "root"),
    ):
        (folder / name).mkdir()
        os.chown(folder / name, pwd.getpwnam(owner).pw_uid, -1)
    (folder / "postfix" / "main.cf").write_text(POSTFIX_MAIN.format(**facts))
    (folder / "postfix" / "master.cf").write_text(POSTFIX_MASTER.format(**facts))
    (folder / "dovecot.conf").write_text(DOVECOT.format(**facts))
    authority = trustme.CA()
    issued = authority.issue_cert("127.0.0.1")
    authority.cert_pem.write_to_path(str(folder / "ca.pem"))
    issued.private_key_pem.write_to_path(str(folder / "key.pem"))
    issued.cert_chain_pems[0].write_to_path(str(folder / "chain.pem"))


@contextmanager
def servers() -> Iterator[tuple[str, int, Path]]:
    """The SMTP URL, the IMAP port, and the folder with both servers' logs."""
    with tempfile.TemporaryDirectory(prefix="real-mail-") as name:
        folder = Path(name)
        ports = {kind: free_port() for kind in ("smtp", "lmtp", "imap")}
        write_configuration(folder, ports)
        postfix = ["postfix", "-c", str(folder / "postfix")]
        dovecot = subprocess.Popen(["dovecot", "-F", "-c", str(folder / "dovecot.conf")])
        try:
            subprocess.run([*postfix, "start"], check=True)
            for port in ports.values():
                wait_for(port)
            yield f"smtp://127.0.0.1:{ports['smtp']}?starttls=required&ca={folder}/ca.pem", ports["imap"], folder
        finally:
            subprocess.run([*postfix, "stop"], check=False)
            dovecot.terminate()
            dovecot.wait()


def wait_for(port: int) -> None:
    for _ in range(100):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit(f"nothing listens on port {port}; look at the logs above")


def wait_for_quiet(folder: Path) -> None:
    """Until Postfix has handed everything on."""
    for _ in range(300):
        waiting = [path for kind in ("incoming", "active", "maildrop") for path in (folder / "queue" / kind).rglob("*")]
        if not any(path.is_file() for path in waiting):
            return
        time.sleep(0.2)


def read_inboxes(imap_port: int, folder: Path) -> dict[str, list[bytes]]:
    found: dict[str, list[bytes]] = {}
    for mailbox in sorted(path.name for path in (folder / "mail").iterdir()):
        with imaplib.IMAP4("127.0.0.1", imap_port) as client:
            client.login(mailbox, "look")
            client.select("INBOX", readonly=True)
            for number in client.search(None, "ALL")[1][0].split():
                part = client.fetch(number.decode(), "(RFC822)")[1][0]
                assert isinstance(part, tuple)
                found.setdefault(mailbox, []).append(part[1])
    return found


def deliver_letters(smtp_url: str) -> dict[str, bytes]:
    """The tests' letters through the product's own outbox; address → the bytes that left."""
    letters = [write_letter(number, text="긴 본문입니다. " * 40 * number) for number in range(20)]
    with tempfile.TemporaryDirectory() as directory:
        database = Database.open(f"sqlite:///{directory}/outbox.sqlite3")
        upgrade(database)
        queue(database, *letters)
        newsroom = Newsroom(Newsfile(outlets=()), Settings(smtp_url=SecretStr(smtp_url)), database)
        print(deliver(newsroom, Channel.EMAIL, NOW))
        database.close()
    return {letter.address: letter.content for letter in letters}


def report(inboxes: dict[str, list[bytes]], sent: dict[str, bytes], out: Path) -> bool:
    out.mkdir(parents=True, exist_ok=True)
    copies: Counter[bytes] = Counter()
    changed = 0
    for mailbox, messages in inboxes.items():
        for number, message in enumerate(messages):
            (out / f"{mailbox}-{number}.eml").write_bytes(message)
            identifier = re.search(rb"(?mi)^Message-ID: *(\S+)\r$", message)
            copies[identifier[1] if identifier else b"none"] += 1
            original = sent.get(f"{mailbox}@{DOMAIN}")
            changed += original is not None and not message.endswith(original)
    twice = sum(count > 1 for count in copies.values())
    print(f"{len(inboxes)} mailboxes, {sum(copies.values())} messages, {twice} Message-IDs more than once")
    if sent:
        print(f"{len(sent)} letters sent, {changed} arrived with other bytes below the trace headers")
    print(f"raw messages: {out}")
    return twice == changed == 0 and len(copies) >= len(sent)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("command", nargs=argparse.REMAINDER)
    given = parser.parse_args()
    missing = [name for name in ("postfix", "dovecot") if shutil.which(name) is None]
    if missing or os.geteuid() != 0:
        raise SystemExit(f"needs root, postfix and dovecot (missing: {', '.join(missing) or 'root'})")
    with servers() as (smtp_url, imap_port, folder):
        sent: dict[str, bytes] = {}
        command = given.command[1:] if given.command[:1] == ["--"] else given.command
        if command:
            subprocess.run(command, env={**os.environ, "AGGREGATOR_SMTP_URL": smtp_url}, check=False)
        else:
            sent = deliver_letters(smtp_url)
        wait_for_quiet(folder)
        inboxes = read_inboxes(imap_port, folder)
        sound = report(inboxes, sent, given.out)
        for log in folder.glob("*.log"):
            shutil.copy(log, given.out)
    sys.exit(0 if sound else 1)


if __name__ == "__main__":
    main()
