"""Tables that go on over pages become one table each."""

from extractors.readers.stitch.whole import stitch

__all__ = ["stitch"]
