from archive.payloads import pack_payload, unpack_payload


def test_payloads_come_back_byte_for_byte() -> None:
    """Nothing at all, too."""
    for payload in (b"", b"\0\xff", b"<p>Ferry late" * 1000):
        assert unpack_payload(pack_payload(payload), len(payload)) == payload
