"""Asking for memory before it is needed, so that it is in the processor's cache by then."""

from __future__ import annotations

from typing import Any

from llvmlite import ir
from numba.core import cgutils, types
from numba.extending import intrinsic

LINE = 64
"""Bytes that a cache holds together."""
READ, KEEP, DATA = 0, 3, 1


@intrinsic  # type: ignore[untyped-decorator]
def fetch(_typing_context: Any, rows: Any, row: Any) -> Any:
    def lower(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        kind = signature.args[0]
        array = context.make_array(kind)(context, builder, arguments[0])
        size = context.get_abi_sizeof(context.get_data_type(kind.dtype))
        index = context.cast(builder, arguments[1], signature.args[1], types.intp)
        pointer = builder.bitcast(array.data, ir.IntType(8).as_pointer())
        start = builder.gep(pointer, [builder.mul(index, ir.Constant(ir.IntType(64), size))])
        word = ir.IntType(32)
        function = cgutils.get_or_insert_function(
            builder.module,
            ir.FunctionType(ir.VoidType(), [ir.IntType(8).as_pointer(), word, word, word]),
            "llvm.prefetch.p0",
        )
        for offset in range(0, size, LINE):
            place = builder.gep(start, [ir.Constant(ir.IntType(64), offset)])
            builder.call(function, [place, *(ir.Constant(word, value) for value in (READ, KEEP, DATA))])
        return context.get_dummy_value()

    return types.void(rows, row), lower
