"""The bytes of an object as an HTTP response: ranges, entity tags, checksums, decompressive transcoding."""

import gzip

from werkzeug.datastructures import ContentRange
from werkzeug.http import parse_range_header
from werkzeug.wrappers import Request, Response

from embedded_firebase.storage.stored_object import StoredObject


def media_response(
    request: Request, stored: StoredObject, *, default_cache_control: str, default_disposition: str = ""
) -> Response:
    """Answer with the bytes asked for: 200, 206 a range, 304 the copy is still good, 416 no such range."""
    data, encoding = stored.data, stored.settings.get("contentEncoding")
    transcoded = encoding == "gzip" and "gzip" not in request.headers.get("Accept-Encoding", "")
    if transcoded:
        data = gzip.decompress(data)
    hashes = f"crc32c={stored.crc32c}" + (f",md5={stored.md5_hash}" if stored.md5_hash else "")
    response = Response(
        content_type=stored.content_type,
        headers={
            "Accept-Ranges": "bytes",
            "Cache-Control": stored.settings.get("cacheControl", default_cache_control),
            "X-Goog-Generation": str(stored.generation),
            "X-Goog-Hash": hashes,
            "X-Goog-Metageneration": str(stored.metageneration),
            "X-Goog-Storage-Class": "STANDARD",
            "X-Goog-Stored-Content-Encoding": encoding or "identity",
            "X-Goog-Stored-Content-Length": str(len(stored.data)),
        },
    )
    if transcoded:
        # As in the service: the length of what is made on the way is not announced.
        response.headers["Transfer-Encoding"] = "chunked"
    if default_disposition:
        response.headers["Content-Disposition"] = default_disposition
    response.set_etag(stored.etag)
    response.last_modified = stored.updated
    if encoding and not transcoded:
        response.headers["Content-Encoding"] = encoding
    for setting, header in (
        ("contentDisposition", "Content-Disposition"),
        ("contentLanguage", "Content-Language"),
    ):
        if setting in stored.settings:
            response.headers[header] = stored.settings[setting]
    if request.if_none_match.contains_weak(stored.etag):
        response.status_code = 304
        return response
    asked = parse_range_header(request.headers.get("Range"))
    # As in the service, several ranges at once and ranges of a transcoded object are answered whole.
    if asked is None or transcoded or len(asked.ranges) != 1:
        response.set_data(data)
        return response
    bounds = asked.range_for_length(len(data))
    if bounds is None:
        response.status_code = 416
        response.content_range = ContentRange("bytes", None, None, len(data))
        return response
    start, stop = bounds
    response.status_code = 206
    response.content_range = ContentRange("bytes", start, stop, len(data))
    response.set_data(data[start:stop])
    return response
