"""Every file that cannot be read is refused with a sentence that says why and what to do, in both languages."""

import gzip
import io
import os
import pickle
import socket
import zipfile

import pytest

from reader.language import say, use
from reader.store import documents
from reader.store.documents import UnreadableDocument, read_document


def docx() -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as file:
        file.writestr("[Content_Types].xml", "<Types/>")
        file.writestr("word/document.xml", "<w:document/>")
    return data.getvalue()


def odt() -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as file:
        file.writestr("mimetype", "application/vnd.oasis.opendocument.text")
    return data.getvalue()


def archive() -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as file:
        file.writestr("page.txt", "text")
    return data.getvalue()


BAD = {
    "empty": (b"", "is empty"),
    "only a mark": (b"\xef\xbb\xbf", "is empty"),
    "doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old Office file"),
    "docx": (docx(), "damaged"),
    "odt": (odt(), "damaged"),
    "zip": (archive(), "archive"),
    "gzip": (gzip.compress(gzip.compress(gzip.compress(b"text"))), "archive in an archive"),
    "rtf": (b"{\\rtf1\\ansi}", "rich text document without any text"),
    "pdf": (b"%PDF-1.7\n%\xe2\xe3", "damaged"),
    "png": (b"\x89PNG\r\n\x1a\n" + bytes(20), "picture"),
    "jpeg": (b"\xff\xd8\xff\xe0\x00\x10JFIF", "picture"),
    "webp": (b"RIFF\x10\x00\x00\x00WEBPVP8 ", "picture"),
    "program": (b"\x7fELF\x02\x01\x01" + bytes(20), "program"),
    "windows program": (b"MZ\x90\x00\x03\x00\x00\x00" + bytes(60), "not a text"),
    "noise": (bytes(range(256)) * 40, "not a text"),
    "zeros": (bytes(5000), "not a text"),
}


@pytest.mark.parametrize("case", BAD)
@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_what_is_no_text_is_refused(tmp_path, case, language):
    data, expected = BAD[case]
    path = tmp_path / "file.txt"
    path.write_bytes(data)
    with pytest.raises(UnreadableDocument) as caught:
        read_document(path)
    use(language)
    try:
        said = say(caught.value.message)
    finally:
        use("en")
    assert "file.txt" in said
    assert (expected in said) == (language == "en")
    assert any("\u4e00" <= char <= "\u9fff" for char in said) == (language == "zh_CN")


def refusal(path):
    with pytest.raises(UnreadableDocument) as caught:
        read_document(path)
    again = pickle.loads(pickle.dumps(caught.value))  # noqa: S301  (as it comes back from a worker process)
    assert (again.message, again.path) == (caught.value.message, path)
    return str(caught.value)


def test_a_missing_file(tmp_path):
    assert "There is no file nothing.txt" in refusal(tmp_path / "nothing.txt")
    assert "There is no file" in refusal(tmp_path / "a\0b.txt")
    (tmp_path / "file").write_text("x")
    assert "There is no file" in refusal(tmp_path / "file" / "below.txt")
    assert "There is no file" in refusal(tmp_path / ("长" * 300))


def test_a_link_to_nowhere(tmp_path):
    (tmp_path / "link.txt").symlink_to(tmp_path / "gone.txt")
    assert "There is no file link.txt" in refusal(tmp_path / "link.txt")


def test_a_folder(tmp_path):
    assert f"{tmp_path.name} is a folder" in refusal(tmp_path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_refused_at_once_instead_of_waiting_for_a_writer(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    assert "device or a pipe" in refusal(tmp_path / "pipe")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "socket"))
        assert "device or a pipe" in refusal(tmp_path / "socket")


def test_a_file_without_permission(tmp_path, monkeypatch):
    path = tmp_path / "closed.txt"
    path.write_text("text")
    if os.geteuid() == 0:
        # Root may read everything, so the system's answer is played.
        monkeypatch.setattr("pathlib.Path.open", _denied)
    else:
        path.chmod(0)
    assert "you have no permission" in refusal(path)


def _denied(self, *args, **kwargs):
    raise PermissionError(13, "Permission denied", str(self))


def test_a_disk_that_fails(tmp_path, monkeypatch):
    def broken(self, *args, **kwargs):
        raise OSError(5, "Input/output error", str(self))

    path = tmp_path / "page.txt"
    path.write_text("text")
    monkeypatch.setattr("pathlib.Path.open", broken)
    assert refusal(path) == "page.txt cannot be read: Input/output error"


def test_a_file_that_is_too_large(tmp_path, monkeypatch):
    path = tmp_path / "large.txt"
    path.write_text("text" * 10)
    monkeypatch.setattr(documents, "LIMIT", 39)
    assert "larger than" in refusal(path)
    monkeypatch.setattr(documents, "LIMIT", 40)
    assert read_document(path).raw == "text" * 10


def test_the_source_knows_its_file(tmp_path):
    for name, form in [("页.txt", "txt"), ("页.MD", "md"), ("页.unknown", "txt"), ("页", "txt")]:
        path = tmp_path / name
        path.write_bytes("会议\r\n".encode("gb18030"))
        source = read_document(path)
        assert (source.name, source.format, source.encoding) == (name, form, "gb18030")
        assert (source.raw, source.data) == ("会议\r\n", path.read_bytes())


def test_a_stray_nul_is_damage_and_not_a_binary_file(tmp_path):
    path = tmp_path / "page.txt"
    path.write_bytes("今天开会\0，讲三点意见。".encode())
    assert read_document(path).raw == "今天开会\0，讲三点意见。"


def test_a_chosen_encoding_is_used(tmp_path):
    path = tmp_path / "page.txt"
    path.write_bytes("會議".encode("big5"))
    assert read_document(path, "gb18030").raw != "會議"
    assert read_document(path, "big5").raw == "會議"
