"""Writing scenario files and changing them, with the comments that stand in them."""

from __future__ import annotations

from ruamel.yaml import YAML
from ruamel.yaml.nodes import ScalarNode
from ruamel.yaml.representer import RoundTripRepresenter

from sim.model.values.units import two_readings

WIDTH = 200
"""Characters of the longest line."""


class _Representer(RoundTripRepresenter):
    """Never writes a number that its reader would refuse for having two readings."""

    def once_readable(self, value: float) -> ScalarNode:
        node: ScalarNode = self.represent_float(value)
        readings = two_readings(node.value)
        if readings is not None:
            node.value = readings[1]
        return node


_Representer.add_representer(float, _Representer.once_readable)


def scenario_writer() -> YAML:
    """What reads a scenario file to change it, and writes one."""
    writer = YAML()
    writer.Representer = _Representer
    writer.width = WIDTH
    writer.indent(mapping=2, sequence=4, offset=2)
    return writer
