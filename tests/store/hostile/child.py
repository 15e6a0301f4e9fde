"""Reads documents, each in a process of its own that is forked off, and says what came out and what it took.

Takes the path of a document on each line of its standard input and answers with a line of JSON.
"""

import json
import os
import sys
from pathlib import Path

from reader.language import say, use
from reader.store.documents import UnreadableDocument, read_document
from reader.store.project_reading import NotAProject, read_project
from reader.text.message import Message

LOADED = ("clipboard", "gzipped", "markdown", "mhtml", "opendocument", "pdf", "rich", "web", "webarchive", "word")


def result(path):
    try:
        if path.suffix == ".jiaodu":
            return {"text": read_project(path).name, "remarks": []}
        source = read_document(path)
    except (UnreadableDocument, NotAProject) as refused:
        return {"en": said("en", refused.message), "zh": said("zh_CN", refused.message)}
    remarks = [said("en", remark) for remark in source.remarks]
    return {"text": source.raw[:3000] + source.raw[-300:], "length": len(source.raw), "remarks": remarks}


def said(language, message):
    use(language)
    return say(message)


def main():
    for name in LOADED:
        __import__(f"reader.store.readers.{name}")
    said("zh_CN", Message("x"))
    for line in sys.stdin:
        path = Path(line.rstrip("\n"))
        here, there = os.pipe()
        process = os.fork()
        if not process:
            os.close(here)
            try:
                answer = result(path)
            except BaseException as error:  # noqa: BLE001  (whatever comes out that is no sentence is the finding)
                answer = {"error": repr(error)[:500]}
            with os.fdopen(there, "w") as pipe:
                json.dump(answer, pipe)
            os._exit(0)
        os.close(there)
        with os.fdopen(here) as pipe:
            told = pipe.read()
        _, status, used = os.wait4(process, 0)
        answer = json.loads(told) if told else {"error": f"ended with {status}"}
        answer["seconds"] = used.ru_utime + used.ru_stime
        answer["megabytes"] = used.ru_maxrss >> (20 if sys.platform == "darwin" else 10)
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
