"""Real materials in their matters, as the tests of matching ask for them."""

from matchers.shipping import examples
from quanze.judgement import Query
from tests.gate.match.measure import HERE


def asked() -> list[Query]:
    """The materials of real lists, with their matters."""
    return [one.query for one in examples(HERE / "queries_real_dev.csv")]
