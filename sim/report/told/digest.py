"""Digests by which equal results are recognised."""

from __future__ import annotations

import json
from hashlib import blake2s
from typing import Any

import numpy as np
import pyarrow as pa


def json_digest(value: Any) -> str:
    """BLAKE2s of the canonical JSON of a value."""
    return blake2s(json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def table_digest(table: pa.Table) -> str:
    """BLAKE2s of the names and contents of the columns, every float to the bit; not of how a file stores them."""
    whole = blake2s()
    for name in table.column_names:
        column = table[name]
        whole.update(f"{name}\0{column.type}\0{len(column)}\0".encode())
        if pa.types.is_floating(column.type):
            whole.update(np.asarray(column.to_numpy(zero_copy_only=False), dtype="<f8").tobytes())
        elif pa.types.is_string(column.type):
            once = column.combine_chunks().dictionary_encode("encode")  # few texts, and many of each
            written = [json.dumps(text, ensure_ascii=False) for text in once.dictionary.to_pylist()]
            whole.update(f"[{', '.join([written[place] for place in once.indices.to_pylist()])}]".encode())
        else:
            whole.update(json.dumps(column.to_pylist(), ensure_ascii=False).encode())
    return whole.hexdigest()
