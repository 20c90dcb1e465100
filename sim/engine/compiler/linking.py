"""How functions become machine code: everything one entry point calls goes into one module, which is optimised once.

Numba makes a library of every function, links into it all that the function calls, optimises that and translates it, and does the
same again for its caller. The code of a function that stands twenty calls deep is so optimised twenty times; and as any
library may offer the function to others, the optimiser must keep it callable from outside: it cannot see that nobody looks at
a result, that an argument is always the same, or that the only caller might as well contain it.

Here a function stays as Numba lowered it until an entry point needs it. All functions are then private to that entry point,
so that the optimiser sees the whole program. Arithmetic is not touched: no option lets it reorder a sum.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar, cast

import llvmlite.binding as llvm
import numba
from numba.core import types
from numba.core.caching import CompileResultCacheImpl, FunctionCache, _CacheLocator
from numba.core.codegen import JITCodeLibrary
from numba.core.compiler import Compiler
from numba.core.registry import CPUDispatcher
from numba.core.types.misc import unliteral

from sim.engine.compiler.plain import ARITHMETIC, stamp

Function = TypeVar("Function", bound=Callable[..., Any])


def entry_point(function: Function, folder: Path, *, inline: bool) -> Function:
    """A function that Python calls; its machine code is kept in ``folder``."""
    return cast("Function", EntryPoint(function, folder, inline=inline))


def internal(function: Function) -> Function:
    """Compile a function that only compiled functions call: its code is kept with its callers'. Python runs it as written."""
    return cast("Function", Internal(function))


def direct(function: Function, *arguments: Any) -> Function:
    """The machine code of an entry point for arguments of these types, which are not looked at again at every call.

    To see what the views of a run are takes Numba some forty microseconds (under a profiler), with the interpreter held.
    """
    entry: Any = function
    return cast("Function", entry.compile(tuple(numba.typeof(argument) for argument in arguments)))


def is_kept(function: Callable[..., Any]) -> bool:
    """Whether there is machine code of an entry point as it is written now, for arguments of any types."""
    entry: Any = function
    return bool(entry._cache._cache_file._load_index())  # noqa: SLF001, Numba has no other way


class Internal(CPUDispatcher):  # type: ignore[misc]
    """A function that compiled functions call and Python does not. It has no machine code of its own."""

    def __init__(self, function: Any, *, inline: bool = False) -> None:
        options = {**ARITHMETIC, "no_cpython_wrapper": True, "no_cfunc_wrapper": True, "forceinline": inline}
        super().__init__(function, targetoptions=options, pipeline_class=_InternalCompiler)

    def __call__(self, *arguments: Any) -> Any:
        """Python has no way into machine code that is not there (it would jump to address 0)."""
        return self.py_func(*arguments)

    def get_call_template(self, args: Any, kws: Any) -> Any:
        """It is compiled once for whole numbers, whether the caller passes a constant, a narrow or a wide one."""
        return super().get_call_template([_widened(kind) for kind in args], {name: _widened(kind) for name, kind in kws.items()})


class EntryPoint(CPUDispatcher):  # type: ignore[misc]
    """A function that Python calls. From compiled functions it is called like any internal one."""

    def __init__(self, function: Any, folder: Path, *, inline: bool) -> None:
        super().__init__(function, targetoptions={**ARITHMETIC, "no_cfunc_wrapper": True}, pipeline_class=_EntryCompiler)
        self._cache = _Kept(function, folder)
        self.inside = Internal(function, inline=inline)

    def get_call_template(self, args: Any, kws: Any) -> Any:
        return self.inside.get_call_template(args, kws)

    def get_overload(self, sig: Any) -> Any:
        return self.inside.get_overload(sig)


class _Kept(FunctionCache):  # type: ignore[misc]
    """Machine code by what is compiled, wherever its source lies: copies of equal sources share it."""

    def __init__(self, function: Any, folder: Path) -> None:
        self._impl_class = lambda _function: _KeptForm(function, folder)
        super().__init__(function)


class _KeptForm(CompileResultCacheImpl):  # type: ignore[misc]
    def __init__(self, function: Any, folder: Path) -> None:
        self._lineno, self._locator = function.__code__.co_firstlineno, _Place(function, folder)
        self._filename_base = self.get_filename_base(f"{function.__module__}.{function.__qualname__}", "")


class _Place(_CacheLocator):  # type: ignore[misc]
    """One folder for all; in it the module, name and line of a function tell its files from others'."""

    def __init__(self, function: Any, folder: Path) -> None:
        self._function, self._folder, self._py_file = function, folder, function.__code__.co_filename

    def get_cache_path(self) -> str:
        return str(self._folder)

    def get_source_stamp(self) -> str:
        return stamp(self._function)

    def get_disambiguator(self) -> str:
        return str(self._function.__code__.co_firstlineno)


class _EntryCompiler(Compiler):  # type: ignore[misc]
    def compile_extra(self, function: Any) -> Any:
        self.state.library = _EntryLibrary(self.state.targetctx.codegen(), function.__qualname__)
        self.state.library.enable_object_caching()
        return super().compile_extra(function)


class _InternalCompiler(Compiler):  # type: ignore[misc]
    def compile_extra(self, function: Any) -> Any:
        self.state.library = _InternalLibrary(self.state.targetctx.codegen(), function.__qualname__)
        return super().compile_extra(function)


class _InternalLibrary(JITCodeLibrary):  # type: ignore[misc]
    """A function as it was lowered, with the libraries it needs."""

    _linking_libraries: list[Any]

    def _optimize_functions(self, module: Any) -> None:
        """Left to the entry point."""
        module.data_layout = self._codegen._data_layout  # noqa: SLF001, Numba has no other way

    def finalize(self) -> None:
        self._raise_if_finalized()
        self._finalized = True

    def get_pointer_to_function(self, name: str) -> int:  # noqa: ARG002
        return 0

    @property
    def below(self) -> list[Any]:
        """The libraries it needs itself."""
        return list(self._linking_libraries)

    @property
    def codegen(self) -> Any:
        return _NoEnvironment()


class _EntryLibrary(JITCodeLibrary):  # type: ignore[misc]
    """The machine code of an entry point with all that it needs."""

    _linking_libraries: list[Any]

    def finalize(self) -> None:
        self._names = {function.name for function in self._final_module.functions if not function.is_declaration}
        self._linking_libraries = list(_all_below(self._linking_libraries))
        super().finalize()

    def _optimize_final_module(self) -> None:
        for function in self._final_module.functions:
            if not function.is_declaration and function.name not in self._names:
                function.linkage = llvm.Linkage.internal
        super()._optimize_final_module()

    def _get_module_for_linking(self) -> Any:
        """What is kept beside the machine code: only the names of what it offers, for nothing is linked with an entry point."""
        return llvm.parse_assembly("\n".join(f'define void @"{name}"() {{ ret void }}' for name in sorted(self._names)))


class _NoEnvironment:
    """Numba tells the machine code of a function where its Python objects are; ours have none, and here is no machine code."""

    def set_env(self, name: str, environment: object) -> None:
        pass


def _widened(kind: Any) -> Any:
    plain = unliteral(kind)
    return types.int64 if plain == types.int32 else plain


def _all_below(libraries: list[Any]) -> Iterator[Any]:
    """Each library once: these, and what the internal ones among them need, and so on."""
    seen: set[int] = set()
    waiting = list(reversed(libraries))
    while waiting:
        library = waiting.pop()
        if id(library) in seen:
            continue
        seen.add(id(library))
        yield library
        if isinstance(library, _InternalLibrary):
            waiting.extend(reversed(library.below))
