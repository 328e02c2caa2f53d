import io
import zipfile
from pathlib import Path

import pytest

from fazhi_nlp.core import errors
from fazhi_nlp.core.errors import InputError, MissingExtraError
from fazhi_nlp.readers import files as files_module
from fazhi_nlp.readers import find_inputs, read

from .builders import LINES, add, new_document, pdf, saved


def zipped(**entries: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name.replace("__", "/"), content)
    return out.getvalue()


def test_text_offsets_are_those_of_the_decoded_file(tmp_path: Path) -> None:
    path = tmp_path / "r.txt"
    path.write_bytes(b"\xef\xbb\xbf" + "一、主要举措\r\n\r\n发放宣传册3000余份。\r".encode())
    result = read(path)
    assert result.text == "一、主要举措\r\n\r\n发放宣传册3000余份。\r"
    assert (result.format, result.encoding, result.source) == ("txt", "utf-8-sig", str(path))
    piece = result.locate(12)
    assert piece is not None
    assert (piece.start, piece.end, piece.unit) == (0, len(result.text), "file")
    assert result.locate(len(result.text)) is None


def test_content_decides_before_the_name() -> None:
    document = new_document([])
    for line in LINES:
        add(document, line)
    assert read(saved(document), source="r.txt").format == "docx"
    assert read(pdf([[(80, line) for line in LINES]]), source="r.html").format == "pdf"
    assert read("<!DOCTYPE html><body><p>石坪镇召开会议5次。</p></body>".encode(), source="r.txt").format == "html"
    assert read("石坪镇召开会议5次，1<2，<重点>任务完成。".encode(), source="r.html").format == "txt"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500 + "WordDocument".encode("utf-16-le"), "E108"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500 + "EncryptedPackage".encode("utf-16-le"), "E110"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500 + "Workbook".encode("utf-16-le"), "E107"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "E107"),
        (b"{\\rtf1\\ansi abc}", "E107"),
        (zipped(xl__workbook=b"<x/>"), "E107"),
        (zipped(report=b"text"), "E107"),
        (b"PK\x03\x04" + b"broken" * 20, "E109"),
        (zipped(word__document=b"<broken"), "E109"),
        (b"%PDF-1.7\n" + b"broken" * 20, "E111"),
        (pdf([[], []]), "E112"),
        (b"<html><head><title></title></head><body><script>1</script></body></html>", "E113"),
        (("年" * 2_000_001).encode("gb18030"), "E005"),
        (b"a" * 8_000_005, "E106"),
    ],
)
def test_coded_errors(data: bytes, code: str) -> None:
    with pytest.raises(InputError) as caught:
        read(data)
    assert caught.value.code == code
    assert str(caught.value).startswith(f"[{code}]")


def test_a_docx_that_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = io.BytesIO(saved(new_document([])))
    with zipfile.ZipFile(bomb, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/media/a.bin", b"\0" * 3_000_000)
    monkeypatch.setattr("fazhi_nlp.readers.docx.MAX_BYTES", 2_000_000)
    with pytest.raises(InputError) as caught:
        read(bomb.getvalue())
    assert caught.value.code == "E106"


def test_entities_of_xml_are_not_expanded() -> None:
    evil = (
        b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY x SYSTEM "file:///etc/hostname">]>'
        b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>x&b;&x;</w:t></w:r></w:p></w:body></w:document>'
    )
    source = io.BytesIO(saved(new_document([])))
    out = io.BytesIO()
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.infolist():
            new.writestr(entry.filename, evil if entry.filename == "word/document.xml" else old.read(entry))
    assert read(out.getvalue()).text == "x"


def test_missing_file_and_unreadable_folder_entry(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        read(tmp_path / "none.txt")
    assert caught.value.code == "E101"
    with pytest.raises(InputError) as caught:
        read(tmp_path)
    assert caught.value.code == "E114"


def test_a_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    import importlib

    real = importlib.import_module

    def without(name: str, package: str | None = None) -> object:
        if name.split(".")[0] in ("docx", "trafilatura", "pypdfium2"):
            raise ImportError(name)
        return real(name, package)

    documents = [saved(new_document([])), pdf([[(80, LINES[0])]]), f"<html><body><p>{LINES[0]}</p></body></html>".encode()]
    monkeypatch.setattr(importlib, "import_module", without)
    for data in documents:
        with pytest.raises(MissingExtraError, match=r"fazhi-nlp\[readers\]") as caught:
            read(data)
        assert isinstance(caught.value, errors.FazhiError)
        assert caught.value.code == "E002"


def test_folders_are_walked_sorted_and_other_files_passed_over(tmp_path: Path) -> None:
    for name in ("b/2.txt", "b/10.TXT", "a.html", "c.docx", "d.pdf", "e.doc", "x.json", ".hidden.txt", "~$c.docx", "b/.git/y.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("文")
    (tmp_path / "b" / "loop").symlink_to(tmp_path)
    found = [Path(path).relative_to(tmp_path).as_posix() for path, error in find_inputs([tmp_path]) if error is None]
    assert found == ["a.html", "b/10.TXT", "b/2.txt", "c.docx", "d.pdf", "e.doc"]


def test_arguments_keep_their_order_and_an_empty_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "z.txt").write_text("文")
    pairs = list(find_inputs([tmp_path / "z.txt", tmp_path / "empty", "-", tmp_path / "none.txt"]))
    assert [Path(path).name for path, _ in pairs] == ["z.txt", "empty", "-", "none.txt"]
    assert [error.code if error else None for _, error in pairs] == [None, "E102", None, None]


def test_every_format_has_a_reader() -> None:
    assert set(files_module._READERS) == {"txt", "html", "docx", "pdf"}
