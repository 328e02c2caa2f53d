"""From the bytes of a txt, html, docx or pdf file to text, with a map of offsets to the source, and metadata.

>>> from fazhi_nlp.readers import read
>>> read("一、主要举措\\n发放宣传册3000余份。".encode("gb18030")).encoding
'gb18030'
"""

from fazhi_nlp.readers.base import Piece, SourceText
from fazhi_nlp.readers.files import SUFFIXES, find_inputs, read

__all__ = ["SUFFIXES", "Piece", "SourceText", "find_inputs", "read"]
