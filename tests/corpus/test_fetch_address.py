"""Which addresses are fetched."""

import ipaddress

import pytest

from corpus.errors import Refused, Unreachable
from corpus.fetch.address import AddressPolicy, Resolver, addresses_of, is_public, parse

PUBLIC = "93.184.216.34"


def resolver_of(*answers: str) -> Resolver:
    return lambda *_: [ipaddress.ip_address(answer) for answer in answers]


@pytest.mark.parametrize(
    "number",
    [
        "127.0.0.1", "127.8.8.8", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254",
        "0.0.0.0", "100.64.0.1", "100.100.100.200", "192.0.0.192", "192.0.2.1", "198.18.0.1",
        "224.0.0.1", "240.0.0.1", "255.255.255.255", "168.63.129.16", "192.88.99.1",
        "::", "::1", "::ffff:127.0.0.1", "::ffff:93.184.216.34", "::127.0.0.1", "fe80::1",
        "fe80::1%eth0", "fc00::1", "fd00:ec2::254", "ff02::1", "64:ff9b::7f00:1",
        "64:ff9b::5db8:d822", "64:ff9b:1::1", "2002:7f00:1::", "2001::1", "2001:db8::1",
        "3fff::1", "100::1",
    ],
)  # fmt: skip
def test_an_address_that_is_not_public_is_never_connected_to(number: str) -> None:
    with pytest.raises(Refused, match="not a public address"):
        addresses_of(parse("http://a.example/"), AddressPolicy(), resolver_of(number))


@pytest.mark.parametrize("number", [PUBLIC, "1.1.1.1", "2606:2800:220:1::1", "2a00:1450::1"])
def test_public_addresses_are_let_through(number: str) -> None:
    assert is_public(ipaddress.ip_address(number))


def test_of_several_addresses_only_public_ones_are_used() -> None:
    found = addresses_of(
        parse("https://a.example/"), AddressPolicy(), resolver_of("10.0.0.1", PUBLIC)
    )

    assert [str(each) for each in found] == [PUBLIC]


def test_addresses_of_both_kinds_are_tried() -> None:
    many = [f"2606:2800:220:1::{number}" for number in range(1, 6)]

    found = addresses_of(
        parse("https://a.example/"), AddressPolicy(), resolver_of(*many, PUBLIC, "1.1.1.1")
    )

    assert [str(each) for each in found] == [*many[:2], PUBLIC, "1.1.1.1"]


def test_a_name_without_an_address_is_unreachable() -> None:
    with pytest.raises(Unreachable, match="has no address"):
        addresses_of(parse("http://a.example/"), AddressPolicy(), resolver_of())


@pytest.mark.parametrize(
    "text",
    [
        "http://2130706433/", "http://0x7f000001/", "http://0x7f.1/", "http://0177.0.0.1/",
        "http://127.1/", "http://127.0.0.01/", "http://0/", "http://1.2.3.4.5/", "http://999.1.1.1",
        "http://①②⑦.①/",
    ],
)  # fmt: skip
def test_hosts_in_other_number_systems_are_refused(text: str) -> None:
    with pytest.raises(Refused, match="number that is not written as four"):
        parse(text)


@pytest.mark.parametrize("text", ["http://127.0.0.1/", "http://[::1]/", "http://①②⑦.⓪.⓪.①/"])
def test_a_host_in_numbers_is_not_looked_up_but_judged(text: str) -> None:
    with pytest.raises(Refused, match=r"^(?:127\.0\.0\.1|::1) is not a public address\."):
        addresses_of(parse(text), AddressPolicy(), resolver_of(PUBLIC))


def test_a_name_is_refused_with_the_address_that_it_leads_to() -> None:
    told = r"^a\.example leads to 10\.0\.0\.7, which is not a public address\."
    with pytest.raises(Refused, match=told):
        addresses_of(parse("http://a.example/"), AddressPolicy(), resolver_of("10.0.0.7"))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("file:///etc/passwd", "only http and https"),
        ("ftp://a.example/x.pdf", "only http and https"),
        ("javascript:alert(1)", "only http and https"),
        ("a.example/x.pdf", "only http and https"),
        ("http://user:secret@a.example/", "user name or password"),
        ("http://a.example:99999/", "not an address"),
        ("http:///x", "not the name of a host"),
        ("http://a..b/", "not the name of a host"),
        ("http://[fe80::1%25eth0]/", "own network"),
        ("http://a.example/x y", "a space or a sign"),
        ("http://a.example\\@b.example/", "a space or a sign"),
        ("http://a.example/\r\nHost: b", "a space or a sign"),
        ("http://a.example/" + "x" * 2_000, "longer than 2,000"),
    ],
)
def test_what_is_no_web_address_is_refused_with_the_reason(text: str, why: str) -> None:
    with pytest.raises(Refused, match=why):
        parse(text)


@pytest.mark.parametrize("port", [22, 25, 6379, 9200])
def test_ports_of_other_services_are_refused(port: int) -> None:
    with pytest.raises(Refused, match=f"port {port} is not used for web pages"):
        addresses_of(parse(f"http://a.example:{port}/"), AddressPolicy(), resolver_of(PUBLIC))


def test_an_address_is_brought_to_one_form() -> None:
    found = parse("HTTPS://WWW.Ynys-Môn.Example.:443/a b/é?q=ü#top".replace("a b", "a%20b"))

    assert str(found) == "https://www.xn--ynys-mn-y0a.example/a%20b/%C3%A9?q=%C3%BC"
    assert str(found.join("../x.pdf")) == "https://www.xn--ynys-mn-y0a.example/x.pdf"
