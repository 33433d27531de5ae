"""Secure addresses: the certificate is checked against the name, and nothing leads out of TLS."""

import ssl
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from corpus.fetch.outcome import Ending
from tests.corpus.misbehaving import pdf, redirect, serving
from tests.corpus.trial import Trial

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

NOW = datetime.now(UTC)
KEY = ec.generate_private_key(ec.SECP256R1())
CA_NAME = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Test authority")])


def certificate(name: str, days: int, *, signed: bool = True) -> x509.Certificate:
    """For a host, until so many days from now; by our authority or by itself."""
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(CA_NAME if signed else subject)
        .public_key(KEY.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW - timedelta(days=30))
        .not_valid_after(NOW + timedelta(days=days))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=not signed, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(KEY.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(KEY.public_key()), critical=False
        )
        .sign(KEY, hashes.SHA256())
    )


def authority() -> str:
    """The certificate of our authority, as PEM."""
    made = (
        x509.CertificateBuilder()
        .subject_name(CA_NAME)
        .issuer_name(CA_NAME)
        .public_key(KEY.public_key())
        .serial_number(1)
        .not_valid_before(NOW - timedelta(days=30))
        .not_valid_after(NOW + timedelta(days=30))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(
            x509.SubjectKeyIdentifier.from_public_key(KEY.public_key()), critical=False
        )
        .add_extension(
            x509.KeyUsage(
                digital_signature=True, content_commitment=False, key_encipherment=False,
                data_encipherment=False, key_agreement=False, key_cert_sign=True, crl_sign=True,
                encipher_only=False, decipher_only=False,
            ),
            critical=True,
        )
        .sign(KEY, hashes.SHA256())
    )  # fmt: skip
    return made.public_bytes(serialization.Encoding.PEM).decode()


Serve = Callable[[x509.Certificate], Trial]


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Serve]:
    """Starts a secure server with a certificate; the fetcher trusts our authority."""
    with ExitStack() as stack:

        def start(shown: x509.Certificate) -> Trial:
            pem = tmp_path / "server.pem"
            private = KEY.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
            pem.write_bytes(private + shown.public_bytes(serialization.Encoding.PEM))
            tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            tls.load_cert_chain(pem)
            trusting = ssl.create_default_context(cadata=authority())
            return Trial(tmp_path / "fetched", stack.enter_context(serving(tls)), tls=trusting)

        yield start


def test_a_good_certificate_for_the_name_is_accepted(serve: Serve) -> None:
    trial = serve(certificate("pages.example", 30))

    outcome = trial.one(trial.server.on("/plan.pdf", pdf()))

    assert outcome.ending is Ending.FETCHED, outcome.message


@pytest.mark.parametrize(
    ("shown", "why"),
    [
        (certificate("pages.example", 30, signed=False), "self-signed certificate"),
        (certificate("pages.example", -1), "certificate has expired"),
        (certificate("other.example", 30), "Hostname mismatch"),
    ],
)
def test_a_bad_certificate_is_refused_with_the_way_out(
    serve: Serve, shown: x509.Certificate, why: str
) -> None:
    trial = serve(shown)

    outcome = trial.one(trial.server.on("/plan.pdf", pdf()))

    assert outcome.ending is Ending.REFUSED
    assert "the certificate of pages.example is not trusted" in outcome.message
    assert why in outcome.message
    assert "lpip-ingest add FILE" in outcome.message
    assert trial.server.requests == []


def test_a_server_that_speaks_no_tls_is_said_to(trial: Trial) -> None:
    outcome = trial.one(f"https://pages.example:{trial.server.port}/plan.pdf")

    assert outcome.ending is Ending.FAILED
    assert "no secure connection to pages.example" in outcome.message


def test_a_secure_address_never_leads_to_an_insecure_one(serve: Serve) -> None:
    trial = serve(certificate("pages.example", 30))
    insecure = f"http://pages.example:{trial.server.port}/plan.pdf"

    outcome = trial.one(trial.server.on("/plan", redirect(insecure)))

    assert outcome.ending is Ending.REFUSED
    assert f"from a secure to an insecure address ({insecure})" in outcome.message
