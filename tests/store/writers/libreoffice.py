"""Opens documents in LibreOffice without a window: another program's opinion of what we write."""

import os
import shutil
import subprocess
from pathlib import Path

import pypdfium2

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")

_MODULE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1" script:language="StarBasic">
Sub Resolve(list)
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  hidden(0).Name = "Hidden" : hidden(0).Value = True
  Dim plain(1) As New com.sun.star.beans.PropertyValue
  plain(0).Name = "FilterName" : plain(0).Value = "Text (encoded)"
  plain(1).Name = "FilterOptions" : plain(1).Value = "UTF8,LF,,,"
  dispatcher = createUnoService("com.sun.star.frame.DispatchHelper")
  number = FreeFile
  Open list For Input As number
  Do While Not EOF(number)
    Line Input #number, entry
    parts = Split(entry, "|")
    document = StarDesktop.loadComponentFromURL(ConvertToURL(parts(0)), "_blank", 0, hidden())
    If parts(2) &lt;&gt; "" Then
      dispatcher.executeDispatch(document.CurrentController.Frame, ".uno:" &amp; parts(2), "", 0, Array())
    End If
    document.storeToURL(ConvertToURL(parts(1)), plain())
    document.close(True)
  Loop
  Close number
  StarDesktop.terminate
End Sub
</script:module>
"""
_LIBRARY = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" library:readonly="false"
 library:passwordprotected="false"><library:element library:name="Module1"/></library:library>
"""
_LIBRARIES = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:libraries PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "libraries.dtd">
<library:libraries xmlns:library="http://openoffice.org/2000/library" xmlns:xlink="http://www.w3.org/1999/xlink">
 <library:library library:name="Standard" xlink:href="$(USER)/basic/Standard/script.xlb/" xlink:type="simple"
  library:link="false"/></library:libraries>
"""

ACCEPT, REJECT, AS_IT_IS = "AcceptAllTrackedChanges", "RejectAllTrackedChanges", ""


def texts(folder: Path, jobs: list[tuple[bytes, str]], suffix: str = "docx") -> list[str]:
    """What LibreOffice reads in each document after the command; the line end that it puts last is taken off."""
    profile = folder / "profile"
    # The first start makes the profile; a macro can be put there only afterwards.
    _run(profile, "--terminate_after_init")
    basic = profile / "user" / "basic"
    (basic / "Standard").mkdir(parents=True, exist_ok=True)
    (basic / "Standard" / "Module1.xba").write_text(_MODULE)
    (basic / "Standard" / "script.xlb").write_text(_LIBRARY)
    (basic / "script.xlc").write_text(_LIBRARIES)
    entries, results = [], []
    for n, (data, command) in enumerate(jobs):
        document, text = folder / f"{n}.{suffix}", folder / f"{n}.txt"
        document.write_bytes(data)
        entries.append(f"{document}|{text}|{command}\n")
        results.append(text)
    listed = folder / "jobs"
    listed.write_text("".join(entries))
    _run(profile, f'macro:///Standard.Module1.Resolve("{listed}")')
    return [text.read_text("utf-8-sig").removesuffix("\n") for text in results]


def pages(folder: Path, data: bytes) -> list[list[str]]:
    """The lines of each page as LibreOffice sets a Word file."""
    document = folder / "page.docx"
    document.write_bytes(data)
    _run(folder / "profile", "--convert-to", "pdf", "--outdir", str(folder), str(document))
    with pypdfium2.PdfDocument(folder / "page.pdf") as pdf:
        return [page.get_textpage().get_text_range().split("\r\n") for page in pdf]


def _run(profile: Path, *arguments: str) -> None:
    command = [SOFFICE, "--headless", "--norestore", f"-env:UserInstallation={profile.as_uri()}", *arguments]
    surroundings = {key: value for key, value in os.environ.items() if not key.startswith("QT_")}
    subprocess.run(command, check=True, capture_output=True, timeout=500, env=surroundings)
