"""Parquet: columns with types, as pandas and others write them."""

from __future__ import annotations

from typing import ClassVar

from s2s.data.corpora.formats.base import Format
from s2s.data.corpora.tabular.sheet import Sheet
from s2s.data.text.lines import open_binary, reason
from s2s.errors import UserError


class Parquet(Format):
    """One or more series in a table. What was the index of a table of pandas is a column, by default called index."""

    suffixes: ClassVar = (".parquet",)
    shapes: ClassVar = ("series",)

    def sheet(self) -> Sheet:
        """The whole table. Raises `UserError` for what is no Parquet."""
        import pyarrow
        import pyarrow.parquet

        try:
            with open_binary(self.files[0]) as stream:
                table = pyarrow.parquet.read_table(pyarrow.BufferReader(stream.read()))
            frame = table.replace_schema_metadata(None).to_pandas()
        except (pyarrow.ArrowException, OSError, ValueError) as error:
            said = (
                reason(error) if isinstance(error, OSError) and error.strerror else "is no Parquet file, or is damaged"
            )
            raise UserError(f"{self.name}: {said}; give a file that DataFrame.to_parquet wrote") from None
        self.check_unchanged()
        return Sheet(self.name, frame, [str(name).replace("__index_level_0__", "index") for name in frame.columns])
