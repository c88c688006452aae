"""Hostile messages that others have collected. They are fetched when a test wants them, through the
clients of their own registries, and never kept in this repository."""
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import xml.etree.ElementTree as xml
import zipfile

CRATE, CRATE_VERSION = "sipx-testkit", "1.0.1"
JAIN = "javax.sip:jain-sip-ri:1.2.301:jar:sources"
JAIN_JAR = "javax/sip/jain-sip-ri/1.2.301/jain-sip-ri-1.2.301-sources.jar"
PATIENCE = 180  # seconds for a registry


class Unavailable(Exception):
    """The registry is away, or its client is."""


def run(*command, folder):
    if shutil.which(command[0]) is None:
        raise Unavailable(f"{command[0]} is not installed")
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        raise Unavailable(f"{command[0]} took longer than {PATIENCE} s") from None
    if done.returncode:
        raise Unavailable(f"{command[0]}: {(done.stderr or done.stdout).strip()[-200:]}")


def crate_folder():
    cargo = pathlib.Path(os.environ.get("CARGO_HOME", pathlib.Path.home() / ".cargo"))
    found = sorted(cargo.glob(f"registry/src/*/{CRATE}-{CRATE_VERSION}/corpus"))
    return found[0] if found else None


def fetch_crate():
    if crate_folder():
        return crate_folder()
    with tempfile.TemporaryDirectory() as folder:
        manifest = pathlib.Path(folder)
        (manifest / "src").mkdir()
        (manifest / "src" / "lib.rs").write_text("")
        (manifest / "Cargo.toml").write_text(
            '[package]\nname = "fetch"\nversion = "0.0.0"\nedition = "2021"\n'
            f'[dependencies]\n{CRATE} = "={CRATE_VERSION}"\n')
        run("cargo", "fetch", folder=folder)
    if not crate_folder():
        raise Unavailable(f"cargo left no {CRATE}-{CRATE_VERSION}/corpus")
    return crate_folder()


def rfc4475():
    """(name, message) of each message of RFC 4475."""
    return [(path.name, path.read_bytes()) for path in sorted((fetch_crate() / "rfc4475").glob("*.dat"))]


def rfc5118():
    """(name, message) of each message of RFC 5118 (IPv6)."""
    folder = fetch_crate() / "rfc5118"
    return [(path.name, path.read_bytes()) for path in sorted(folder.iterdir())
            if path.suffix != ".md"]


def jain():
    """(name, message) of each message, header and URI of the JAIN torture set. What is no whole
    message is put where it belongs in one."""
    local = pathlib.Path.home() / ".m2" / "repository" / JAIN_JAR
    if not local.exists():
        run("mvn", "-q", "-B", "dependency:get", f"-Dartifact={JAIN}", "-Dtransitive=false",
            folder=tempfile.gettempdir())
    if not local.exists():
        raise Unavailable(f"mvn left no {local}")
    text = zipfile.ZipFile(local).read("test/torture/torture.xml").decode("latin-1")
    text = re.sub(r"<!DOCTYPE[^>]*>", "", text)
    cases = []
    for number, case in enumerate(xml.fromstring(text).iter("testcase"), 1):
        for kind in ("message", "sip-header", "sip-url"):
            for found in case.iter(kind):
                cases.append((f"{kind} {number}", as_message(kind, found.text or "")))
    return cases


def as_message(kind, text):
    """As a message is sent: lines end in CR LF, and a head in an empty line."""
    text = text.strip("\n").replace("\r", "")
    head = ("OPTIONS {uri} SIP/2.0\nVia: SIP/2.0/UDP 127.0.0.1;branch=z9hG4bKjain\n"
            "From: <sip:a@127.0.0.1>;tag=1\nTo: <sip:b@127.0.0.1>\nCall-ID: jain\n"
            "CSeq: 1 OPTIONS\nMax-Forwards: 70\n{header}Content-Length: 0\n\n")
    if kind == "sip-header":
        text = head.replace("{uri}", "sip:b@127.0.0.1").replace("{header}", text.strip() + "\n")
    elif kind == "sip-url":
        text = head.replace("{uri}", text.strip()).replace("{header}", "")
    elif "\n\n" not in text:
        text += "\n\n"
    return text.replace("\n", "\r\n").encode("latin-1", "replace")
