#!/usr/bin/env python3
"""Verifies a record that Tagtrail attached to a bundle, without Tagtrail.

    verify_record.py RECORD [BUNDLE-DIGEST]

RECORD is the content of the referrer's only layer. Prints the leaf hash of the event and the RFC 6962 root of the
log right after it; compare that root with one that you trust. With a digest, the event must be about that bundle.
"""
import hashlib
import json
import sys


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def canonical(value):
    # RFC 8785 for this subset: names are ASCII, numbers are integers, and no text has a control character.
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def root(leaf, index, proof):
    """RFC 9162, 2.1.3.2, for the tree that ends with the entry."""
    at, last = index, index
    for sibling in proof:
        if last == 0:
            raise ValueError("the proof is too long")
        if at % 2 == 1 or at == last:
            leaf = sha256(b"\x01", sibling, leaf)
            while at % 2 == 0 and at != 0:
                at, last = at >> 1, last >> 1
        else:
            leaf = sha256(b"\x01", leaf, sibling)
        at, last = at >> 1, last >> 1
    if last != 0:
        raise ValueError("the proof is too short")
    return leaf


def main():
    with open(sys.argv[1], "rb") as file:
        content = file.read()
    record = json.loads(content)
    if canonical(record) != content:
        raise ValueError("the record is not canonical")
    event = record["event"]
    if len(sys.argv) > 2 and event["bundle"]["digest"] != sys.argv[2]:
        raise ValueError("the event is about " + event["bundle"]["digest"])
    leaf = sha256(b"\x00", canonical(event))
    proof = [bytes.fromhex(each) for each in record.get("proof", [])]
    print("ledger", record["ledger"])
    print("index ", record["index"])
    print("leaf  ", leaf.hex())
    print("root  ", root(leaf, record["index"], proof).hex(), "of the first", record["index"] + 1, "entries")


try:
    main()
except (ValueError, KeyError, IndexError, OSError) as problem:
    sys.exit("not verified: %s" % problem)
