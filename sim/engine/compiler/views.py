"""Many arrays handed to compiled code as one pointer.

Numba passes a NamedTuple of arrays by taking it apart: seven words and a reference count per array, at every call. With the
dozens of arrays of a running simulation that costs more than the simulation, and minutes of compiling. A view is a table of
addresses and shapes behind one pointer; inside compiled code ``state.threads`` reads its row and is an array without reference
count, whose indices count from the front only. Whoever makes a view keeps it for as long as compiled code uses it; the arrays
must not be replaced meanwhile.
"""

from __future__ import annotations

import hashlib
import operator
from functools import cache
from typing import Any, NamedTuple, TypeVar, cast

import numpy as np
from llvmlite import ir
from numba.core import cgutils, types
from numba.core.extending import infer_getattr, lower_getattr_generic
from numba.core.types import containers
from numba.core.typing.templates import AttributeTemplate
from numba.extending import NativeValue, lower_builtin, models, register_model, typeof_impl, unbox
from numba.np.arrayobj import getitem_array_tuple, getitem_arraynd_intp, make_array, populate_array, setitem_array
from numba.np.numpy_support import from_dtype

CELL = ir.IntType(64)
Arrays = TypeVar("Arrays", bound=NamedTuple)


class Rows(types.Array):
    """The Numba type of a member. An index counts from the front: -1 is not the last row, and nothing is spent on telling."""

    def __init__(self, dtype: np.dtype[Any], ndim: int, *, writeable: bool) -> None:
        super().__init__(from_dtype(dtype), ndim, "C", readonly=not writeable)


register_model(Rows)(models.ArrayModel)


@lower_builtin(operator.getitem, Rows, types.Integer)
def _get_row(context: Any, builder: Any, sig: Any, args: Any) -> Any:
    kinds, values = _from_the_front(context, builder, sig.args, args)
    return getitem_arraynd_intp(context, builder, sig.replace(args=kinds), values)


@lower_builtin(operator.getitem, Rows, containers.BaseTuple)
def _get_cell(context: Any, builder: Any, sig: Any, args: Any) -> Any:
    kinds, values = _from_the_front(context, builder, sig.args, args)
    return getitem_array_tuple(context, builder, sig.replace(args=kinds), values)


@lower_builtin(operator.setitem, Rows, types.Any, types.Any)
def _set_row(context: Any, builder: Any, sig: Any, args: Any) -> Any:
    kinds, values = _from_the_front(context, builder, sig.args, args)
    return setitem_array(context, builder, sig.replace(args=kinds), values)


def _from_the_front(context: Any, builder: Any, kinds: Any, values: Any) -> tuple[Any, Any]:
    """The same arguments with whole-number indices as unsigned ones, from which Numba does not count backwards."""
    index, value = kinds[1], values[1]
    if isinstance(index, containers.BaseTuple):
        cells = zip(index.types, cgutils.unpack_tuple(builder, value), strict=True)
        parts = [_unsigned(context, builder, *cell) for cell in cells]
        index = containers.Tuple.from_types([kind for kind, _ in parts])
        value = context.make_tuple(builder, index, [part for _, part in parts])
    else:
        index, value = _unsigned(context, builder, index, value)
    return (kinds[0], index, *kinds[2:]), (values[0], value, *values[2:])


def _unsigned(context: Any, builder: Any, kind: Any, value: Any) -> tuple[Any, Any]:
    if isinstance(kind, types.Integer):
        return types.uintp, context.cast(builder, value, kind, types.intp)
    return kind, value


class ViewType(types.Type):
    """The Numba type of a view: the names and array types of its members, in order."""

    def __init__(self, members: tuple[tuple[str, types.Array], ...]) -> None:
        self.members = members
        described = ", ".join(f"{name}: {array}" for name, array in members)
        super().__init__(name=f"View({hashlib.blake2s(described.encode(), digest_size=8).hexdigest()})")

    @property
    def key(self) -> str:
        """The name, which is a digest of the members: Numba hashes the key at every call, and forty array types take long."""
        return str(self.name)


@register_model(ViewType)
class ViewModel(models.PrimitiveModel):
    """In compiled code a view is a pointer to its table."""

    def __init__(self, manager: Any, view: ViewType) -> None:
        super().__init__(manager, view, CELL.as_pointer())


class View:
    """The Python side: the arrays, and a table with the address and shape of each."""

    def __init__(self, arrays: dict[str, Any], kind: ViewType | None = None) -> None:
        for name, array in arrays.items():
            if not array.flags.c_contiguous:
                raise ValueError(f"array {name} is not in C order")
        self.arrays = arrays
        cells = [cell for array in arrays.values() for cell in (array.ctypes.data, *array.shape)]
        self.table = np.array(cells, np.int64)
        self.address = self.table.ctypes.data
        self._numba_type_ = kind or _kind_of(
            tuple((name, array.dtype, array.ndim, array.flags.writeable) for name, array in arrays.items())
        )


@cache
def _kind_of(members: tuple[tuple[str, np.dtype[Any], int, bool], ...]) -> ViewType:
    """Kept: to find out what the records of an array are takes longer than many a run."""
    return ViewType(tuple((name, Rows(dtype, ndim, writeable=writeable)) for name, dtype, ndim, writeable in members))


def view(arrays: Arrays, like: Arrays | None = None) -> Arrays:
    """The view of a NamedTuple of C-ordered arrays. To compiled code it looks the same, so it goes by the same type.

    ``like`` is an earlier view of the same kind of arrays; it saves finding out their types again.
    """
    return cast("Arrays", View(arrays._asdict(), None if like is None else like._numba_type_))  # type: ignore[attr-defined]


@typeof_impl.register(View)
def _type_of_view(value: View, context: Any) -> ViewType:
    return value._numba_type_


@unbox(ViewType)
def _unbox_view(kind: ViewType, value: Any, context: Any) -> NativeValue:
    address = context.pyapi.object_getattr_string(value, "address")
    number = context.pyapi.long_as_longlong(address)
    context.pyapi.decref(address)
    return NativeValue(context.builder.inttoptr(number, CELL.as_pointer()))


@infer_getattr
class ViewAttribute(AttributeTemplate):
    """Every member is an array."""

    key = ViewType

    def generic_resolve(self, kind: ViewType, name: str) -> types.Array | None:
        return dict(kind.members).get(name)


@lower_getattr_generic(ViewType)
def _read_member(context: Any, builder: Any, kind: ViewType, value: Any, name: str) -> Any:
    at = 0
    for member, array in kind.members:
        if member == name:
            break
        at += 1 + array.ndim
    array = dict(kind.members)[name]

    def cell(offset: int) -> Any:
        loaded = builder.load(builder.gep(value, [CELL(at + offset)]))
        loaded.set_metadata("invariant.load", builder.module.add_metadata([]))  # a table never changes during a call
        return loaded

    result = make_array(array)(context, builder)
    item_size = CELL(context.get_abi_sizeof(context.get_data_type(array.dtype)))
    shape = [cell(1 + axis) for axis in range(array.ndim)]
    strides: list[Any] = []
    stride: Any = item_size
    for length in reversed(shape):
        strides.insert(0, stride)
        stride = builder.mul(stride, length)
    data = builder.inttoptr(cell(0), result.data.type)
    populate_array(result, data=data, shape=shape, strides=strides, itemsize=item_size, meminfo=None)
    return result._getvalue()
