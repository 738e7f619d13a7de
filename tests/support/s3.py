"""A small server that speaks as much of the S3 protocol as we use, on files: PUT, GET, DELETE, ListObjectsV2.

Written from Amazon's description of the protocol, so that tests need no service and no large package.
What it cannot tell is whether a signature is right; it notes requests that carry none.
"""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape

SIGNED = "AWS4-HMAC-SHA256 Credential=key/"
MOMENT = "2026-05-03T10:00:00.000Z"


class S3Server:
    """Serves the folders inside a folder as buckets while the block lasts."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.unsigned: list[str] = []
        server = self

        class Handler(_Handler):
            store = server

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self._http.server_port}"
        self._thread = threading.Thread(target=self._http.serve_forever, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.shutdown()
        self._thread.join()
        self._http.server_close()


class _Handler(BaseHTTPRequestHandler):
    store: S3Server
    protocol_version = "HTTP/1.1"

    def do_PUT(self) -> None:
        file = self._file()
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(self.rfile.read(int(self.headers["Content-Length"])))
        self._answer(200, b"", ETag='"x"')

    def do_GET(self) -> None:
        asked = parse_qs(urlsplit(self.path).query)
        if "list-type" in asked:
            self._answer(200, self._listed(asked).encode())
        elif self._file().is_file():
            self._answer(
                200, self._file().read_bytes(), ETag='"x"', Last_Modified="Sun, 03 May 2026 10:00:00 GMT"
            )
        else:
            self._answer(404, b"<Error><Code>NoSuchKey</Code></Error>")

    def do_POST(self) -> None:
        """Delete several at once, which is how obstore deletes."""
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        keys = [one.split("</Key>")[0] for one in body.split("<Key>")[1:]]
        for key in keys:
            (self._file() / key).unlink(missing_ok=True)
        gone = "".join(f"<Deleted><Key>{escape(key)}</Key></Deleted>" for key in keys)
        self._answer(200, f"<DeleteResult>{gone}</DeleteResult>".encode())

    def do_DELETE(self) -> None:
        self._file().unlink(missing_ok=True)
        self._answer(204, b"")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""

    def _file(self) -> Path:
        return self.store.folder / unquote(urlsplit(self.path).path).lstrip("/")

    def _listed(self, asked: dict[str, list[str]]) -> str:
        bucket = self._file()
        prefix, delimiter = asked.get("prefix", [""])[0], asked.get("delimiter", [""])[0]
        keys = sorted(str(one.relative_to(bucket)) for one in bucket.rglob("*") if one.is_file())
        shown, folders = [], set()
        for key in (key for key in keys if key.startswith(prefix)):
            rest = key[len(prefix) :]
            if delimiter and delimiter in rest:
                folders.add(prefix + rest.split(delimiter)[0] + delimiter)
            else:
                shown.append(key)
        contents = "".join(
            f"<Contents><Key>{escape(key)}</Key><LastModified>{MOMENT}</LastModified><ETag>&quot;x&quot;</ETag>"
            f"<Size>{(bucket / key).stat().st_size}</Size></Contents>"
            for key in shown
        )
        common = "".join(
            f"<CommonPrefixes><Prefix>{one}</Prefix></CommonPrefixes>" for one in sorted(folders)
        )
        return f"<ListBucketResult><IsTruncated>false</IsTruncated>{contents}{common}</ListBucketResult>"

    def _answer(self, status: int, body: bytes, **headers: str) -> None:
        if not self.headers.get("Authorization", "").startswith(SIGNED):
            self.store.unsigned.append(f"{self.command} {self.path}")
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
